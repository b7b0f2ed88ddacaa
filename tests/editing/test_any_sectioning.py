"""Whatever is split, merged, moved and renamed, no note is lost, and each stands in its words.

The sequences are the same in every run.
"""

from __future__ import annotations

from random import Random

import pytest
from django.core.exceptions import ValidationError

from readings.annotation.models import Note, Target
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.editing.relocating import move_section, rename_section
from readings.editing.sectioning import merge_sections, split_section
from readings.text.models import Block, Reason, Section
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.standing import assert_all_in_order
from tests.editing.test_any_edit import some_passage

SAME = "The fence followed the price, and the price followed the fence."
MANY = f"""{SAME}

### A heading inside

{SAME}

- one
- two

---

> A quote.[^1]

![a sheep](/sheep.png)

### A heading inside

They kept to it in order to:

::: reasons
:::

{SAME}

| a | b |
|---|---|
| c | d |

```
code
```"""
STEPS = 24


class Hand:
    """Uses one tool after another on a chapter, and says what a split tore apart."""

    def __init__(self, seed: int, chapter) -> None:
        self.random = Random(seed)
        self.chapter = chapter
        self.used: list[str] = []

    def sections(self) -> list[Section]:
        rows = self.chapter.sections.filter(removed_at=None).select_related("version")
        return list(rows.order_by("order", "pk"))

    def use_one(self) -> None:
        tool = self.random.choice((self.split,) * 3 + (self.merge, self.move, self.rename))
        try:
            tool()
        except ValidationError:
            return  # such as a split at the first block
        self.used.append(tool.__name__)

    def split(self) -> None:
        section = self.random.choice(self.sections())
        block = self.random.choice(list(section.blocks.filter(removed_at=None)))
        split_section(
            user=None,
            section=section,
            base_version=section.current.number,
            block=block.key,
            heading=f"Part {len(self.used)}",
            take_heading=block.kind == "heading" and self.random.random() < 0.5,
        )

    def merge(self) -> None:
        rows = self.sections()
        at = self.random.randrange(len(rows) - 1)
        merge_sections(
            user=None,
            section=rows[at],
            base_version=rows[at].current.number,
            following=rows[at + 1],
            following_version=rows[at + 1].current.number,
            keep_heading=self.random.random() < 0.5,
        )

    def move(self) -> None:
        section, after = self.random.sample(self.sections(), 2)
        number = section.current.number
        move_section(user=None, section=section, base_version=number, after=after)

    def rename(self) -> None:
        section = self.random.choice(self.sections())
        slug = self.random.choice((None, ""))
        number, name = section.current.number, f"Name {len(self.used)}"
        rename_section(user=None, section=section, base_version=number, heading=name, slug=slug)


@pytest.fixture
def hand(chapter, reading, request):
    new = SectionDraft("Many", MANY, (ReasonDraft("see far"), ReasonDraft("fall soft")), order=2)
    more = SectionDraft("More", "Words.\n\nMore words.", order=3)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new, more])
    return Hand(request.param, chapter)


def write_everywhere(hand, write):
    """Notes on everything, and on passages here and there."""
    pointers = [Pointer("block", key=block.key) for block in Block.objects.current()]
    pointers += [Pointer("reason", key=reason.key) for reason in Reason.objects.current()]
    for section in hand.sections():
        pointers.append(Pointer("section", section=section.pk))
        pointers += [p for _ in range(8) if (p := some_passage(section, hand.random))]
    for at, pointer in enumerate(pointers):
        write(pointer=pointer, audience="me" if at % 5 == 0 else "group")


def assert_nothing_is_lost(chapter, notes):
    """Every note is there, in its words; only what a cut went through waits for a place."""
    assert Note.objects.filter(deleted_at=None).count() == notes
    for target in Target.objects.select_related("section__version", "block"):
        assert target.section.removed_at is None, "it went with its section, not away from it"
        if target.kind == Target.Kind.SECTION:
            assert target.state in ("placed", "moved")
        elif target.is_lost:
            # One block cannot be torn, and no word was edited.
            assert "\n" in target.first_exact, target
        elif target.state != "changed":  # beside a heading that was taken out of the text
            assert target.exact == target.first_exact
            text = target.section.version.plain_text
            assert text[target.start : target.end] == target.first_exact


@pytest.mark.parametrize("hand", range(8), indirect=True)
def test_any_row_of_tools_keeps_every_note(hand, chapter, reading, write):
    write_everywhere(hand, write)
    notes = Note.objects.count()
    keys = set(Block.objects.current().exclude(kind="heading").values_list("key", flat=True))
    for _step in range(STEPS):
        hand.use_one()
        assert_all_in_order(reading)
        assert_nothing_is_lost(chapter, notes)
        standing = set(Block.objects.current().values_list("key", flat=True))
        assert keys <= standing, "a block lost its key"
        assert Reason.objects.current().count() == 4
    assert set(hand.used) == {"split", "merge", "move", "rename"}
