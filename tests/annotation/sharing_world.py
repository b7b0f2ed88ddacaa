"""Two groups that read the same chapter, and what tests of sharing ask of them."""

from __future__ import annotations

import html
import re
import uuid

from readings.annotation import sight
from readings.annotation.models import Note
from readings.annotation.sharing import copy_note, move_thread, share_note
from readings.groups.models import User
from readings.text.models import Reading

HTMX = {"HX-Request": "true"}


def sees(person: User, note: Note) -> bool:
    return Note.objects.visible_to(person).filter(pk=note.pk).exists()


def named(memberships) -> set[str]:
    return {str(one.user) for one in memberships}


def share(user: User, note: Note, seen: str | None = None) -> Note:
    """Shares it as somebody does who looked just now, or at what `seen` marks."""
    note = Note.objects.get(pk=note.pk)
    mark = sight.sight_of_sharing(note).seen if seen is None else seen
    return share_note(user=user, note=note, seen=mark)


def move(user: User, note: Note, reading: Reading, seen: str | None = None) -> Note:
    note = Note.objects.get(pk=note.pk)
    mark = sight.sight_of_move(note, reading).seen if seen is None else seen
    return move_thread(user=user, note=note, reading=reading, seen=mark)


def copy(user: User, note: Note, reading: Reading, **more) -> Note:
    note = Note.objects.get(pk=note.pk)
    given = {"audience": "group", "uid": uuid.uuid4(), **more}
    given.setdefault("seen", sight.sight_of_copy(note, reading).seen)
    return copy_note(user=user, note=note, reading=reading, **given)


def address(note, verb="", there=None):
    base = f"{note.get_absolute_url()}sharing/"
    to = f"?to={there.group.slug}" if there else ""
    return f"{base}{verb}/{to}" if verb else base


def sent(page):
    """What the page's form would send."""
    found = page.content.decode()
    fields = dict(re.findall(r'name="(seen|uid)" value="([^"]*)"', found))
    assert fields["seen"]
    return fields


def said(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))
