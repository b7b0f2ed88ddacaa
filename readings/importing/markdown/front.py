"""What a file of Markdown says of its book and chapter, above the text: `name: value` lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

_RULE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_ROW = re.compile(r"(?P<name>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")
_MOST_LINES = 200
_NUMBER = re.compile(r"[0-9]{1,6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LENGTHS = {"book": 300, "title": 300, "author": 200, "language": 12}
_FACTS = ("author", "language", "source", "rights")


@dataclass(frozen=True)
class Front:
    """The facts, and the text with empty lines in their place, so that lines keep their numbers."""

    text: str
    book: str = ""
    title: str = ""
    number: int | None = None
    facts: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it names a chapter of a book, as the project's own form does; elsewhere a title
        alone is that of the whole file."""
        return bool(self.title) and (bool(self.book) or self.number is not None)


def part_front(text: str) -> Front:
    """Take the lines off the top of a text; without any, all of it is the chapter's."""
    lines = text.split("\n")
    end = _end(lines)
    if not end:
        return Front(text)
    known: dict[str, str] = {}
    left_out, warnings = [], []
    for line in lines[1:end]:
        row = _ROW.fullmatch(line)
        name, value = (row["name"].lower(), _value(row["value"] or "")) if row else ("", "")
        if name not in (*_LENGTHS, *_FACTS, "number") or name in known:
            left_out.append(line)
        elif not value or _fits(name, value):
            known[name] = value
        else:
            left_out.append(line)
            said = _("“%(value)s” cannot be the %(name)s; the line was left out.")
            warnings.append(said % {"value": value[:40], "name": name})
    number = known.get("number")
    return Front(
        text="\n".join([""] * (end + 1) + lines[end + 1 :]),
        book=known.get("book", ""),
        title=known.get("title", ""),
        number=int(number) if number else None,
        facts={name: known[name] for name in _FACTS if known.get(name)},
        left_out=tuple(line for line in left_out if line.strip()),
        warnings=tuple(warnings),
    )


def _end(lines: list[str]) -> int:
    """Where the facts end; 0 where a rule on top is a rule and no such lines follow it."""
    if not _RULE.fullmatch(lines[0]) or not any(_ROW.fullmatch(line) for line in lines[1:2]):
        return 0
    ends = (n for n, line in enumerate(lines[1:_MOST_LINES], 1) if _END.fullmatch(line))
    return next(ends, 0)


def _value(written: str) -> str:
    """A value without the quotation marks that YAML and JSON put around it."""
    written = written.strip()
    if written.startswith('"'):
        try:
            value = json.loads(written)
        except ValueError:
            value = written.strip('"')
        return str(value).strip()
    if len(written) > 1 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'").strip()
    return written


def _fits(name: str, value: str) -> bool:
    if name == "number":
        return bool(_NUMBER.fullmatch(value)) and int(value) > 0
    if name == "language" and not _LANGUAGE.fullmatch(value):
        return False
    return len(value) <= _LENGTHS.get(name, len(value))
