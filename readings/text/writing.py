"""Turns drafts of sections into rows: versions, blocks with keys and numbers, reasons.

The one place that writes the three forms of a section's words together. It moves no notes, so
nothing but a verb calls it: `create_chapter` in this room, `edit_chapter` in `editing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from readings.groups.models import User
from readings.groups.rows import update_rows
from readings.groups.slugs import section_slug
from readings.text import ruler
from readings.text.blockmatching import NewBlock, OldBlock, match_blocks
from readings.text.forwarding import (
    forward_back,
    forward_section,
    forward_to_heir,
    section_slugs_in_use,
)
from readings.text.markdown import RENDERER_VERSION, ReasonText, RenderedBlock, render_section
from readings.text.models import Block, Chapter, Footnote, Reason, Section, SectionVersion
from readings.text.numbering import new_key, renumber
from readings.text.picture_files import picture_sign, require_pictures, signs_of

MARK_ID = re.compile(r'id="(fnref-[\d-]+)"')


@dataclass(frozen=True)
class ReasonDraft:
    """A reason as an editor left it; without a key it is new."""

    text: str
    commentary: str = ""
    key: str = ""


@dataclass(frozen=True)
class SectionDraft:
    """A section as an editor left it; without an id it is new. Reasons are in their order.

    Where it is known which blocks these are, `keys` says so, "" for a new one. `heir` is the
    section into which a removed one went, `title_block` the key of a block whose words became the
    section's own heading.
    """

    heading: str
    body: str
    reasons: tuple[ReasonDraft, ...] = ()
    section_id: int | None = None
    order: int = 0
    slug: str = ""
    removed: bool = False
    keys: tuple[str, ...] | None = None
    heir: int | None = None
    title_block: str = ""


@dataclass
class SectionChange:
    """What became of one section: its versions before (None when new) and after.

    `heir` and `title_block` are the draft's.
    """

    section: Section
    old: SectionVersion | None
    new: SectionVersion
    blocks: list[Block] = field(default_factory=list)
    heir: Section | None = None
    title_block: str = ""


@dataclass
class _Work:
    """One draft on its way through the steps below."""

    draft: SectionDraft
    section: Section
    reasons: list[Reason] = field(default_factory=list)
    rendered: list[RenderedBlock] = field(default_factory=list)
    heir: Section | None = None


def write_sections(
    *,
    chapter: Chapter,
    drafts: Sequence[SectionDraft],
    user: User | None,
    summary: str,
    **flags: bool,
) -> list[SectionChange]:
    """Writes the drafts that differ from what stands; the caller holds the lock on the chapter.

    `flags` are the new versions' own: `correction`, `rearranged`. Raises SectionProblem (its
    message belongs beside the section's text) before it writes.
    """
    works = [_Work(draft, _section(chapter, draft)) for draft in drafts]
    works = [work for work in works if _differs(work)]
    if not works:
        return []
    _render(chapter, works)
    require_pictures(chapter, [(work.draft.body, work.rendered) for work in works], user)
    keys = _match(chapter, works)
    for work in works:
        _save_section(chapter, work)
    said = {"created_by": user, "summary": summary, **flags}
    changes = [_write(chapter, work, keys.pop(0), said) for work in works]
    _retire(chapter, changes)
    _untie(chapter)
    chapter.revision += 1
    chapter.save(update_fields=["revision", "keys_given"])
    renumber(chapter)
    return changes


def footnote_of(mark: str) -> int:
    """The number of the footnote that a mark's id belongs to: 2 for `fnref-2` and `fnref-2-3`."""
    return int(mark.split("-")[1])


def _render(chapter: Chapter, works: list[_Work]) -> None:
    """Renders the drafts; ids of footnote marks stay unique on the page of all sections."""
    sections = [work.section.pk for work in works if work.section.pk]
    taken = _marks(chapter.blocks.exclude(section__in=sections))
    for work in works:
        work.reasons = _reasons(chapter, work)
        if work.draft.removed:
            continue
        reasons = [_reason_text(reason) for reason in work.reasons]
        work.rendered = render_section(work.draft.body, reasons=reasons, ids_taken=taken)
        taken.update(mark for block in work.rendered for mark in MARK_ID.findall(block.html))


def _section(chapter: Chapter, draft: SectionDraft) -> Section:
    if draft.section_id is not None:
        section: Section = chapter.sections.select_related("version").get(pk=draft.section_id)
        return section
    return Section(chapter=chapter)


def _differs(work: _Work) -> bool:
    section, draft = work.section, work.draft
    if section.version is None or section.version.renderer != RENDERER_VERSION:
        return True
    if draft.removed or section.removed_at is not None:
        return True
    stood = [
        (reason["key"], reason["text"], reason["commentary"]) for reason in section.version.reasons
    ]
    wanted = [(reason.key, reason.text, reason.commentary) for reason in draft.reasons]
    return (section.heading, section.body, section.order, section.slug, stood) != (
        draft.heading, draft.body, draft.order, draft.slug or section.slug, wanted,
    )  # fmt: skip


def _reasons(chapter: Chapter, work: _Work) -> list[Reason]:
    """The rows of the draft's reasons, in order; new ones are not saved yet."""
    known = {r.key: r for r in Reason.objects.filter(section__chapter=chapter)}
    rows = []
    for number, draft in enumerate(() if work.draft.removed else work.draft.reasons, 1):
        row = known.get(draft.key) or Reason(key=new_key(chapter, "r"))
        row.number, row.text, row.commentary = number, draft.text, draft.commentary
        row.removed_at = None
        rows.append(row)
    return rows


def _reason_text(reason: Reason) -> ReasonText:
    return ReasonText(reason.key, reason.number, reason.text, reason.commentary)


def _match(chapter: Chapter, works: list[_Work]) -> list[list[str]]:
    """For each work the keys of its blocks: those they had, else new ones."""
    known = {key for work in works for key in work.draft.keys or ()}
    stood = [work.section.current for work in works if work.section.version]
    signs = signs_of(chapter, stood)
    old = [
        OldBlock(key, str(v.section_id), kind, v.plain_text[start:end], signs.get(key, ""))
        for v in stood
        for key, kind, start, end in v.blocks
        if key not in known
    ]
    new = [
        NewBlock(
            str(work.section.pk or f"new {index}"), block.kind, block.text, picture_sign(block.html)
        )
        for index, work in enumerate(works)
        for block in work.rendered
        if work.draft.keys is None
    ]
    found = iter(match_blocks(old, new))
    return [
        [next(keys) or new_key(chapter, "p") for _ in work.rendered]
        for work in works
        for keys in [found if work.draft.keys is None else iter(work.draft.keys)]
    ]


def _save_section(chapter: Chapter, work: _Work) -> None:
    section, draft = work.section, work.draft
    was, came_back = section.slug, section.removed_at is not None and not draft.removed
    section.heading, section.body, section.order = draft.heading, draft.body, draft.order
    section.removed_at = timezone.now() if draft.removed else None
    section.slug = draft.slug or section.slug
    if not section.slug:
        taken = section_slugs_in_use(chapter)
        section.slug = section_slug(draft.heading, taken)
    section.save()
    if section.slug != was or came_back:
        forward_section(section, was)
    if came_back:
        forward_back(section)
    if draft.heir is not None:
        work.heir = chapter.sections.get(pk=draft.heir)
        forward_to_heir(section, work.heir)


def _write(
    chapter: Chapter, work: _Work, keys: list[str], said: Mapping[str, Any]
) -> SectionChange:
    section, old = work.section, work.section.version
    texts = [block.text for block in work.rendered]
    starts = ruler.starts(texts)
    last = section.versions.aggregate(last=Max("number"))["last"] or 0
    version = SectionVersion.objects.create(
        section=section,
        number=last + 1,
        heading=section.heading,
        body=section.body,
        reasons=[
            {"key": r.key, "number": r.number, "text": r.text, "commentary": r.commentary}
            for r in work.reasons
        ],
        plain_text=ruler.join(texts),
        blocks=[
            [key, block.kind, start, start + len(block.text)]
            for key, block, start in zip(keys, work.rendered, starts, strict=True)
        ],
        renderer=RENDERER_VERSION,
        **said,
    )
    section.version, section.words = version, len(version.plain_text.split())
    section.save(update_fields=["version", "words"])
    blocks = _write_blocks(chapter, work, keys, starts)
    _write_reasons(work, starts)
    return SectionChange(section, old, version, blocks, work.heir, work.draft.title_block)


def _write_blocks(chapter: Chapter, work: _Work, keys: list[str], starts: list[int]) -> list[Block]:
    known = {block.key: block for block in chapter.blocks.filter(key__in=keys)}
    rows = []
    for order, (key, rendered, start) in enumerate(
        zip(keys, work.rendered, starts, strict=True), 1
    ):
        row = known.get(key) or Block(chapter=chapter, key=key, revision=0)
        seen = (row.section_id, row.kind, row.start, row.html, row.removed_at)
        row.section, row.order, row.kind = work.section, order, rendered.kind
        row.start, row.end = start, start + len(rendered.text)
        row.html, row.lead_in, row.removed_at = rendered.html, rendered.lead_in, None
        if seen != (row.section_id, row.kind, row.start, row.html, row.removed_at):
            row.revision += 1
        rows.append(row)
    Block.objects.bulk_create([row for row in rows if row.key not in known])
    update_rows(
        [row for row in rows if row.key in known],
        ["section", "order", "kind", "start", "end", "html", "lead_in", "removed_at", "revision"],
    )
    return rows


def _write_reasons(work: _Work, starts: list[int]) -> None:
    spans = {
        key: (start + begin, start + end)
        for block, start in zip(work.rendered, starts, strict=True)
        for key, begin, end in block.reason_spans
    }
    for reason in work.reasons:
        reason.section = work.section
        reason.start, reason.end = spans.get(reason.key, (0, 0))
        reason.save()


def _retire(chapter: Chapter, changes: list[SectionChange]) -> None:
    """Takes out the blocks and reasons that stood in the changed sections and stand nowhere now."""
    now = timezone.now()
    sections = [change.section.pk for change in changes]
    blocks = {block.key for change in changes for block in change.blocks}
    reasons = {reason["key"] for change in changes for reason in change.new.reasons}
    chapter.blocks.filter(section__in=sections, removed_at=None).exclude(key__in=blocks).update(
        removed_at=now
    )
    Reason.objects.filter(section__in=sections, removed_at=None).exclude(key__in=reasons).update(
        removed_at=now
    )


def _untie(chapter: Chapter) -> None:
    """Ends a footnote's tie to a block that is gone, or that the text has a mark for by now."""
    tied = Footnote.objects.filter(chapter=chapter, block__isnull=False)
    found = list(tied.values_list("pk", "number", "block", "block__removed_at"))
    if not found:
        return
    marked = {footnote_of(mark) for mark in _marks(chapter.blocks.all())}
    ended = {
        pk: block for pk, number, block, removed in found if removed is not None or number in marked
    }
    if ended:
        Block.objects.filter(pk__in=ended.values()).update(revision=F("revision") + 1)
        Footnote.objects.filter(pk__in=ended).update(block=None)


def _marks(blocks: QuerySet[Any]) -> set[str]:
    """The ids of the footnote marks in those of these blocks that stand in the text."""
    marked = blocks.filter(removed_at=None, html__contains='id="fnref-').order_by()
    return {m for html in marked.values_list("html", flat=True) for m in MARK_ID.findall(html)}
