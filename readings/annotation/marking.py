"""The text with the group's marks: rendered by the server once for everybody and cached.

A block's HTML is cached by (block revision, number of the last change to its notes), so that a new
note renders one block anew. Nothing personal is in it: only what every member of the group may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from readings.annotation.models import Note, Tally, Target
from readings.text.marks import insert_marks, merge_runs
from readings.text.models import Block, Footnote, Reading, Reason, Section

LAYOUT = 4  # counts up when the HTML made here changes


@dataclass(frozen=True, slots=True)
class Count:
    """How many notes every member sees in a container, and the number of the last change."""

    count: int = 0
    seq: int = 0


Counts = Mapping[tuple[str, int], Count]
NONE = Count()


def counts(reading: Reading, *kinds: str) -> dict[tuple[str, int], Count]:
    """The reading's tallies, or those of these kinds."""
    rows = Tally.objects.filter(reading=reading)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return {
        (kind, ref): Count(count, seq)
        for kind, ref, count, seq in rows.values_list("kind", "ref", "count", "seq")
    }


def marked_sections(
    reading: Reading, sections: Sequence[Section], counted: Counts
) -> dict[int, SafeString]:
    """Each section's blocks as HTML, by the section's key; `counted` holds all tallies."""
    blocks: dict[int, list[Block]] = {section.pk: [] for section in sections}
    light = Block.objects.current().filter(section__in=blocks).order_by("order")
    for block in light.defer("html", "lead_in"):
        blocks[block.section_id].append(block)
    html = _blocks(reading, [block for group in blocks.values() for block in group], counted)
    return {
        pk: mark_safe("\n".join(html[block.pk] for block in group)) for pk, group in blocks.items()
    }


def marked_blocks(reading: Reading, blocks: Iterable[int]) -> str:
    """Some blocks as they stand on the page by now, to be swapped out of band."""
    light = Block.objects.current().filter(pk__in=blocks).defer("html", "lead_in")
    html = _blocks(reading, list(light), counts(reading, Tally.Kind.BLOCK, Tally.Kind.REASON))
    return "".join(one.replace("<div ", '<div hx-swap-oob="true" ', 1) for one in html.values())


def count_control(href: str, ident: str, count: int, label: str, *, oob: bool = False) -> str:
    """The note control of a block, reason or section: the number of notes, or a plus sign."""
    return (
        f'<a class="count{"" if count else " is-empty"}" id="{ident}" data-off-text data-open '
        f'href="{href}" aria-label="{escape(label)}"{" hx-swap-oob=true" if oob else ""}>'
        f"{count or '+'}</a>"
    )


def label_for(count: int, place: str) -> str:
    """What a screen reader says of a note control."""
    if not count:
        return gettext("Write a note on %(place)s") % {"place": place}
    return ngettext("%(count)s note on %(place)s", "%(count)s notes on %(place)s", count) % {
        "count": count,
        "place": place,
    }


def _blocks(reading: Reading, blocks: list[Block], counted: Counts) -> dict[int, str]:
    keys = {
        block.pk: f"block:{LAYOUT}:{reading.pk}:{block.pk}:{block.revision}:"
        f"{counted.get((Tally.Kind.BLOCK, block.pk), NONE).seq}:{get_language()}"
        for block in blocks
    }
    found = cache.get_many(keys.values())
    missing = [block for block in blocks if keys[block.pk] not in found]
    if missing:
        fresh = _mark(reading, missing, counted)
        cache.set_many({keys[pk]: html for pk, html in fresh.items()})
        found |= {keys[pk]: html for pk, html in fresh.items()}
    return {pk: found[key] for pk, key in keys.items()}


def _mark(reading: Reading, blocks: list[Block], counted: Counts) -> dict[int, str]:
    bodies = dict(
        Block.objects.filter(pk__in=[block.pk for block in blocks]).values_list("pk", "html")
    )
    spans = _spans(reading, blocks)
    reasons = _reason_counts(blocks, counted)
    for pk, number in _markless(blocks):
        bodies[pk] = _with_footnote(bodies[pk], number)
    return {
        block.pk: _block_html(block, bodies[block.pk], spans[block.pk], counted, reasons)
        for block in blocks
    }


def _markless(blocks: list[Block]) -> Iterable[tuple[int, int]]:
    """Footnotes that document a block without a mark in its text: (block, number)."""
    tied = Footnote.objects.current().filter(block__in=blocks).order_by("number")
    return [(note.block_id, note.number) for note in tied if note.block_id]


def _with_footnote(html: str, number: int) -> str:
    """The block with a mark at its end, off the text as every footnote mark."""
    mark = (
        f'<sup class="fn" data-off-text><a href="#fn-{number}" id="fnref-{number}" '
        f'data-footnote="{number}">{number}</a></sup>'
    )
    end = CLOSING.search(html)
    at = end.start() if end else len(html)
    return html[:at] + mark + html[at:]


def _spans(reading: Reading, blocks: list[Block]) -> dict[int, list[tuple[int, int]]]:
    """By block, the block-relative spans of all passages that every member may see."""
    found: dict[int, list[tuple[int, int]]] = {block.pk: [] for block in blocks}
    by_section: dict[int, list[Block]] = {}
    for block in blocks:
        by_section.setdefault(block.section_id, []).append(block)
    for section, group in by_section.items():
        low, high = min(b.start for b in group), max(b.end for b in group)
        for start, end in shared_passages(reading, section, low, high):
            for block in group:
                if start < block.end and block.start < end:
                    found[block.pk].append(
                        (max(start, block.start) - block.start, min(end, block.end) - block.start)
                    )
    return found


def shared_passages(
    reading: Reading, section_id: int, low: int, high: int
) -> Iterable[tuple[int, int]]:
    """Spans in the section that carry a note (or, under a stub, a reply) that all members see."""
    # Apart, for an index leads to each of them and none to either.
    heads = Note.objects.counted().filter(target=OuterRef("pk"))
    replies = Note.objects.counted().filter(root__target=OuterRef("pk"))
    spans = (
        Target.objects.located()
        .filter(reading=reading, section=section_id, kind=Target.Kind.PASSAGE)
        .filter(Exists(heads) | Exists(replies), start__lt=high, end__gt=low)
        .values_list("start", "end")
    )
    return [(start, end) for start, end in spans if start is not None and end is not None]


def _reason_counts(blocks: list[Block], counted: Counts) -> dict[str, tuple[int, int]]:
    """By reason key: its number in the list and how many notes it has."""
    sections = [block.section_id for block in blocks if block.kind == Block.Kind.REASONS]
    if not sections:
        return {}
    rows = Reason.objects.current().filter(section__in=sections)
    return {
        key: (number, counted.get((Tally.Kind.REASON, pk), NONE).count)
        for pk, key, number in rows.values_list("pk", "key", "number")
    }


def _block_html(
    block: Block,
    body: str,
    spans: list[tuple[int, int]],
    counted: Counts,
    reasons: Mapping[str, tuple[int, int]],
) -> str:
    count = counted.get((Tally.Kind.BLOCK, block.pk), NONE).count
    marked = insert_marks(body, merge_runs(spans)) if spans else body
    control = count_control(
        f"b/{block.key}/notes/", f"count-{block.key}", count, label_for(count, block.number)
    )
    if block.kind == Block.Kind.REASONS:
        # Each reason has a control of its own: this one says that it is the list's.
        words = escape(gettext("Notes on the whole list"))
        control = f'<span class="count-label" data-off-text>{words}</span>{control}'
        marked = _with_reason_controls(marked, reasons)
    return (
        f'<div class="block block-{block.kind}" id="b-{block.key}" data-block="{block.key}" '
        f'data-start="{block.start}"><a class="number-of" data-off-text href="b/{block.key}/">'
        f'{block.number}</a><div class="block-text" data-text>{marked}</div>{control}</div>'
    )


CLOSING = re.compile(r"(?:</[a-z0-9]+>)+\Z")
# A reason's text is inline, so its controls come before what follows it: commentary or the end.
REASON = re.compile(
    r'(<li\b[^>]*data-reason="([^"]+)"[^>]*>)(.*?)(<div class="reason-commentary"|</li>)', re.DOTALL
)


def _with_reason_controls(html: str, reasons: Mapping[str, tuple[int, int]]) -> str:
    def add(match: re.Match[str]) -> str:
        opening, key, inner, closing = match.groups()
        number, count = reasons.get(key, (0, 0))
        place = gettext("reason %(number)s") % {"number": number}
        control = count_control(f"r/{key}/notes/", f"count-{key}", count, label_for(count, place))
        return f"{opening}{inner}{_reason_page(key, place)}{control}{closing}"

    return REASON.sub(add, html)


def _reason_page(key: str, place: str) -> str:
    """The quiet link to a reason's own page; a screen reader hears which reason."""
    words = escape(gettext("Open %(place)s") % {"place": place})
    return (
        f'<div class="reason-tools" data-off-text><a href="r/{key}/" aria-label="{words}">'
        f"{escape(gettext('Open'))}</a></div>"
    )
