"""Editing a chapter's text: one transaction that writes the versions and moves every target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from readings.annotation import tallies
from readings.annotation.models import Placement, Target
from readings.annotation.placing import Placement as Placed
from readings.annotation.placing import State, place_all
from readings.annotation.pointers import blocks_touched, set_span
from readings.editing.recalling import recall
from readings.groups.actions import record
from readings.groups.permissions import Permission, require
from readings.groups.rows import update_rows
from readings.text import ruler
from readings.text.actions import move_places, set_footnotes
from readings.text.models import Block, Chapter, Reading, Reason, Section, SectionVersion
from readings.text.queries import lock_chapter
from readings.text.writing import SectionChange, SectionDraft, write_sections

if TYPE_CHECKING:
    from readings.groups.models import User


class StaleEdit(Exception):
    """Somebody saved the section after this editor opened it; `sections` are those."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        names = ", ".join(section.name for section in sections)
        super().__init__(
            _("Somebody else has saved “%(names)s” since you opened it.") % {"names": names}
        )


@dataclass
class Edit:
    """What an edit did: the sections written, and every target whose place or state changed."""

    chapter: Chapter
    changes: list[SectionChange] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def count(self, state: State) -> int:
        return sum(target.state == state for target in self.targets)


@transaction.atomic
def edit_chapter(
    *,
    user: User | None,
    chapter: Chapter,
    base_versions: Mapping[int, int],
    changes: Sequence[SectionDraft],
    summary: str = "",
    correction: bool = False,
    restored: SectionVersion | None = None,
) -> Edit:
    """Writes the changed sections and carries every note and question along.

    With `correction` (the words were merely mended) what has a place keeps its state, so nobody is
    asked whether a note still fits; what has lost its words is lost all the same. `restored` is
    the version whose text comes back: lost places that stood in it come back too.

    `base_versions` says, by section id, which version the editor had open; raises StaleEdit when
    another stands by now, SectionProblem when a text cannot be rendered. Nothing is saved then.
    """
    if user is not None:
        require(user, Permission.EDIT_TEXT)
    chapter = lock_chapter(chapter.pk)
    _refuse_stale(chapter, base_versions)
    written = write_sections(
        chapter=chapter, drafts=changes, user=user, summary=summary, correction=correction
    )
    edit = Edit(chapter, written)
    if written:
        edit.targets = _carry(written, correction=correction)
        if restored is not None:
            found = {target.pk: target for target in recall(restored, written)}
            edit.targets = [t for t in edit.targets if t.pk not in found] + [*found.values()]
        move_places(chapter=chapter)
        _announce(chapter, user)
    return edit


@transaction.atomic
def edit_footnotes(
    *, user: User | None, chapter: Chapter, footnotes: Mapping[int, str]
) -> list[Target]:
    """Makes the chapter's footnotes these, by number; returns the targets whose note changed.

    A note on a footnote says when its wording changed, and stays with its words when it is gone.
    """
    chapter = lock_chapter(chapter.pk)
    if not set_footnotes(user=user, chapter=chapter, footnotes=footnotes):
        return []
    on_footnotes = Target.objects.filter(chapter=chapter, kind=Target.Kind.FOOTNOTE)
    targets = [t for t in on_footnotes.select_related("footnote") if _follow_footnote(t)]
    update_rows(targets, ["exact", "state"])
    _announce(chapter, user)
    return targets


def _follow_footnote(target: Target) -> bool:
    """Whether the target says something else now than before the edit."""
    was = (target.exact, target.state)
    assert target.footnote is not None
    if target.footnote.removed_at is not None:
        _lose(target)
    elif target.exact != target.footnote.body:
        target.exact, target.state = target.footnote.body, State.CHANGED.value
    return was != (target.exact, target.state)


def _refuse_stale(chapter: Chapter, base_versions: Mapping[int, int]) -> None:
    sections = chapter.sections.filter(pk__in=base_versions).select_related("version")
    stale = [s for s in sections if s.version and s.version.number != base_versions[s.pk]]
    if stale:
        raise StaleEdit(stale)


def _carry(changes: list[SectionChange], *, correction: bool) -> list[Target]:
    """Places every target of the changed sections; the sections' texts are joined, so that a
    passage that moved from one to another is found there."""
    olds = [change for change in changes if change.old is not None]
    targets = list(
        Target.objects.filter(section__in=[change.section.pk for change in olds])
        .select_related("section", "block", "reason", "footnote")
        .order_by("pk")
    )
    before = [_stood(target) for target in targets]
    _place_words(targets, olds, changes)
    _place_blocks(targets)
    _place_reasons(targets, changes)
    _place_sections(targets)
    if correction:
        for target, (state, *_where) in zip(targets, before, strict=True):
            _keep_quiet(target, State(state))
    moved = [t for t, was in zip(targets, before, strict=True) if _stood(t) != was]
    update_rows(moved, ["section", "block", "start", "end", "exact", "prefix", "suffix", "state"])
    _keep_history(moved, changes)
    return moved


def _stood(t: Target) -> tuple[str, str, int | None, int | None, int | None, int | None]:
    return (t.state, t.exact, t.section_id, t.start, t.end, t.block_id)


def _place_words(
    targets: list[Target], olds: list[SectionChange], changes: list[SectionChange]
) -> None:
    """Passages follow their words over the joined texts of all changed sections."""
    old_texts = [change.old.plain_text for change in olds if change.old]
    new_texts = [change.new.plain_text for change in changes]
    old_starts = {
        change.section.pk: start
        for change, start in zip(olds, ruler.starts(old_texts), strict=True)
    }
    passages = [t for t in targets if t.kind == Target.Kind.PASSAGE and not t.is_lost]
    anchors = [
        (old_starts[t.section_id] + t.start, old_starts[t.section_id] + t.end)
        for t in passages
        if t.section_id and t.start is not None and t.end is not None
    ]
    placed = place_all(ruler.join(old_texts), ruler.join(new_texts), anchors)
    keys = {(b.chapter_id, b.key): b for change in changes for b in change.blocks}
    new_starts = ruler.starts(new_texts)
    for target, result in zip(passages, placed, strict=True):
        _settle(target, result, changes, new_starts, keys)


def _settle(
    target: Target,
    result: Placed,
    changes: list[SectionChange],
    new_starts: list[int],
    blocks: Mapping[tuple[int, str], Block],
) -> None:
    """Gives a passage its new place; one that would straddle two sections has none."""
    if result.start is None or result.end is None:
        _lose(target)
        return
    for change, base in zip(changes, new_starts, strict=True):
        start, end = result.start - base, result.end - base
        text = change.new.plain_text
        if 0 <= start < end <= len(text):
            key = blocks_touched(change.new, start, end)[0]
            target.section, target.block = change.section, blocks[target.chapter_id, key]
            set_span(target, text, start, end)
            _set_state(target, State(result.state))
            return
    _lose(target)


def _set_state(target: Target, state: State) -> None:
    """A change of wording stays said until its author answers it; a mere shift says nothing."""
    if state == State.PLACED and target.state in (State.CHANGED, State.MOVED):
        return
    target.state = state.value


def _keep_quiet(target: Target, was: State) -> None:
    """A mere correction says nothing of its own; what an earlier edit had to say stays said."""
    if not target.is_lost:
        target.state = (State.PLACED if was == State.ORPHANED else was).value


def _lose(target: Target) -> None:
    """Keeps the words that the target was made on; only its place is gone."""
    target.start = target.end = None
    target.state = State.ORPHANED.value


def _place_blocks(targets: Iterable[Target]) -> None:
    """A target on a whole block goes with the block's key."""
    mine = [t for t in targets if t.kind == Target.Kind.BLOCK]
    rows = Block.objects.select_related("section__version").in_bulk({t.block_id for t in mine})
    for target in mine:
        block = rows[target.block_id]
        if block.removed_at is not None:
            _lose(target)
            continue
        target.section, target.block = block.section, block
        _stand(target, block.section.current.plain_text, block.start, block.end)


def _place_reasons(targets: Iterable[Target], changes: list[SectionChange]) -> None:
    """A target on a reason goes with the reason's row."""
    mine = [t for t in targets if t.kind == Target.Kind.REASON]
    rows = Reason.objects.select_related("section__version").in_bulk({t.reason_id for t in mine})
    blocks = {(b.section_id, b.key): b for change in changes for b in change.blocks}
    for target in mine:
        reason = rows[target.reason_id]
        if reason.removed_at is not None:
            _lose(target)
            continue
        version = reason.section.current
        key = blocks_touched(version, reason.start, reason.end)[0]
        target.section, target.block = reason.section, blocks[reason.section_id, key]
        _stand(target, version.plain_text, reason.start, reason.end)


def _place_sections(targets: Iterable[Target]) -> None:
    """A target on a whole section is lost with it."""
    for target in targets:
        if target.kind == Target.Kind.SECTION and target.section is not None:
            gone = target.section.removed_at is not None
            target.state = (State.ORPHANED if gone else State.PLACED).value


def _stand(target: Target, text: str, start: int, end: int) -> None:
    """A block or reason that stands: its words may be others now, or be back after a loss."""
    was = target.exact
    set_span(target, text, start, end)
    if target.exact != was:
        target.state = State.CHANGED.value
    elif target.is_lost:
        target.state = State.PLACED.value


def _keep_history(targets: list[Target], changes: list[SectionChange]) -> None:
    versions = {change.section.pk: change.new for change in changes}
    Placement.objects.bulk_create(
        [
            Placement(
                target=target,
                version=versions[target.section_id],
                start=target.start,
                end=target.end,
                state=target.state,
            )
            for target in targets
            if target.section_id in versions
        ],
        batch_size=500,
    )


def _announce(chapter: Chapter, user: User | None) -> None:
    """Tells every group that reads the chapter, and counts their notes anew."""
    for reading in Reading.objects.filter(chapter=chapter).order_by("group"):
        seq = record(
            group_id=reading.group_id, kind="text.edited", actor=user, object_id=chapter.pk
        )
        tallies.recount(reading.pk, seq)
