"""What is measured: a group of twenty, one chapter, and as many notes as asked for.

`python -m benchmarks.data base` makes a database without notes in DATA_DIR; `python -m
benchmarks.data notes 1000` adds notes to one; `python -m benchmarks.data demo 1000` makes one of
the demo chapter with notes. All write what the site's own verbs would write.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.words import Prose, zipf

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User
    from readings.text.models import Chapter, Reading

SEED = 20
READERS = 20
SECTIONS = 5
BLOCKS = 14  # in each section
WORDS = 57  # in each block, on average
FOOTNOTES = 24
REASONS = 9
QUESTIONS = 3
COOKIES = "cookies.json"


def build_base(folder: Path) -> None:
    """Makes the chapter, its readers and their sessions, whose cookies go into the folder."""
    _reading, readers = make_reading()
    sign_in(readers, folder)


def build_demo(folder: Path, count: int) -> None:
    """Makes the demo, and notes of more readers in its group. The admin's cookie comes first."""
    from benchmarks.notes import build_notes
    from readings.groups.actions import add_member
    from readings.groups.models import User
    from readings.importing.demo.loading import load
    from readings.text.models import Reading

    load(folder / "logins.json")
    reading = Reading.objects.get()
    readers = make_readers("demo")
    for reader in readers:
        add_member(group=reading.group, user=reader)
    build_notes(reading, count)
    sign_in([User.objects.get(is_superuser=True), *readers], folder)


def sign_in(people: list[User], folder: Path) -> None:
    """Makes a session for each, and writes the cookies into the folder."""
    from django.conf import settings
    from django.test import Client

    cookies = []
    for person in people:
        client = Client()
        client.force_login(person)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    (folder / COOKIES).write_text(json.dumps(cookies))


def make_readers(slug: str) -> list[User]:
    from readings.groups.models import User

    return [
        User.objects.create(
            username=f"{slug} {n}", display_name=f"Reader {n}", colour=n % 12, password="!"
        )
        for n in range(READERS)
    ]


def make_reading(slug: str = "readers") -> tuple[Reading, list[User]]:
    """A group with its readers, and the chapter that it reads; each has a place to go on from."""
    from readings.groups.actions import add_member, found_group
    from readings.text.actions import keep_place, start_reading

    readers = make_readers(slug)
    group = found_group(user=readers[0], name="Twenty Readers", slug=slug)
    for reader in readers[1:]:
        add_member(group=group, user=reader)
    chapter = make_chapter(slug)
    reading = start_reading(user=None, group=group, chapter=chapter)
    blocks = list(chapter.blocks.order_by("pk"))
    for n, reader in enumerate(readers):
        keep_place(user=reader, reading=reading, block=blocks[3 * n])
    _ask(readers[0], group, reading)
    return reading, readers


def make_chapter(slug: str) -> Chapter:
    """About 4,000 words in 70 blocks: paragraphs, some quotes, a list of reasons, footnotes."""
    from readings.text.actions import create_chapter, get_or_create_book
    from readings.text.writing import ReasonDraft, SectionDraft

    prose = Prose(SEED)
    sections = []
    for order in range(SECTIONS):
        has_reasons = order == 2
        blocks = [_block(prose, order * BLOCKS + n) for n in range(BLOCKS)]
        reasons: tuple[ReasonDraft, ...] = ()
        if has_reasons:
            blocks[5] = "::: reasons\n:::"
            reasons = tuple(ReasonDraft(prose.words(12)) for _ in range(REASONS))
        heading = prose.words(4).rstrip(".") if order else ""
        sections.append(SectionDraft(heading, "\n\n".join(blocks), reasons, order=order))
    book = get_or_create_book(user=None, title=f"A book for measuring ({slug})", author="Nobody")
    return create_chapter(
        user=None,
        book=book,
        number=1,
        title=prose.words(5).rstrip("."),
        sections=sections,
        footnotes={n: prose.words(18) for n in range(1, FOOTNOTES + 1)},
    )


def _block(prose: Prose, index: int) -> str:
    words = prose.words(prose.random.randint(WORDS - 35, WORDS + 35))
    if index % 3 == 1 and index // 3 < FOOTNOTES:
        words += f"[^{index // 3 + 1}]"
    return f"> {words}" if index % 6 == 5 else words


def _ask(facilitator: User, group: StudyGroup, reading: Reading) -> None:
    """Questions to everybody, each on a block."""
    from django.utils import timezone

    from readings.annotation.pointers import Pointer
    from readings.discussion.actions import ask_question

    prose = Prose(SEED + 1)
    keys = list(reading.chapter.blocks.order_by("pk").values_list("key", flat=True))
    for n in range(QUESTIONS):
        ask_question(
            user=facilitator,
            reading=reading,
            pointer=Pointer("block", key=keys[12 * n + 2]),
            body=prose.words(20),
            due_at=timezone.now(),
        )


@dataclass(frozen=True)
class NoteDraft:
    """One note to be: where its words stand in its section, or the whole block."""

    author: int
    block: int
    start: int
    end: int
    whole: bool
    private: bool
    body: str


def drafts(blocks: list[tuple[int, int, str]], count: int, seed: int = SEED) -> list[NoteDraft]:
    """Notes of 3 to 40 words on the blocks (start, end, text), Zipf over the blocks.

    Four fifths are for the group, the rest private; one in seven is on its whole block.
    """
    chance = random.Random(seed)
    prose = Prose(seed + 2)
    order = chance.sample(range(len(blocks)), len(blocks))
    found = []
    for block in chance.choices(order, cum_weights=zipf(len(order)), k=count):
        begin, end, text = blocks[block]
        whole = chance.random() < 1 / 7
        low, high = (0, end - begin) if whole else _span(chance, text)
        found.append(
            NoteDraft(
                author=chance.randrange(READERS),
                block=block,
                start=begin + low,
                end=begin + high,
                whole=whole,
                private=chance.random() < 0.2,
                body=prose.words(chance.randint(3, 40)),
            )
        )
    return found


def _span(chance: random.Random, text: str) -> tuple[int, int]:
    """Two to twenty-five neighbouring words of the text, as offsets in it."""
    spaces = [-1, *(place for place, char in enumerate(text) if char.isspace()), len(text)]
    words = len(spaces) - 1
    length = min(words, chance.randint(2, 25))
    first = chance.randrange(words - length + 1)
    return spaces[first] + 1, spaces[first + length]


def main(arguments: list[str]) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.notes import build_notes
    from readings.text.models import Reading

    folder: Any = settings.DATA_DIR
    match arguments:
        case ["base"]:
            call_command("migrate", verbosity=0)
            build_base(folder)
        case ["notes", count]:
            build_notes(Reading.objects.get(), int(count))
        case ["demo", count]:
            call_command("migrate", verbosity=0)
            build_demo(folder, int(count))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
