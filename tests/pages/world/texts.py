"""The texts that are read."""

from __future__ import annotations

from readings.annotation.pointers import Pointer
from readings.groups.models import StudyGroup
from readings.text.actions import add_picture, create_chapter, start_reading
from readings.text.models import Book, Chapter, Reading
from readings.text.pictures import check_picture
from readings.text.writing import ReasonDraft, SectionDraft
from tests.fixtures.painting import picture_file
from tests.pages.world.names import LONG_HEADING, LONG_WORD

PICTURE = check_picture(picture_file(size=(1800, 700)))


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


def make_reading(group: StudyGroup) -> Reading:
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


def make_bare_reading(group: StudyGroup) -> Reading:
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
