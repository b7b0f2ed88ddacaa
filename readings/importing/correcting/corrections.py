"""A correction as a value, which can be kept and made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from readings.importing.books import BookOutline
from readings.importing.outline import Outline

from .chapters import begin_chapter, chapter_at, join_chapters, name_chapter
from .joining import join_blocks, leave_out, split_block, take_back
from .kinds import accept, change_kind, join_section
from .problems import no_place
from .reasons import choose_reasons, no_reasons
from .wording import reword

Change = Literal[
    "kind", "accept", "join_section", "join_blocks", "split_block", "leave_out", "take_back",
    "choose_reasons", "no_reasons", "reword", "begin_chapter", "join_chapters", "name_chapter",
]  # fmt: skip

_CHANGES = frozenset(get_args(Change))


@dataclass(frozen=True)
class Correction:
    """What is changed, where (a section or a block of a chapter, all counted from 0), and to what.

    `value` is the new kind of a block, or of a heading that joins the text ("kind",
    "join_section"), a title ("begin_chapter", "name_chapter"), the words of a block or of a heading
    ("reword"), or else empty; `number` the line
    where a block is parted, the place of a line among those left out, or a chapter's number.
    """

    change: Change
    chapter: int
    section: int | None = None
    block: int | None = None
    value: str = ""
    number: int | None = None

    def as_data(self) -> dict[str, Any]:
        """The correction as plain data, without what is empty."""
        own = {name: getattr(self, name) for name in ("section", "block", "number")}
        found = {name: value for name, value in own.items() if value is not None}
        value = {"value": self.value} if self.value else {}
        return {"change": self.change, "chapter": self.chapter, **found, **value}

    @classmethod
    def of_data(cls, data: Any) -> Correction:
        """Raises ImportProblem for anything that `as_data` does not give."""
        names = ("change", "chapter", "section", "block", "value", "number")
        if not isinstance(data, dict) or not set(data) <= set(names):
            raise no_place()
        numbers = [data.get(name) for name in ("section", "block", "number")]
        is_placed = type(data.get("chapter")) is int and str(data.get("change")) in _CHANGES
        is_sound = all(number is None or type(number) is int for number in numbers)
        if not is_placed or not is_sound or not isinstance(data.get("value", ""), str):
            raise no_place()
        return cls(**data)


def apply(book: BookOutline, correction: Correction) -> BookOutline:
    """The book with the correction made.

    Raises ImportProblem ("correction") with words for people where it cannot be made; the book
    that was given stays as it is in any case. What was said of a doubt that is settled now is no
    warning any more.
    """
    return _settled(book, _made(book, correction))


def _made(book: BookOutline, correction: Correction) -> BookOutline:
    chapter, place = correction.chapter, correction
    chapter_at(book, chapter)
    match correction.change:
        case "begin_chapter":
            section = _given(place.section)
            return begin_chapter(book, chapter, section, place.block, place.value)
        case "join_chapters":
            return join_chapters(book, chapter)
        case "name_chapter":
            return name_chapter(book, chapter, place.value, place.number)
    changed = _IN_CHAPTER[correction.change](book.chapters[chapter], correction)
    chapters = (*book.chapters[:chapter], changed, *book.chapters[chapter + 1 :])
    return replace(book, chapters=chapters)


def _settled(old: BookOutline, new: BookOutline) -> BookOutline:
    gone = _doubts(old) - _doubts(new)
    chapters = [
        replace(outline, warnings=tuple(said for said in outline.warnings if said not in gone))
        for outline in new.chapters
    ]
    return replace(new, chapters=tuple(chapters)) if gone else new


def _doubts(book: BookOutline) -> set[str]:
    return {doubt.message for outline in book.chapters for doubt in outline.doubts}


def _given(number: int | None) -> int:
    if number is None or number < 0:
        raise no_place()
    return number


def _block(correction: Correction) -> tuple[int, int]:
    return _given(correction.section), _given(correction.block)


def _join_section(outline: Outline, correction: Correction) -> Outline:
    kind: Literal["paragraph", "heading"] = (
        "heading" if correction.value == "heading" else "paragraph"
    )
    return join_section(outline, _given(correction.section), kind)


_IN_CHAPTER: dict[Change, Callable[[Outline, Correction], Outline]] = {
    "kind": lambda outline, c: change_kind(outline, *_block(c), c.value),  # type: ignore[arg-type]
    "accept": lambda outline, c: accept(outline, _given(c.section), c.block),
    "join_section": _join_section,
    "join_blocks": lambda outline, c: join_blocks(outline, *_block(c)),
    "split_block": lambda outline, c: split_block(outline, *_block(c), _given(c.number)),
    "leave_out": lambda outline, c: leave_out(outline, *_block(c)),
    "take_back": lambda outline, c: take_back(outline, _given(c.number), c.section, c.block),
    "choose_reasons": lambda outline, c: choose_reasons(outline, *_block(c)),
    "no_reasons": lambda outline, _c: no_reasons(outline),
    "reword": lambda outline, c: reword(outline, _given(c.section), c.block, c.value),
}
