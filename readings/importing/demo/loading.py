"""Loads the demo once; people who have begun to use it never lose anything to it."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from readings.accounts.adapter import DEMO_DOMAIN
from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, adopt_question
from readings.groups.actions import add_member, create_person, found_group
from readings.groups.models import StudyGroup, User
from readings.importing.actions import import_outline
from readings.importing.plaintext import read_plain_text
from readings.text.actions import keep_place, start_reading
from readings.text.models import Chapter, Reading

HERE = Path(__file__).parent
GROUP = "Thursday Circle"
BOOK = "Study edition: The Mass Line and the American Revolutionary Movement"
PEOPLE = {"admin": "Ada Admin", "facilitator": "Frida Facilitator", "member": "Milo Member"}
ADOPTED = 3  # how many of the chapter's own questions the group has taken on


@dataclass(frozen=True)
class Login:
    """A line of the file with the demo's logins."""

    role: str
    username: str
    password: str


@transaction.atomic
def load(credentials: Path) -> bool:
    """Loads what is missing; returns whether anything was. The logins' file stays as it is."""
    people = {role: _person(role) for role in PEOPLE}
    _keep_logins(credentials, people)
    if StudyGroup.objects.filter(name=GROUP, memberships__user=people["facilitator"]).exists():
        return False
    outline = read_plain_text((HERE / "chapter.txt").read_bytes(), name="chapter.txt")
    chapter = import_outline(
        user=None,
        outline=outline,
        book=BOOK,
        author="the makers of Study Guide",
        source="A paraphrase of chapter 25 of that book, written for this demo.",
    ).chapter
    group = found_group(user=people["facilitator"], name=GROUP)
    add_member(group=group, user=people["member"])
    reading = start_reading(user=None, group=group, chapter=chapter)
    _ask(reading, people)
    _talk(reading, people)
    return True


def _person(role: str) -> User:
    """The demo's person for a role, made on the first load, with no password anybody knows."""
    email = f"{role}@{DEMO_DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = create_person(name=PEOPLE[role], password=None, email=email)
        user.is_staff = user.is_superuser = role == "admin"
        user.save(update_fields=["is_staff", "is_superuser"])
    return user


def _keep_logins(path: Path, people: dict[str, User]) -> None:
    """Writes new random passwords, unless the file is there: then the passwords stand."""
    if path.is_file():
        return
    logins = []
    for role, user in people.items():
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        logins.append(asdict(Login(role, user.display_name, password)))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(logins, file, indent=2)


def _ask(reading: Reading, people: dict[str, User]) -> None:
    """The chapter's own questions; the first few are the group's, due in the days to come."""
    asked = [
        add_own_question(
            user=None,
            chapter=reading.chapter,
            pointer=_pointer(reading.chapter, entry),
            body=entry["body"],
        )
        for entry in _read("questions.json")
    ]
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for days, question in enumerate(asked[:ADOPTED], 1):
        adopt_question(
            user=people["facilitator"],
            reading=reading,
            question=question,
            due_at=now + timedelta(days=3 * days),
        )


def _talk(reading: Reading, people: dict[str, User]) -> None:
    """What the demo's people have said so far, and where one of them stopped reading."""
    for entry in _read("conversation.json"):
        head = add_note(
            author=people[entry["by"]],
            reading=reading,
            pointer=_pointer(reading.chapter, entry),
            body=entry["body"],
            audience=entry.get("audience", "group"),
        )
        for reply in entry.get("replies", ()):
            add_note(author=people[reply["by"]], reading=reading, parent=head, body=reply["body"])
    block = reading.chapter.blocks.filter(number="2.3", removed_at=None).first()
    if block is not None:
        keep_place(user=people["member"], reading=reading, block=block)


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return entries


def _pointer(chapter: Chapter, entry: dict[str, Any]) -> Pointer:
    """Where an entry of the demo's files stands. Raises ValueError for words that are not there."""
    kind = entry["on"]
    if kind == "chapter":
        return Pointer("chapter")
    section = chapter.sections.select_related("version").order_by("order")[entry.get("section", 0)]
    if kind == "section":
        return Pointer("section", section=section.pk)
    if kind == "reason":
        reasons = section.reasons.filter(removed_at=None)
        return Pointer("reason", key=reasons.get(number=entry["reason"]).key)
    version = section.current
    start = version.plain_text.index(entry["words"])
    end = start + len(entry["words"])
    if kind == "block":
        key = next(key for key, _kind, begin, stop in version.blocks if begin <= start < stop)
        return Pointer("block", key=key)
    return Pointer(
        "passage",
        section=section.pk,
        version=version.number,
        start=start,
        end=end,
        exact=entry["words"],
    )
