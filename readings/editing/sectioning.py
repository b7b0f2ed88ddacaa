"""Splitting a section, and merging it with the next: edits whose every block is known.

Nothing is guessed: keys stay with their blocks and passages with their words. A passage that would
stand in two sections has no place; it comes back when they are merged to what they were.

A ValidationError names the arguments that it is about, which are fields of the forms too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from readings.editing.actions import Edit, edit_chapter
from readings.editing.parts import (
    Part,
    clean_heading,
    open_part,
    reads,
    rendered,
    sections_in_order,
    summary_of,
)
from readings.text import ruler
from readings.text.actions import order_sections
from readings.text.markdown import (
    RenderedBlock,
    TextProblem,
    cut_body,
    has_list,
    join_bodies,
    source_blocks,
    without_list,
)
from readings.text.models import Block, Chapter, FormerSectionAddress, Section, SectionVersion
from readings.text.writing import SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import User


@transaction.atomic
def split_section(
    *,
    user: User | None,
    section: Section,
    base_version: int,
    block: str,
    heading: str = "",
    take_heading: bool = False,
    summary: str = "",
) -> Edit:
    """Makes a new section of the block with the key `block` and all that follows it.

    With `take_heading` that block is a heading and becomes the section's own; notes on it are on
    the new section then. Where a section began that was merged into this one, that one comes back,
    with its versions and its addresses. Notes on the whole section stay with the first part.
    Raises StaleEdit.
    """
    chapter, part = open_part(user, section, base_version)
    at = _place(part, block)
    heading = clean_heading(_own_heading(part, at) if take_heading else heading)
    number = Block.objects.get(chapter=chapter, key=block).number
    what = _("Split at %(number)s, where “%(heading)s” begins.")
    order = _make_room(user, chapter, part.section)
    before, after = _cut(part, at, without=take_heading)
    back = _merged_here(part, at + take_heading)
    new = replace(
        after,
        heading=heading,
        order=order,
        section_id=back.pk if back else None,
        title_block=block if take_heading else "",
    )
    return edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={part.section.pk: base_version},
        changes=[replace(before, order=order - 1), new],
        summary=summary_of(what % {"number": number, "heading": heading}, summary),
        rearranged=True,
    )


@transaction.atomic
def merge_sections(
    *,
    user: User | None,
    section: Section,
    base_version: int,
    following: Section,
    following_version: int,
    heading: str | None = None,
    keep_heading: bool = True,
    summary: str = "",
) -> Edit:
    """Makes one section of this one and the one that follows it, whose address then leads here.

    With `keep_heading` the second's heading stands as a heading in the text. What was said on the
    second as a whole is said on the merged one. Raises StaleEdit; ValidationError also where both
    have a list of reasons.
    """
    chapter, one = open_part(user, section, base_version)
    _chapter, two = open_part(user, following, following_version)
    names = {"one": one.section.name, "two": two.section.name}
    if next_section(one.section) != two.section:
        raise ValidationError(_("“%(two)s” does not follow “%(one)s” any more.") % names)
    refuse_two_lists(one.section, two.section)
    between = two.section.heading if keep_heading else ""
    merged, blocks = _joined(one, two, between)
    if heading is not None:
        merged = replace(merged, heading=clean_heading(heading, one.section))
    gone = replace(two.draft, reasons=(), keys=(), removed=True, heir=one.section.pk)
    return edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={one.section.pk: base_version, two.section.pk: following_version},
        changes=[merged, gone],
        summary=summary_of(_("“%(two)s” was merged into “%(one)s”.") % names, summary),
        rearranged=True,
        restored=_stood_so(one.section, blocks) if two.blocks else None,
    )


def next_section(section: Section) -> Section | None:
    """The section that follows in the chapter."""
    rows = sections_in_order(section.chapter)
    return next(iter(rows[rows.index(section) + 1 :]), None)


def refuse_two_lists(one: Section, two: Section) -> None:
    """Raises ValidationError where both sections have a list of reasons: a section holds one."""
    if one.current.reasons and two.current.reasons:
        said = _(
            "Both “%(one)s” and “%(two)s” have a list of reasons, and a section can hold one. Move "
            "the reasons of one into the other first."
        )
        raise ValidationError(said % {"one": one.name, "two": two.name})


# Splitting -------------------------------------------------------------------------------------


def _place(part: Part, key: str) -> int:
    """Which of the blocks begins the new section."""
    if key not in part.keys:
        raise ValidationError({"block": _("That paragraph is not in the section any more.")})
    at = part.keys.index(key)
    if at == 0:
        raise ValidationError({"block": _("Nothing would be left before the new section.")})
    if part.blocks[at].lead_in:
        said = _("The reasons would lose the sentence that leads into them. Begin with that one.")
        raise ValidationError({"block": said})
    return at


def _merged_here(part: Part, at: int) -> Section | None:
    """The section that went into this one and began with this block."""
    former = FormerSectionAddress.objects.filter(section=part.section, owner__isnull=False)
    gone = Section.objects.filter(pk__in=former.values("owner"), removed_at__isnull=False)
    for section in gone.order_by("-removed_at", "pk"):
        stood = section.versions.exclude(plain_text="").order_by("-number").first()
        if stood is not None and stood.blocks and stood.blocks[0][0] == part.keys[at]:
            return section
    return None


def _own_heading(part: Part, at: int) -> str:
    """The words of the heading in the text that becomes the section's own."""
    block = part.blocks[at]
    if block.kind != "heading":
        raise ValidationError({"take_heading": _("No heading stands there. Write one instead.")})
    if at == len(part.blocks) - 1:
        raise ValidationError({"block": _("Nothing stands below this heading.")})
    if block.footnotes:
        said = _("This heading has a footnote, which would lose its mark. Write a heading instead.")
        raise ValidationError({"take_heading": said})
    return block.text


def _cut(part: Part, at: int, *, without: bool) -> tuple[SectionDraft, SectionDraft]:
    """The two parts; the reasons go with the place of their list."""
    before, after = cut_body(part.draft.body, part.blocks, at, without=without)
    reasons = part.draft.reasons
    first, second = ((), reasons) if has_list(after) else (reasons, ())
    rest = at + 1 if without else at
    texts = [block.text for block in part.blocks]
    if not (reads(rendered(before, first), texts[:at]) and
            reads(rendered(after, second), texts[rest:])):  # fmt: skip
        raise ValidationError({"block": _("The text cannot be cut there.")})
    return (
        replace(part.draft, body=before, reasons=first, keys=part.keys[:at]),
        SectionDraft("", after, second, keys=part.keys[rest:]),
    )


def _make_room(user: User | None, chapter: Chapter, section: Section) -> int:
    """Moves on what follows the section; returns the place behind it, which is free then."""
    rows = sections_in_order(chapter)
    at = rows.index(section)
    places = {row.pk: place + (place > at) for place, row in enumerate(rows)}
    order_sections(user=user, chapter=chapter, orders=places)
    return at + 1


# Merging ---------------------------------------------------------------------------------------


def _joined(one: Part, two: Part, heading: str) -> tuple[SectionDraft, list[RenderedBlock]]:
    """Both as one: its Markdown is the first form that shows the blocks of both, and no others."""
    reasons = one.draft.reasons or two.draft.reasons
    texts = [block.text for block in (*one.blocks, *two.blocks)]
    for body in _forms(*_with_one_list(one.draft, two.draft), heading):
        try:
            blocks = rendered(body, reasons)
        except TextProblem:
            continue
        at = len(one.blocks)
        others = blocks[:at] + blocks[at + 1 :] if heading else blocks
        if len(blocks) - len(others) == bool(heading) and reads(others, texts):
            keys = (*one.keys, *([""] if heading else ()), *two.keys)
            return replace(one.draft, body=body, reasons=reasons, keys=keys), blocks
    raise ValidationError(
        _(
            "The end of the first section and the beginning of the second run into each other. Put "
            "a paragraph between them first."
        )
    )


def _with_one_list(one: SectionDraft, two: SectionDraft) -> tuple[str, str]:
    """The Markdown of both; where each has a place for reasons, the one without any loses it."""
    if not (has_list(one.body) and has_list(two.body)):
        return one.body, two.body
    if one.reasons:
        return one.body, without_list(two.body)
    return without_list(one.body), two.body


def _forms(first: str, second: str, heading: str) -> Iterator[str]:
    """Ways to write both as one, the plainest first."""
    yield join_bodies(first, second, heading)
    # Block by block, each whole in itself: a fence that nothing ended has its end.
    whole = ["\n\n".join(b.markdown for b in source_blocks(body)) for body in (first, second)]
    yield join_bodies(whole[0], whole[1], heading)
    # Two lists that would run into one are kept apart by a rule.
    yield join_bodies(f"{whole[0]}\n\n---", whole[1], heading)


def _stood_so(section: Section, blocks: Sequence[RenderedBlock]) -> SectionVersion | None:
    """The version in which the section read the same: what has lost its place since comes back."""
    text = ruler.join(block.text for block in blocks)
    earlier = section.versions.filter(plain_text=text).order_by("-number")
    found: SectionVersion | None = earlier.first()
    return found
