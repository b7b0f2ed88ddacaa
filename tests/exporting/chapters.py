"""Chapters as a file says them, generated or read from the database, and what a file says."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from readings.exporting.markdown import ChapterText, SectionText
from readings.importing.outline import Outline, section_markdown
from readings.text.markdown import (
    ReasonText,
    RenderedBlock,
    SectionProblem,
    escape_text,
    render_section,
    source_blocks,
)
from readings.text.markdown.source import readable
from tests.text.generated import block, body, plain, word

CONTAINER = "::: reasons\n:::"

# Titles as a form leaves them: on one line, with no space around them.
titles = (
    st.lists(word | st.sampled_from(["#", "##", "C#", "\\#", "1.", ": ", "-", '"x"', "---"]),
             min_size=1, max_size=4)
    .map(" ".join).map(escape_text).map(lambda s: s.replace("\\", ""))
    .map(lambda s: " ".join(s.split())[:80].strip()).filter(lambda s: any(c.isalnum() for c in s))
)  # fmt: skip


def is_sound(source: str) -> bool:
    """Whether an editor could save it as a section's text."""
    try:
        render_section(source)
    except SectionProblem:
        return False
    return True


bodies = st.lists(block, min_size=0, max_size=4).map("\n\n".join).filter(is_sound)
commentaries = st.just("") | body.filter(is_sound)
reasons = st.tuples(plain, commentaries).map(lambda pair: (f"so {pair[0]}", pair[1]))


@st.composite
def sections(draw: st.DrawFn) -> SectionText:
    """A section, in a third of the cases with reasons."""
    heading = draw(st.just("") | titles)
    first, second = draw(bodies), draw(bodies)
    if draw(st.integers(0, 2)):
        return SectionText(heading, first)
    own = tuple(draw(st.lists(reasons, min_size=1, max_size=3)))
    return SectionText(heading, f"{first}\n\n{CONTAINER}\n\n{second}", own)


@st.composite
def chapters(draw: st.DrawFn) -> ChapterText:
    """A chapter; a footnote in three, if nothing marks it, documents a block."""
    found = draw(st.lists(sections(), min_size=1, max_size=3))
    assume(any(section.heading or rendered(section) for section in found))
    numbers = draw(st.lists(st.integers(1, 40), unique=True, max_size=4))
    footnotes = {n: draw(body.filter(is_sound)) for n in numbers}
    marked = {n for section in found for block in rendered(section) for n in block.footnotes}
    for number in sorted(footnotes.keys() - marked):
        at = draw(st.integers(0, len(found) - 1))
        blocks = len(rendered(found[at]))
        if blocks and draw(st.booleans()):
            place = draw(st.integers(0, blocks - 1))
            section = found[at]
            tied = {**section.tied, place: (*section.tied.get(place, ()), number)}
            found[at] = SectionText(section.heading, section.body, section.reasons, tied)
    facts = {"book": draw(titles), "author": draw(titles), "number": "7", "title": draw(titles)}
    return ChapterText(facts, tuple(found), footnotes)


def rendered(section: SectionText) -> list[RenderedBlock]:
    """The section's blocks as the page shows them."""
    rows = [ReasonText(f"r{n}", n, *reason) for n, reason in enumerate(section.reasons, 1)]
    return render_section(section.body, reasons=rows)


def shown(chapter: ChapterText) -> list[tuple]:
    """What a reader sees of a chapter's sections: headings, kinds, texts, marks and reasons."""
    return [
        (
            section.heading,
            [(b.kind, b.text, b.footnotes) for b in rendered(section)],
            [
                (" ".join(readable(text).split()), _rendered_commentary(own))
                for text, own in section.reasons
            ],
        )
        for section in chapter.sections
    ]


def _rendered_commentary(commentary: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in source_blocks(commentary)]


def told(outline: Outline) -> ChapterText:
    """What the outline of a file says, as the chapter that the file was written from."""
    marked = {n for block in outline.blocks for n in block.footnotes}
    tied: dict[int, dict[int, tuple[int, ...]]] = {}
    for note in outline.footnotes:
        if note.about is not None and note.number not in marked:
            place = tied.setdefault(note.about[0], {})
            place[note.about[1]] = (*place.get(note.about[1], ()), note.number)
    return ChapterText(
        {
            "book": outline.book or "",
            **outline.facts,
            "number": str(outline.chapter_number),
            "title": outline.chapter_title or "",
        },
        tuple(
            SectionText(
                section.heading or "",
                section_markdown(section),
                tuple((i.markdown, i.commentary or "") for b in section.blocks for i in b.items),
                tied.get(n, {}),
            )
            for n, section in enumerate(outline.sections)
        ),
        {note.number: note.markdown for note in outline.footnotes},
    )
