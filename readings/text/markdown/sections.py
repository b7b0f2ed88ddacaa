"""A section's Markdown as the blocks that the page shows and notes point at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from readings.text import ruler
from readings.text.markdown import policy, problems
from readings.text.markdown.blocks import BlockWriter, headings, siblings
from readings.text.markdown.edges import trim
from readings.text.markdown.inline import MarkIds
from readings.text.markdown.parsers import footnote_parser, section_parser
from readings.text.markdown.problems import MAX_SECTION, SectionProblem
from readings.text.markdown.profiles import FOOTNOTE, SECTION
from readings.text.markdown.sentences import last_sentence
from readings.text.markdown.source import normalise

_KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "verse_open": "verse",
    "caption_open": "caption",
}


@dataclass(frozen=True)
class ReasonText:
    """A reason as it stands in its section. `text` is inline Markdown, `commentary` Markdown."""

    key: str
    number: int
    text: str
    commentary: str = ""


@dataclass(frozen=True)
class RenderedBlock:
    """One block of a section.

    `kind` is paragraph, quote, verse, caption, list, heading, table, code, image or reasons.
    `html` is sanitised; `text` is its plain text. `footnotes` are the numbers marked in it, in
    order, each once. `reason_spans` are `(key, start, end)` in code points of `text`. `lead_in`
    is the sentence before a list of reasons; empty for other kinds. `lines` are those of the
    section's Markdown that it was written on, the first counted from 0 and the one after the last.
    """

    kind: str
    html: str
    text: str
    footnotes: tuple[int, ...] = ()
    reason_spans: tuple[tuple[str, int, int], ...] = ()
    lead_in: str = ""
    lines: tuple[int, int] = (0, 0)


def render_section(
    body: str,
    *,
    reasons: Sequence[ReasonText] = (),
    ids_taken: Collection[str] = (),
) -> list[RenderedBlock]:
    """Return a section's blocks; those that would show nothing are left out.

    The reasons stand where `::: reasons` puts them. `ids_taken` are those of the footnote marks
    that stand elsewhere on the page. Raises `SectionProblem` (with the line) and `TooLong`.
    """
    source = normalise(body, MAX_SECTION)
    tokens = section_parser().parse(source, {})
    if reasons and all(token.type != "reasons" for token in tokens):
        raise SectionProblem(problems.NO_PLACE_FOR_REASONS)
    return _SectionWriter(tokens, reasons, MarkIds(ids_taken)).render()


class _SectionWriter:
    """Turns the tokens of one section into blocks."""

    def __init__(
        self, tokens: Sequence[Token], reasons: Sequence[ReasonText], marks: MarkIds
    ) -> None:
        self._tokens = tokens
        self._reasons = reasons
        self._marks = marks
        self._writer = BlockWriter(SECTION, marks, headings(tokens))
        self._blocks: list[RenderedBlock] = []
        self._rule = ""

    def render(self) -> list[RenderedBlock]:
        for token, inner in siblings(self._tokens):
            if token.type == "hr":
                self._rule = "<hr>"
                continue
            block = self._reasons_block() if token.type == "reasons" else self._block(token, inner)
            if block:
                assert token.map is not None
                first, end = token.map
                html = self._rule + block.html
                self._blocks.append(replace(block, html=html, lines=(first, end)))
                self._rule = ""
        return self._blocks

    def _block(self, token: Token, inner: Sequence[Token]) -> RenderedBlock | None:
        kind = _KINDS[token.type]
        html = policy.staff.clean(self._writer.block(token, inner))
        html = html if kind == "code" else trim(html)
        text = ruler.plain_text(html)
        footnotes = self._marks.take()
        if not text and "<img" in html and kind == "paragraph":
            kind = "image"
        shows_something = text or footnotes or "<img" in html
        return RenderedBlock(kind, html, text, footnotes) if shows_something else None

    def _reasons_block(self) -> RenderedBlock | None:
        if not self._reasons:
            return None
        first = self._reasons[0].number
        items = [self._reason(reason, number) for number, reason in enumerate(self._reasons, first)]
        start = "" if first == 1 else f' start="{first}"'
        html = policy.staff.clean(f'<ol class="reasons"{start}>' + "\n".join(items) + "</ol>")
        return RenderedBlock(
            "reasons",
            html,
            ruler.plain_text(html),
            self._marks.take(),
            self._reason_spans(items),
            self._lead_in(),
        )

    def _reason(self, reason: ReasonText, expected: int) -> str:
        words = _inline(self._writer, reason.text)
        if not ruler.plain_text(words):
            raise SectionProblem(problems.EMPTY_REASON, number=reason.number)
        value = "" if reason.number == expected else f' value="{reason.number}"'
        head = f'<li id="r-{reason.key}" data-reason="{reason.key}"{value}>'
        return f"{head}{words}{_commentary(reason.commentary)}</li>"

    def _reason_spans(self, items: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
        texts = [ruler.plain_text(item) for item in items]
        return tuple(
            (reason.key, start, start + len(text))
            for reason, start, text in zip(self._reasons, ruler.starts(texts), texts, strict=True)
        )

    def _lead_in(self) -> str:
        before = (block.text for block in reversed(self._blocks) if block.text)
        return last_sentence(next(before, ""))


def _inline(writer: BlockWriter, text: str) -> str:
    """Write one line of inline Markdown, sanitised and trimmed."""
    line = " ".join(normalise(text, MAX_SECTION).split())
    tokens = section_parser().parseInline(line, {})
    return trim(policy.staff.clean(writer.inline(tokens)))


def _commentary(markdown: str) -> str:
    source = normalise(markdown, MAX_SECTION)
    tokens = footnote_parser().parse(source, {})
    written = BlockWriter(FOOTNOTE, MarkIds(), headings(tokens)).blocks(tokens)
    return f'<div class="reason-commentary" data-off-text>{written}</div>' if written else ""
