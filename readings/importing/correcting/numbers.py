"""Other numbers for a chapter's footnotes, marks included."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from readings.importing.outline import Outline, OutlineBlock, OutlineFootnote, OutlineReason
from readings.text.markdown import TextProblem

from .lists import reasons_block
from .problems import refused
from .showing import Content, content_of, note_content, shown

MOST = 9999  # a mark has four digits

_MARK = re.compile(r"\[\^([1-9][0-9]{0,3})\]")

Read = Callable[[str], Content | None]


def numbers_of(outline: Outline) -> dict[int, str | None]:
    """Every number in use with its footnote's Markdown; None for marks without a footnote."""
    found: dict[int, str | None] = {}
    for block in outline.blocks:
        found |= dict.fromkeys(block.footnotes)
    own = [item.commentary for item in outline.reasons if item.commentary]
    for text in (*own, *(note.markdown for note in outline.footnotes)):
        found |= dict.fromkeys(marks_in(text))
    return found | {note.number: note.markdown for note in outline.footnotes}


def beside(first: Outline, second: Outline) -> Outline:
    """The second chapter with numbers that do not meet the first one's: as it is where none does,
    or where the same number is the same footnote. Raises ImportProblem."""
    taken, own = numbers_of(first), numbers_of(second)
    if all(taken[number] == own[number] for number in taken.keys() & own.keys()):
        return second
    start = max(taken) + 1
    if start + len(own) - 1 > MOST:
        raise refused(_("The chapters have too many footnotes to be one."))
    return renumbered(second, {number: n for n, number in enumerate(sorted(own), start)})


def renumbered(outline: Outline, numbers: Mapping[int, int]) -> Outline:
    """The chapter with other numbers. Raises ImportProblem where a mark cannot be told."""
    return replace(
        outline,
        sections=tuple(
            replace(section, blocks=tuple(_block(block, numbers) for block in section.blocks))
            for section in outline.sections
        ),
        footnotes=tuple(
            OutlineFootnote(
                numbers[note.number], _markdown(note.markdown, numbers, _note), note.about
            )
            for note in outline.footnotes
        ),
    )


def marks_in(markdown: str) -> frozenset[int]:
    """The numbers of the footnotes that a footnote's own text marks."""
    if not _MARK.search(markdown):
        return frozenset()
    found = _note(markdown)
    return found.marks if found else frozenset()


def _block(block: OutlineBlock, numbers: Mapping[int, int]) -> OutlineBlock:
    if block.items:
        items = [_reason(item, numbers) for item in block.items]
        made, _content = reasons_block(items)
        footnotes = made.footnotes if made else block.footnotes
        return replace(block, items=tuple(items), footnotes=footnotes)
    if not block.footnotes:
        return block
    footnotes = tuple(numbers[number] for number in block.footnotes)
    markdown = _markdown(block.markdown, numbers, _shown)
    return replace(block, markdown=markdown, footnotes=footnotes)


def _reason(item: OutlineReason, numbers: Mapping[int, int]) -> OutlineReason:
    commentary = item.commentary
    return OutlineReason(
        item.text,
        _markdown(item.markdown, numbers, _inline),
        commentary and _markdown(commentary, numbers, _note),
    )


def _markdown(markdown: str, numbers: Mapping[int, int], read: Read) -> str:
    """The Markdown with its marks renumbered: all that look like marks, if that shows the same
    words; else one after the other, for in code and links they are none."""
    before = read(markdown)
    if before is None or not before.marks:
        return markdown
    wanted = frozenset(numbers.get(number, number) for number in before.marks)
    written = _MARK.sub(lambda found: _numbered(found, numbers), markdown)
    if _is(read(written), before, wanted):
        return written
    return _one_by_one(markdown, numbers, before, wanted, read)


def _one_by_one(
    markdown: str, numbers: Mapping[int, int], before: Content, wanted: frozenset[int], read: Read
) -> str:
    places = [found for found in _MARK.finditer(markdown) if _is_mark(found, before, read)]
    written = markdown
    for found in reversed(places):
        written = written[: found.start()] + _numbered(found, numbers) + written[found.end() :]
    if not _is(read(written), before, wanted):
        raise refused(_("The footnotes of the two chapters cannot be numbered anew."))
    return written


def _is_mark(found: re.Match[str], before: Content, read: Read) -> bool:
    """Whether the words stay the same without it, and with any other number in it."""
    text = found.string
    other = "1" if found[1] != "1" else "2"
    changed = read(f"{text[: found.start()]}[^{other}]{text[found.end() :]}")
    return changed is not None and changed.words == before.words


def _is(found: Content | None, before: Content, marks: frozenset[int]) -> bool:
    return found is not None and found == replace(before, marks=marks)


def _numbered(found: re.Match[str], numbers: Mapping[int, int]) -> str:
    number = int(found[1])
    return f"[^{numbers.get(number, number)}]"


def _shown(markdown: str) -> Content | None:
    found = shown(markdown)
    return content_of(found) if found else None


def _inline(markdown: str) -> Content | None:
    return reasons_block([OutlineReason("", markdown)])[1]


def _note(markdown: str) -> Content | None:
    try:
        return note_content(markdown)
    except TextProblem:
        return None
