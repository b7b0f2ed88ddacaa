"""An outline as plain data, which waits somewhere until a person has looked at it, and back.

This is no public form as `as_json` is: only the release that wrote it is sure to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.outline import (
    BlockKind,
    Doubt,
    DoubtCode,
    Outline,
    OutlineBlock,
    OutlineFootnote,
    OutlineReason,
    OutlineSection,
)
from readings.importing.problems import ImportProblem

# Raise it when the data has another shape: what an older release kept is refused then.
VERSION = 1

Data = dict[str, Any]
T = TypeVar("T")
KINDS = frozenset(get_args(BlockKind))
CODES = frozenset(get_args(DoubtCode))


def outline_as_data(book: BookOutline) -> Data:
    """The book as dictionaries, lists, strings and numbers: all of it but its pictures."""
    return {
        "version": VERSION,
        "title": book.title,
        "author": book.author,
        "language": book.language,
        "chapters": [_chapter_as_data(chapter) for chapter in book.chapters],
        "left_out": list(book.left_out),
        "warnings": list(book.warnings),
    }


def outline_of_data(data: Any) -> BookOutline:
    """The book that `outline_as_data` was given, without pictures.

    Raises ImportProblem ("outdated") for what another release wrote, and for anything else.
    """
    try:
        _one_of(frozenset((VERSION,)), data["version"])
        return BookOutline(
            title=_text(data["title"]),
            author=_text(data["author"]),
            language=_text(data["language"]),
            chapters=_all(data["chapters"], _chapter_of_data),
            left_out=_all(data["left_out"], _text),
            warnings=_all(data["warnings"], _text),
        )
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        message = _("What was kept of the file is from another release. Upload the file again.")
        raise ImportProblem(message, code="outdated") from error


def _chapter_as_data(outline: Outline) -> Data:
    return {
        "book": outline.book,
        "number": outline.chapter_number,
        "title": outline.chapter_title,
        "sections": [_section_as_data(section) for section in outline.sections],
        "footnotes": [
            {"number": note.number, "markdown": note.markdown, "about": _row(note.about)}
            for note in outline.footnotes
        ],
        "left_out": list(outline.left_out),
        "left_out_lines": list(outline.left_out_lines),
        "warnings": list(outline.warnings),
        "facts": dict(outline.facts),
    }


def _section_as_data(section: OutlineSection) -> Data:
    return {
        "heading": section.heading,
        "blocks": [_block_as_data(block) for block in section.blocks],
        **_marginal(section),
    }


def _block_as_data(block: OutlineBlock) -> Data:
    found: Data = {"kind": block.kind, "markdown": block.markdown, "text": block.text}
    if block.footnotes:
        found["footnotes"] = list(block.footnotes)
    if block.items:
        found["items"] = [[item.text, item.markdown, item.commentary] for item in block.items]
    return found | _marginal(block)


def _marginal(part: OutlineSection | OutlineBlock) -> Data:
    """What stands beside a block or a heading, where there is any."""
    found: Data = {}
    if part.doubts:
        found["doubts"] = [[doubt.code, doubt.message] for doubt in part.doubts]
    if part.lines:
        found["lines"] = list(part.lines)
    return found


def _row(pair: tuple[int, int] | None) -> list[int] | None:
    return None if pair is None else list(pair)


def _chapter_of_data(data: Data) -> Outline:
    return Outline(
        book=_perhaps(data["book"], _text),
        chapter_number=_perhaps(data["number"], _number),
        chapter_title=_perhaps(data["title"], _text),
        sections=_all(data["sections"], _section_of_data),
        footnotes=_all(data["footnotes"], _footnote_of_data),
        left_out=_all(data["left_out"], _text),
        warnings=_all(data["warnings"], _text),
        facts={_text(name): _text(value) for name, value in data["facts"].items()},
        left_out_lines=_all(data["left_out_lines"], lambda line: _perhaps(line, _number)),
    )


def _section_of_data(data: Data) -> OutlineSection:
    blocks = _all(data["blocks"], _block_of_data)
    return OutlineSection(_perhaps(data["heading"], _text), blocks, _doubts(data), _lines(data))


def _block_of_data(data: Data) -> OutlineBlock:
    return OutlineBlock(
        _one_of(KINDS, data["kind"]),
        _text(data["markdown"]),
        _text(data["text"]),
        _all(data.get("footnotes", ()), _number),
        _all(data.get("items", ()), _reason_of_data),
        _doubts(data),
        _lines(data),
    )


def _reason_of_data(data: list[Any]) -> OutlineReason:
    text, markdown, commentary = data
    return OutlineReason(_text(text), _text(markdown), _perhaps(commentary, _text))


def _footnote_of_data(data: Data) -> OutlineFootnote:
    about = _perhaps(data["about"], _pair)
    return OutlineFootnote(_number(data["number"]), _text(data["markdown"]), about)


def _doubts(data: Data) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(_one_of(CODES, code), _text(message)) for code, message in data.get("doubts", ())
    )


def _lines(data: Data) -> tuple[int, int] | None:
    return _perhaps(data.get("lines"), _pair)


def _all(values: Iterable[Any], read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(value) for value in values)


def _perhaps(value: Any, read: Callable[[Any], T]) -> T | None:
    return None if value is None else read(value)


def _pair(value: Any) -> tuple[int, int]:
    first, second = value
    return _number(first), _number(second)


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _one_of(known: frozenset[Any], value: Any) -> Any:
    if value not in known:
        raise ValueError
    return value
