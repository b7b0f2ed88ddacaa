"""Other words for a stretch of a section's plain text, written into its Markdown.

No parser says where in the source a character of the text came from. So the renderer itself is
asked: a letter that the text does not have is put into the source, and where it comes out is the
place that was looked for. What comes of that is rendered whole, and must differ from the section
as it was in these words alone; where it does not, there is no answer and a person has to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from readings.text import ruler
from readings.text.markdown.blocks import siblings
from readings.text.markdown.escaping import escape_text
from readings.text.markdown.parsers import section_parser
from readings.text.markdown.problems import MAX_SECTION, TextProblem
from readings.text.markdown.sections import ReasonText, RenderedBlock, render_section
from readings.text.markdown.source import normalise

PRIVATE_USE = range(0xE000, 0xF900)
MOST_PROBES = 400  # for one place; only an address of hundreds of letters asks for more

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class SectionSource:
    """What a section is written as: its Markdown and the reasons of its list, in their order."""

    body: str
    reasons: tuple[ReasonText, ...] = ()

    def render(self) -> list[RenderedBlock]:
        return render_section(self.body, reasons=self.reasons)

    def shows(self, text: str) -> bool:
        """Whether the section's plain text, as it is rendered now, is this one."""
        try:
            return _text(self.render()) == text
        except TextProblem:
            return False


class _Stretch(NamedTuple):
    """Where the words differ: text[start:end] (code points) becomes `words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class _Part:
    """A piece of source that shows text[start:end]: a block's lines, or one reason.

    `at` is where it begins in the body; for a reason its index in the list.
    """

    start: int
    end: int
    source: str
    at: int
    is_reason: bool = False

    def show(self, source: str) -> str:
        """The text of another source in this one's place."""
        if self.is_reason:
            reasons = [ReasonText("r", 1, source)]
            return _text(render_section("::: reasons\n:::", reasons=reasons))
        return _text(render_section(source))

    def put(self, whole: SectionSource, source: str) -> SectionSource:
        """The section with another source in this one's place."""
        if self.is_reason:
            reasons = list(whole.reasons)
            reasons[self.at] = replace(reasons[self.at], text=source)
            return replace(whole, reasons=tuple(reasons))
        end = self.at + len(self.source)
        return replace(whole, body=whole.body[: self.at] + source + whole.body[end:])


def reword(source: SectionSource, start: int, end: int, words: str) -> SectionSource | None:
    """The section whose plain text reads `words` in place of text[start:end] (code points).

    Emphasis, links and footnote marks stay where they are, as does every other character. None
    where that cannot be had: the stretch is not all in words that are written, or the new words
    would change what stands around them. Raises ValueError for a span outside the text.
    """
    try:
        source = replace(source, body=normalise(source.body, MAX_SECTION))
        before = source.render()
        parts = list(_parts(source, before))
    except TextProblem:
        return None
    text = _text(before)
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"{start}–{end} is no stretch of a text of {len(text)} characters.")
    stretches = list(_stretches(start, text[start:end], words))
    wanted = text[:start] + words + text[end:]
    # In code Markdown's own signs need no escape, and would show it.
    for write in (_as_markdown, str):
        found = _rewritten(source, parts, stretches, write)
        if found is not None and _differs_in_words_alone(before, found, wanted):
            return found
    return None


def _text(blocks: Sequence[RenderedBlock]) -> str:
    return ruler.join(block.text for block in blocks)


def _stretches(start: int, old: str, new: str) -> Iterator[_Stretch]:
    """Where two wordings differ: by words, so that a mark or a line's end between two stays."""
    one, two = _PIECE.findall(old), _PIECE.findall(new)
    at = start
    for same, run in groupby(Indel.opcodes(one, two), key=lambda step: step.tag == "equal"):
        steps = list(run)
        gone = "".join(one[steps[0].src_start : steps[-1].src_end])
        came = "".join(two[steps[0].dest_start : steps[-1].dest_end])
        if not same:
            low = _shared(gone, came)
            high = _shared(gone[low:][::-1], came[low:][::-1])
            yield _Stretch(at + low, at + len(gone) - high, came[low : len(came) - high])
        at += len(gone)


def _shared(one: str, two: str) -> int:
    """How many characters both begin with in common."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))


def _parts(source: SectionSource, shown: Sequence[RenderedBlock]) -> Iterator[_Part]:
    """The source of every block that is shown, and of every reason. Raises TextProblem."""
    lines = source.body.split("\n")
    begins = ruler.starts(lines)
    starts = iter(zip(shown, ruler.starts([block.text for block in shown]), strict=True))
    for token, _inner in siblings(section_parser().parse(source.body, {})):
        if token.type == "reasons":
            if source.reasons:
                block, start = next(starts)
                yield from _reason_parts(source.reasons, block, start)
        elif token.map is not None and token.type != "hr":
            first, end = token.map
            written = "\n".join(lines[first:end])
            if render_section(written):
                block, start = next(starts)
                yield _Part(start, start + len(block.text), written, begins[first])


def _reason_parts(
    reasons: Sequence[ReasonText], block: RenderedBlock, start: int
) -> Iterator[_Part]:
    for index, (reason, span) in enumerate(zip(reasons, block.reason_spans, strict=True)):
        _key, low, high = span
        yield _Part(start + low, start + high, reason.text, index, is_reason=True)


def _rewritten(
    source: SectionSource,
    parts: Sequence[_Part],
    stretches: Sequence[_Stretch],
    write: Callable[[str], str],
) -> SectionSource | None:
    """From the last part to the first, so that the places before it stay what they are."""
    left = len(stretches)
    for part in reversed(parts):
        mine = [s for s in stretches if part.start <= s.start and s.end <= part.end]
        if not mine:
            continue
        written = _written(part, mine, write)
        if written is None:
            return None
        source, left = part.put(source, written), left - len(mine)
    # A stretch that is left runs over the border of two blocks.
    return source if left == 0 else None


def _written(part: _Part, stretches: Sequence[_Stretch], write: Callable[[str], str]) -> str | None:
    source, probe = part.source, _Probe(part)
    for start, end, words in reversed(stretches):
        low, high = start - part.start, end - part.start
        if low < high:
            # Inside the marks around the words: those stay.
            begin, finish = probe.last(low), probe.first(high)
        else:
            # What is put after a word with a space of its own comes after that word's marks.
            begin = finish = probe.last(low) if words[:1].isspace() else probe.first(low)
        if begin is None or finish is None or begin > finish:
            return None
        source = source[:begin] + write(words) + source[finish:]
    return source


class _Probe:
    """Finds places of a part's text in its source."""

    def __init__(self, part: _Part) -> None:
        self._part = part
        self._text = part.show(part.source)
        taken = set(part.source)
        self._mark = next(chr(code) for code in PRIVATE_USE if chr(code) not in taken)
        self._known: dict[int, int] = {}
        self._most = 0

    def first(self, wanted: int) -> int | None:
        """The first place in the source after which the text goes on at `wanted`."""
        found, low, high = None, 0, len(self._part.source) + 1
        self._most = len(self._known) + MOST_PROBES
        while low < high:
            middle = (low + high) // 2
            at = self._sound(range(middle, high))
            if at is not None and self._landing(at) < wanted:
                low = at + 1
            else:
                found, high = found if at is None else at, middle
        return found if found is not None and self._landing(found) == wanted else None

    def last(self, wanted: int) -> int | None:
        """The last such place."""
        found, low, high = None, 0, len(self._part.source) + 1
        self._most = len(self._known) + MOST_PROBES
        while low < high:
            middle = (low + high) // 2
            at = self._sound(range(middle, low - 1, -1))
            if at is not None and self._landing(at) > wanted:
                high = at
            else:
                found, low = found if at is None else at, middle + 1
        return found if found is not None and self._landing(found) == wanted else None

    def _sound(self, places: range) -> int | None:
        """The first of these at which a letter more changes nothing but that it is there."""
        return next((at for at in places if self._landing(at) >= 0), None)

    def _landing(self, at: int) -> int:
        """Where in the text the letter comes out; -1 inside a sign, an address or a mark."""
        if at not in self._known:
            if len(self._known) >= self._most:
                return -1
            self._known[at] = self._look(at)
        return self._known[at]

    def _look(self, at: int) -> int:
        source = self._part.source
        try:
            shown = self._part.show(source[:at] + self._mark + source[at:])
        except TextProblem:
            return -1
        return shown.find(self._mark) if shown.replace(self._mark, "") == self._text else -1


def _as_markdown(words: str) -> str:
    return "\n".join(map(_line_as_markdown, words.split("\n")))


def _line_as_markdown(line: str) -> str:
    """A line, or a part of one, that shows these words; with the space around them."""
    inner = line.strip()
    if not inner:
        return line
    before, _inner, after = line.partition(inner)
    return before + escape_text(inner) + after


def _differs_in_words_alone(
    before: Sequence[RenderedBlock], source: SectionSource, wanted: str
) -> bool:
    try:
        after = source.render()
    except TextProblem:
        return False
    return _text(after) == wanted and _frame(after) == _frame(before)


def _frame(blocks: Sequence[RenderedBlock]) -> list[tuple[str, list[str]]]:
    """The blocks without their words: their kinds, their tags, and between which words stand."""
    return [(block.kind, list(_tags(block.html))) for block in blocks]


def _tags(html: str) -> Iterator[str]:
    for is_tag, run in groupby(ruler.TOKEN.findall(html), key=lambda piece: piece[0] == "<"):
        yield from run if is_tag else ("words",)
