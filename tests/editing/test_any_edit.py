"""Whatever is done to a text, every note stands in its words or is kept without a place.

Sections are shuffled, cut, joined, emptied, taken out; paragraphs move between them; reasons come,
go and change places. What comes of it is the same in every run.
"""

from __future__ import annotations

from random import Random

import pytest

from readings.annotation.models import Target
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.text.models import Block, Reason
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.standing import assert_all_in_order, draft

NEW = (
    "New words here.", "![a sheep](/sheep.png)", "> A quote.", "- one\n- two", "```\ncode\n```",
    "| a | b |\n|---|---|\n| c | d |",
)  # fmt: skip
EDITS = 5


class Editor:
    """Does something to a section's paragraphs; what it takes out may turn up in another."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.taken: list[str] = []

    def drafts(self, sections):
        found = [self.rewrite(draft(section)) for section in sections if self.random.random() < 0.8]
        if self.random.random() < 0.3:
            body = "\n\n".join(self.taken) or "Fresh."
            found.append(SectionDraft("Another section", body, order=9))
        return found

    def rewrite(self, standing: SectionDraft) -> SectionDraft:
        paragraphs = standing.body.split("\n\n")
        for _ in range(self.random.randrange(1, 4)):
            act = self.random.choice((self.shuffle, self.take, self.add, self.change, self.cut))
            act(paragraphs)
        body = "\n\n".join(paragraphs)
        reasons = self.reasons(standing.reasons) if "::: reasons" in body else ()
        removed = self.random.random() < 0.07
        return SectionDraft(
            standing.heading, body, reasons, standing.section_id, self.random.randrange(4),
            standing.slug, removed,
        )  # fmt: skip

    def reasons(self, standing):
        rows = [*standing, ReasonDraft("a new reason")]
        self.random.shuffle(rows)
        return tuple(rows[self.random.randrange(2) :])

    def shuffle(self, paragraphs):
        self.random.shuffle(paragraphs)

    def take(self, paragraphs):
        if len(paragraphs) > 1:
            self.taken.append(paragraphs.pop(self.random.randrange(len(paragraphs))))

    def add(self, paragraphs):
        new = self.taken.pop() if self.taken else self.random.choice(NEW)
        paragraphs.insert(self.random.randrange(len(paragraphs) + 1), new)

    def change(self, paragraphs):
        index = self.plain(paragraphs)
        if index is not None:
            words = paragraphs[index].split(" ")
            new = self.random.choice(("", "changed", "🐑", "two words"))
            words[self.random.randrange(len(words))] = new
            paragraphs[index] = " ".join(words) or "nothing"

    def cut(self, paragraphs):
        index = self.plain(paragraphs)
        if index is not None:
            at = self.random.randrange(len(paragraphs[index]))
            whole = paragraphs[index]
            paragraphs[index : index + 1] = [whole[:at], whole[at:]]

    def plain(self, paragraphs):
        """Which paragraph to change: none of those that stand for a list or hold verse."""
        plain = [i for i, paragraph in enumerate(paragraphs) if ":::" not in paragraph]
        return self.random.choice(plain) if plain else None


@pytest.fixture
def write_everywhere(write, chapter):
    """Notes on everything, and on passages here and there."""

    def do(random):
        pointers = [Pointer("block", key=b.key) for b in Block.objects.current()]
        pointers += [Pointer("reason", key=r.key) for r in Reason.objects.current()]
        for section in chapter.sections.filter(removed_at=None).select_related("version"):
            pointers.append(Pointer("section", section=section.pk))
            pointers += [p for _ in range(5) if (p := some_passage(section, random))]
        return [write(pointer=pointer) for pointer in pointers]

    return do


def some_passage(section, random):
    text = section.version.plain_text
    start = random.randrange(len(text) + 1)
    exact = text[start : start + random.choice((1, 2, 8, 40, 400))]
    if not exact.strip():
        return None
    span = {"start": start, "end": start + len(exact), "exact": exact}
    return Pointer("passage", section=section.pk, version=section.version.number, **span)


@pytest.mark.parametrize("seed", range(12))
def test_every_note_stands_in_its_words_or_is_kept(seed, chapter, reading, write_everywhere):
    editor, chosen = Editor(seed), {}
    for n in range(EDITS):
        if n in (0, EDITS // 2):
            for note in write_everywhere(editor.random):
                chosen[note.target_id] = note.target.exact
        drafts = editor.drafts(chapter.sections.filter(removed_at=None).order_by("order"))
        edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts)
        assert_all_in_order(reading)
        for target in Target.objects.filter(kind__in=("passage", "block", "reason")):
            assert (target.state == "orphaned") == (target.start is None)
            assert target.first_exact == chosen[target.pk]
    assert Target.objects.count() == len(chosen)
