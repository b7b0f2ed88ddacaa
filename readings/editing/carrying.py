"""Every target of edited sections goes with its words, its block, its reason or its section.

The second half of an edit (see actions.py): the versions and blocks are written by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from django.utils import timezone

from readings.annotation.models import Placement, Target
from readings.annotation.placing import Placement as Placed
from readings.annotation.placing import State, place_all
from readings.annotation.pointers import blocks_touched, set_span
from readings.editing.shifting import with_their_blocks
from readings.groups.rows import insert_rows, update_rows
from readings.text import ruler
from readings.text.models import Block, Reason
from readings.text.writing import SectionChange

_stood = attrgetter("state", "exact", "start", "end", "section_id", "block_id")


def carry(changes: list[SectionChange], *, correction: bool, rearranged: bool) -> list[Target]:
    """Places every target of the changed sections; returns those that stand otherwise now.

    The sections' texts are joined, so that a passage that moved from one to another is found there.
    Where blocks were only `rearranged` a passage goes with its blocks, to the character.
    """
    olds = [change for change in changes if change.old is not None]
    targets = list(
        Target.objects.filter(section__in=[change.section.pk for change in olds]).order_by("pk")
    )
    before = [_stood(target) for target in targets]
    _place_sections(targets, changes)
    _entitle(targets, changes)
    _place_words(targets, olds, changes, rearranged=rearranged)
    _place_blocks(targets, changes)
    _place_reasons(targets, changes)
    _inherit(targets, changes)
    if correction:
        for target, (state, *_where) in zip(targets, before, strict=True):
            _keep_quiet(target, State(state))
    moved = {t: was for t, was in zip(targets, before, strict=True) if _stood(t) != was}
    fields = ["start", "end", "exact", "prefix", "suffix", "state"]
    if any(_stood(target)[-2:] != was[-2:] for target, was in moved.items()):
        fields += ["kind", "section", "block"]  # not each time: the database looks both up
    update_rows([*moved], fields)
    _keep_history([*moved], changes)
    return [*moved]


def _entitle(targets: Iterable[Target], changes: Iterable[SectionChange]) -> None:
    """What pointed at a heading in the text that a section has for its own now points at that."""
    sections = {change.title_block: change.section for change in changes if change.title_block}
    if not sections:
        return
    chapters = {section.chapter_id for section in sections.values()}
    headings = Block.objects.filter(chapter__in=chapters, key__in=sections)
    blocks = {block.pk: block for block in headings.defer("html")}
    for target in targets:
        block = blocks.get(target.block_id or 0)
        if block is None or target.is_lost:
            continue
        if target.end is not None and target.end <= block.end:
            section = sections[block.key]
            target.kind, target.section, target.block = Target.Kind.SECTION, section, None
            target.start = target.end = None
            target.prefix = target.suffix = ""
            target.state = State.MOVED.value


def _place_words(
    targets: list[Target],
    olds: list[SectionChange],
    changes: list[SectionChange],
    *,
    rearranged: bool,
) -> None:
    """Passages follow their words over the joined texts of all changed sections."""
    old_texts = [change.old.plain_text for change in olds if change.old]
    new_texts = [change.new.plain_text for change in changes]
    old_starts = {
        change.section.pk: start
        for change, start in zip(olds, ruler.starts(old_texts), strict=True)
    }
    passages = [t for t in targets if t.kind == Target.Kind.PASSAGE and not t.is_lost]
    shifted = with_their_blocks(passages, olds, changes) if rearranged else {}
    followed = [t for t in passages if t.pk not in shifted]
    anchors = [
        (old_starts[t.section_id] + t.start, old_starts[t.section_id] + t.end)
        for t in followed
        if t.section_id and t.start is not None and t.end is not None
    ]
    placed = place_all(ruler.join(old_texts), ruler.join(new_texts), anchors)
    keys = {(b.chapter_id, b.key): b for change in changes for b in change.blocks}
    new_starts = ruler.starts(new_texts)
    found = {target.pk: result for target, result in zip(followed, placed, strict=True)}
    for target in passages:
        _settle(target, (found | shifted)[target.pk], changes, new_starts, keys)


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
            block = blocks[target.chapter_id, key]
            target.section_id, target.block_id = change.section.pk, block.pk
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


def _place_blocks(targets: Iterable[Target], changes: list[SectionChange]) -> None:
    """A target on a whole block goes with the block's key."""
    standing = {block.pk: (change, block) for change in changes for block in change.blocks}
    for target in targets:
        if target.kind != Target.Kind.BLOCK:
            continue
        if target.block_id not in standing:
            _lose(target)
            continue
        change, block = standing[target.block_id]
        target.section = change.section
        _stand(target, change.new.plain_text, block.start, block.end)


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


def _place_sections(targets: Iterable[Target], changes: list[SectionChange]) -> None:
    """A target on a whole section is lost with it."""
    gone = {change.section.pk for change in changes if change.section.removed_at is not None}
    for target in targets:
        if target.kind == Target.Kind.SECTION:
            lost = target.section_id in gone
            target.state = (State.ORPHANED if lost else State.PLACED).value


def _inherit(targets: Iterable[Target], changes: Iterable[SectionChange]) -> None:
    """What pointed at a section that went into another, and what had lost its words there."""
    heirs = {change.section.pk: change.heir for change in changes if change.heir is not None}
    for target in targets:
        heir = heirs.get(target.section_id or 0)
        if heir is not None:
            target.section = heir
            if target.kind == Target.Kind.SECTION:
                target.state = State.MOVED.value


def _stand(target: Target, text: str, start: int, end: int) -> None:
    """A block or reason that stands: its words may be others now, or be back after a loss."""
    was = target.exact
    set_span(target, text, start, end)
    if target.exact != was:
        target.state = State.CHANGED.value
    elif target.is_lost:
        target.state = State.PLACED.value


def _keep_history(targets: list[Target], changes: list[SectionChange]) -> None:
    versions = {change.section.pk: change.new.pk for change in changes}
    insert_rows(
        Placement,
        [
            {
                "target_id": target.pk,
                "version_id": versions[target.section_id],
                "start": target.start,
                "end": target.end,
                "state": target.state,
            }
            for target in targets
            if target.section_id in versions
        ],
        confidence=1.0,
        created_at=timezone.now(),
    )


def follow_footnote(target: Target) -> bool:
    """Whether the target says something else now than before the edit."""
    was = (target.exact, target.state)
    assert target.footnote is not None
    if target.footnote.removed_at is not None:
        _lose(target)
    elif target.exact != target.footnote.body:
        target.exact, target.state = target.footnote.body, State.CHANGED.value
    return was != (target.exact, target.state)
