"""Footnotes named by words (`[^poster]`): the dialect knows numbers alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

# What stands in code is no mark, nor is what a backslash precedes.
_TOKEN = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|\\.|\[\^(?P<label>[^\]\s\[]{1,80})\]"
)
_DEFINITION = re.compile(r" {0,3}\[\^(?P<label>[^\]\s\[]{1,80})\]:")
_FENCE = re.compile(r"\s*(?:>\s*|[-*+]\s+)*(?P<signs>`{3,}|~{3,})")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def number_labels(text: str) -> tuple[str, list[str]]:
    """The text with a number for every named footnote, by the order of their first marks, and what
    to say of it. A text whose footnotes all have numbers stays as it is."""
    lines = text.split("\n")
    open_lines = list(outside_code(lines))
    defined = {
        found["label"] for n in open_lines if (found := _DEFINITION.match(lines[n])) is not None
    }
    if all(_NUMBER.fullmatch(label) for label in defined):
        return text, []
    numbers: dict[str, int] = {}
    for n in open_lines:
        if not _DEFINITION.match(lines[n]):
            _number(lines[n], defined, numbers)
    for n in open_lines:  # those without a mark come last
        _number(lines[n], defined, numbers)
    for n in open_lines:
        lines[n] = _TOKEN.sub(lambda found: _renamed(found, numbers), lines[n])
    return "\n".join(lines), [_("The footnotes were named by words; they got numbers.")]


def marked(lines: Iterable[str]) -> list[int]:
    """The numbers of the marks in some lines, each once, in the order of the first ones."""
    rows = list(lines)
    tokens = (token for n in outside_code(rows) for token in _TOKEN.finditer(rows[n]))
    labels = (token["label"] for token in tokens if token["label"])
    return list(dict.fromkeys(int(label) for label in labels if _NUMBER.fullmatch(label)))


def renumbered(lines: Iterable[str], numbers: Mapping[int, int]) -> tuple[str, ...]:
    """The lines with other numbers in their marks."""
    rows, by_label = list(lines), {str(old): new for old, new in numbers.items()}
    for n in outside_code(rows):
        rows[n] = _TOKEN.sub(lambda found: _renamed(found, by_label), rows[n])
    return tuple(rows)


def _number(line: str, defined: set[str], numbers: dict[str, int]) -> None:
    for found in _TOKEN.finditer(line):
        if found["label"] in defined:
            numbers.setdefault(found["label"], len(numbers) + 1)


def _renamed(found: re.Match[str], numbers: Mapping[str, int]) -> str:
    number = numbers.get(found["label"] or "")
    if number is not None:
        return f"[^{number}]"
    # A number without a note must not become the mark of another one.
    is_mark = found["label"] is not None and _NUMBER.fullmatch(found["label"])
    return f"\\{found[0]}" if is_mark else found[0]


def outside_code(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that stand in no fenced code."""
    fence = ""
    for n, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            if found and found["signs"].startswith(fence) and line.strip(" \t>`~") == "":
                fence = ""
        elif found:
            fence = found["signs"]
        else:
            yield n
