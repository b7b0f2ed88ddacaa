"""A site in which everything has happened, for tests that look at every page.

Names are as long as they may be, counts are high, notes have been moved, lost, changed and deleted.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from readings.annotation.actions import add_note, delete_note, edit_note
from readings.annotation.models import Erratum, Note, Question, Tally, Target
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, ask_question, withdraw_question
from readings.editing.errata import propose_correction
from readings.groups.actions import (
    add_member,
    add_person_by_name,
    archive_group,
    make_join_link,
    plan_meeting,
    remove_member,
    revoke_join_link,
)
from readings.groups.models import JoinLink, Membership, StudyGroup, User
from readings.importing.drafting import begin_import, name_import
from readings.importing.running import read_draft, save_draft
from readings.importing.saving import ask_to_save
from readings.text.actions import add_picture, create_chapter, keep_place, start_reading
from readings.text.models import Book, Chapter, Reading
from readings.text.pictures import check_picture
from readings.text.writing import ReasonDraft, SectionDraft
from tests.accounts.codes import PASSKEY, set_up
from tests.fixtures.addresses import sign_in_elsewhere
from tests.fixtures.painting import picture_file

PICTURE = check_picture(picture_file(size=(1800, 700)))
LONG_WORD = "Wolfeschlegelsteinhausenbergerdorff"
LONG_NAME = f"{LONG_WORD} Maximiliana Konstantinopolitanskaya van den Berg"[:80].ljust(80, "e")
LONG_GROUP = ("The Reading Circle of the Cooperative Housing Association by the River " * 2)[:120]
LONG_HEADING = ("A heading that goes on for longer than anybody would expect of one " * 5)[
    :300
].strip()

OPENING = """::: verse
Walk the field
before you draw it
:::

A village *shares* one field, and its rule is seldom written down.[^1] They kept to it in order to:

::: reasons
:::

None of this stands in the ledger."""

KINDS = f"""> We counted the days that a neighbour had gone without asking.[^2]

The fence followed the price, and the price followed the fence; [one source](https://example.org/) \
says so, and `ledger.txt` another.

### {LONG_HEADING}

- first the sheep
- then the wall

![A wall of field stones, drawn from the side](picture:{PICTURE.key})

::: caption
A drawing of a wall
:::

Beside the words ![a stone](picture:{PICTURE.key}) stands a picture.

| What | How many |
|---|---:|
| {LONG_WORD * 2} | 1,000,000 |

```
one line of code that goes on for longer than a phone is wide, and does not stop where one would
```"""

REASONS = (
    ReasonDraft("know one another", "Said *twice*."),
    ReasonDraft(f"hear of trouble early, even of {LONG_WORD}"),
    ReasonDraft("carry what nobody could carry alone"),
)


class World(dict[str, str]):
    """Addresses and keys of what there is, by name; the people stand in `people`."""

    people: dict[str, User]
    reading: Reading
    group: StudyGroup


def build(person: Callable[..., User]) -> World:
    """Makes it all, through the verbs that the site has for it."""
    world = World()
    world.people = {
        "member": person(LONG_NAME, username="member"),
        "facilitator": person("Frida"),
        "nobody": person("Nobody"),
        "host": person("Hanna"),
        "editor": person("Edda", is_staff=True),
        "large_reader": person("Lena", text_size="largest", measure="wide", theme="dark"),
    }
    _guard(world, person)
    for _device in range(2):
        sign_in_elsewhere(world.people["member"])
    world.group = _group(LONG_GROUP, "circle", world, facilitator="facilitator", member="member")
    add_member(group=world.group, user=world.people["large_reader"])
    empty = _group("Empty", "empty", world, host="host")
    world.reading = _reading(world.group)
    _notes(world)
    _errata(world)
    _own_errata(world)
    _questions(world)
    _links(world, empty)
    plan_meeting(
        user=world.people["facilitator"],
        group=world.group,
        starts_at=timezone.now() + timedelta(days=3),
        place=f"In the library at {LONG_WORD}",
        note=f"Read to the end of {LONG_WORD}, and bring bread.",
    )
    _counts(world)
    _imports(world)
    world["group"], world["empty_group"] = "/g/circle/", "/g/empty/"
    world["chapter"] = world.reading.get_absolute_url()
    world["bare"] = _bare_reading(empty).get_absolute_url()
    return world


def _group(name: str, slug: str, world: World, **people: str) -> StudyGroup:
    group = StudyGroup.objects.create(name=name, slug=slug, description="We meet on Thursdays.")
    for role, key in people.items():
        kind = Membership.Role.MEMBER if role == "member" else Membership.Role.FACILITATOR
        add_member(group=group, user=world.people[key], role=kind)
    return group


def _guard(world: World, person: Callable[..., User]) -> None:
    """Somebody with everything at the door, and somebody with nothing."""
    world.people["guarded"] = user = person("Gunda", username="guarded")
    world.people["keyless"] = person("Kim", username="keyless", password=None)
    set_up(user)
    passkey = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"The telephone of {LONG_WORD}", "credential": PASSKEY},
    )
    world["passkey"] = f"/accounts/2fa/webauthn/keys/{passkey.pk}/"
    for verified in (True, False):
        EmailAddress.objects.create(
            user=user,
            email=f"{LONG_WORD.lower()}.{verified}@{LONG_WORD.lower()}.example.org",
            verified=verified,
            primary=verified,
        )


def _reading(group: StudyGroup) -> Reading:
    book = Book.objects.create(title="The Commons", author="A. Shepherd", slug="commons")
    add_picture(user=None, book=book, picture=PICTURE)
    chapter = create_chapter(
        user=None,
        book=book,
        number=12,
        title="The Fence",
        sections=[
            SectionDraft(heading="", body=OPENING, reasons=REASONS),
            SectionDraft(heading=LONG_HEADING, body=KINDS, order=1),
        ],
        footnotes={1: f"Almanac, p. 3: https://example.org/{'a' * 90}", 2: "ibid., p. 9."},
    )
    return start_reading(user=None, group=group, chapter=chapter)


def _bare_reading(group: StudyGroup) -> Reading:
    book = Book.objects.create(title="Unwritten", slug="unwritten")
    chapter = create_chapter(
        user=None, book=book, number=1, title="Soon", sections=[], footnotes={}
    )
    return start_reading(user=None, group=group, chapter=chapter)


def passage(chapter: Chapter, words: str) -> Pointer:
    """The pointer to some words of the chapter."""
    for section in chapter.sections.select_related("version"):
        start = section.current.plain_text.find(words)
        if start >= 0:
            end, version = start + len(words), section.current.number
            return Pointer(
                "passage", section=section.pk, version=version, start=start, end=end, exact=words
            )
    raise AssertionError(f"The chapter has no {words!r}.")


def _notes(world: World) -> None:
    reading, chapter = world.reading, world.reading.chapter
    member, other = world.people["member"], world.people["facilitator"]

    def write(words: str, author: User = other, **more: Any) -> Note:
        pointer = passage(chapter, words)
        body = f"A note, with https://example.org/{LONG_WORD.lower()} in it."
        return add_note(author=author, reading=reading, pointer=pointer, body=body, **more)

    def state(note: Note, name: str) -> None:
        Target.objects.filter(notes=note).update(state=name, first_exact="It stood so.")

    # One, two and three notes on the same words, so that every depth of a mark is there.
    first = write("shares one field, and its rule")
    write("one field, and its rule is seldom")
    state(write("its rule is seldom written down."), "moved")
    state(write("The fence followed the price"), "changed")
    own = write("the price followed the fence", author=member)
    write("one source", author=member, audience="me")
    edit_note(user=member, note=own, body="A better word.")
    add_note(author=member, reading=reading, parent=first, body="A reply.")
    gone = write("None of this stands")
    add_note(author=member, reading=reading, parent=gone, body="A reply to what is gone.")
    delete_note(user=other, note=gone)
    lost = write("They kept to it in order to:", author=member)
    Target.objects.filter(notes=lost).update(state="orphaned", start=None, end=None, exact="")
    world["lost_note"] = lost.get_absolute_url()
    world["note"], world["own_note"] = first.get_absolute_url(), own.get_absolute_url()
    keys = dict(chapter.blocks.filter(removed_at=None).values_list("number", "key"))
    world["block"], world["new_block"] = keys["1.2"], keys["2.4"]
    world["reason"] = chapter.sections.get(order=0).reasons.get(number=2).key
    world["section"] = chapter.sections.get(order=1).slug
    add_note(
        author=other, reading=reading, pointer=Pointer("reason", key=world["reason"]), body="Yes."
    )
    keep_place(user=member, reading=reading, block=chapter.blocks.get(key=keys["2.2"]))


def _errata(world: World) -> None:
    """Three corrections of one quotation: open, made and declined."""
    reading, member = world.reading, world.people["member"]
    words = {"We counted": "", "the days": "accepted", "without asking": "declined"}
    for old, state in words.items():
        note = propose_correction(
            author=member,
            reading=reading,
            pointer=passage(reading.chapter, old),
            new_words=f"{old}, and {LONG_WORD * 2}",
            why=f"See https://example.org/{LONG_WORD.lower()}",
        )
        world["erratum"] = note.get_absolute_url()
        if state:
            answer = f"He wrote it so, in {LONG_WORD}." if state == "declined" else ""
            Erratum.objects.filter(note=note).update(
                state=state, decided_at=timezone.now(), answer=answer
            )


OWN = f"Come early.\n\nTeh hall was *full* of {LONG_WORD}, and nobody left before the end of it."


def _own_errata(world: World) -> None:
    """Corrections of a text of the group's own, on which its facilitators decide."""
    member, book = world.people["member"], Book.objects.create(
        title="Minutes", slug="minutes", group=world.group
    )  # fmt: skip
    chapter = create_chapter(
        user=None, book=book, number=1, title=LONG_HEADING[:150],
        sections=[SectionDraft(LONG_HEADING, OWN)], footnotes={},
    )  # fmt: skip
    reading = start_reading(user=None, group=world.group, chapter=chapter)
    answer = {"state": "declined", "decided_at": timezone.now(), "answer": f"No: {LONG_WORD * 2}."}
    for name, old, decided in (
        ("own_erratum", "Teh hall", {}),
        ("own_erratum_by_hand", "early.\nTeh", {}),
        ("", "nobody left", {**answer, "decided_by": world.people["facilitator"]}),
    ):
        note = propose_correction(
            author=member, reading=reading, pointer=passage(chapter, old),
            new_words=f"{' '.join(old.split())}, and {LONG_WORD * 2}",
            why=f"See https://example.org/{LONG_WORD}",
        )  # fmt: skip
        Erratum.objects.filter(note=note).update(**decided)
        world[name or "own_erratum_declined"] = f"/groups/circle/errata/{note.erratum.pk}/"
    other = world.people["facilitator"]
    for words in ("hall", "full"):
        add_note(author=other, reading=reading, pointer=passage(chapter, words), body="Which?")


def _questions(world: World) -> None:
    reading, chapter = world.reading, world.reading.chapter
    member, other = world.people["member"], world.people["facilitator"]
    soon = timezone.now() + timedelta(days=3)

    def ask(name: str, pointer: Pointer, **more: Any) -> Question:
        made = ask_question(
            user=other,
            reading=reading,
            pointer=pointer,
            body=f"Which of the two is it, {LONG_WORD}?",
            due_at=soon,
            **more,
        )
        world[name] = made.get_absolute_url()
        return made

    section = chapter.sections.get(order=1).pk
    answered = ask("answered", Pointer("reason", key=world["reason"]))
    add_note(author=member, reading=reading, question=answered, body="The first.")
    answer = add_note(author=other, reading=reading, question=answered, body="The second.")
    add_note(author=member, reading=reading, parent=answer, body="Are you sure?")
    ask("asked", passage(chapter, "is seldom written"))
    withheld = ask("withheld", Pointer("section", section=section), reveal="answered")
    add_note(author=other, reading=reading, question=withheld, body="Not to be seen yet.")
    withdrawn = ask("withdrawn", Pointer("chapter"))
    add_note(author=member, reading=reading, question=withdrawn, body="It was answered.")
    withdraw_question(user=other, question=withdrawn)
    own = add_own_question(
        user=None, chapter=chapter, pointer=Pointer("chapter"), body="Why a fence at all?"
    )
    world["adoption"] = f"{reading.get_absolute_url()}questions/{own.pk}/adoption/"


def _links(world: World, empty: StudyGroup) -> None:
    host = world.people["host"]
    old = make_join_link(user=host, group=empty)
    revoke_join_link(user=host, link=old)
    world["revoked"] = old.get_absolute_url()
    facilitator, group = world.people["facilitator"], world.group
    link = make_join_link(user=facilitator, group=group)
    world["join"] = link.get_absolute_url()
    world["invitation"] = f"/groups/circle/invitations/{link.pk}/"
    soon = timezone.now() + timedelta(days=3)
    make_join_link(
        user=facilitator, group=group, email=f"{LONG_WORD.lower()}@example.org", expires_at=soon
    )
    guest = add_person_by_name(user=facilitator, group=group, name=LONG_WORD)
    membership = guest.memberships.get()
    world["guest"] = f"/groups/circle/people/{membership.pk}/"
    gone = add_person_by_name(user=facilitator, group=group, name=f"Gone {LONG_WORD}")
    remove_member(user=facilitator, membership=gone.memberships.get())
    archived = _group("Last year's round", "archived", world, host="host")
    archive_group(user=host, group=archived)
    closed = make_join_link(user=host, group=empty, expires_at=soon)
    JoinLink.objects.filter(pk=closed.pk).update(expires_at=timezone.now())
    world["expired"] = closed.get_absolute_url()


COPIED = f"""The Commons

Chapter 9: {LONG_HEADING}

{LONG_WORD} wrote that a rule is kept by those who made it. They kept to it in order to:

1. know one another
2. hear of trouble early, even of {LONG_WORD}

{LONG_HEADING[:80]}

Some words, and a line that goes on: {"https://example.org/" + "a" * 90}

Go to Chapter 10
"""


def _imports(world: World) -> None:
    user, group = world.people["facilitator"], world.group
    picture = base64.b64encode(picture_file(size=(900, 200))).decode()
    book = (
        f"<h1>{LONG_WORD}</h1><p>One.</p><ul><li>a</li><li>b</li></ul>"
        f"<p><img src='data:image/png;base64,{picture}' alt='{LONG_WORD}'></p>"
        "<h1>Two</h1><p>Two.</p>"
    )
    for name, file, data in (
        ("import", "copied.txt", COPIED.encode()),
        ("import_book", "book.html", f"<html><body>{book}</body></html>".encode()),
        ("import_failed", f"{LONG_WORD * 3}.txt", b"... --- ..."),
        ("import_waiting", f"{LONG_WORD * 3}.txt", b"Words."),
        ("import_done", "done.txt", b"Words.\n\nAnd words."),
    ):
        draft = begin_import(user=user, group=group, data=data, name=file)
        if name != "import_waiting":
            read_draft(draft.pk, draft.run)
        world[name] = draft.get_absolute_url()
        if name == "import_done":
            names = {0: (90, LONG_HEADING)}
            draft = name_import(user=user, draft=draft, revision=0, title=LONG_WORD, names=names)
            draft = ask_to_save(user=user, draft=draft, revision=1, updates={})
            save_draft(draft.pk, draft.run)


def _counts(world: World) -> None:
    """A thousand notes wherever there is one: as wide as counts become."""
    Tally.objects.filter(reading=world.reading, count__gt=0).update(count=1000)
