"""Many notes at once, written as `add_note` would have written them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from benchmarks.data import NoteDraft, drafts
from readings.annotation import tallies
from readings.annotation.models import Note, Placement, Tally, Target
from readings.annotation.pointers import set_span
from readings.groups.models import Activity, User
from readings.text.markdown import render_note
from readings.text.models import Block, Reading

BATCH = 1000


@transaction.atomic
def build_notes(reading: Reading, count: int) -> None:
    """Writes the notes; the reading's group must have the readers of `make_reading`."""
    blocks = blocks_of(reading)
    planned = drafts([(b.start, b.end, words_of(b)) for b in blocks], count)
    readers = list(User.objects.filter(memberships__group=reading.group).order_by("pk"))
    for part in _parts(planned):
        targets = [_target(reading, blocks[draft.block], draft) for draft in part]
        Target.objects.bulk_create(targets)
        Placement.objects.bulk_create(_placement(target) for target in targets)
        notes = [
            _note(reading, readers[draft.author], target, draft)
            for target, draft in zip(targets, part, strict=True)
        ]
        Note.objects.bulk_create(notes)
        _announce(reading, notes)


def blocks_of(reading: Reading) -> list[Block]:
    """The chapter's blocks in their order, each with its section's text."""
    blocks = Block.objects.current().filter(chapter=reading.chapter_id)
    return list(blocks.select_related("section__version").order_by("section__order", "order"))


def words_of(block: Block) -> str:
    """The block's plain text."""
    assert block.section.version is not None
    return block.section.version.plain_text[block.start : block.end]


def _parts(planned: Sequence[NoteDraft]) -> Iterator[Sequence[NoteDraft]]:
    for first in range(0, len(planned), BATCH):
        yield planned[first : first + BATCH]


def _target(reading: Reading, block: Block, draft: NoteDraft) -> Target:
    kind = Target.Kind.BLOCK if draft.whole else Target.Kind.PASSAGE
    target = Target(
        chapter=reading.chapter, reading=reading, kind=kind, section=block.section, block=block
    )
    assert block.section.version is not None
    set_span(target, block.section.version.plain_text, draft.start, draft.end)
    target.first_exact = target.exact
    return target


def _placement(target: Target) -> Placement:
    assert target.section is not None
    return Placement(
        target=target,
        version=target.section.version,
        start=target.start,
        end=target.end,
        state=target.state,
    )


def _note(reading: Reading, author: User, target: Target, draft: NoteDraft) -> Note:
    return Note(
        reading=reading,
        author=author,
        target=target,
        body=draft.body,
        html=render_note(draft.body),
        audience=Note.Audience.ME if draft.private else Note.Audience.GROUP,
    )


def _announce(reading: Reading, notes: Sequence[Note]) -> None:
    """A number of the group, an activity and the tallies for every note that all members see."""
    group = reading.group
    group.refresh_from_db(fields=["seq"])
    known = list(Tally.objects.filter(reading=reading))
    standing = {(tally.kind, tally.ref): tally for tally in known}
    activities = []
    for note in notes:
        if note.audience != Note.Audience.GROUP:
            continue
        group.seq += 1
        activities.append(
            Activity(
                group=group, seq=group.seq, kind="note.added", actor=note.author, object_id=note.pk
            )
        )
        assert note.target is not None
        for (kind, ref), one in tallies.containers(note.target).items():
            new = Tally(reading=reading, kind=kind, ref=ref)
            tally = standing.setdefault((kind, ref), new)
            tally.count, tally.seq = tally.count + one, group.seq
    Activity.objects.bulk_create(activities)
    Tally.objects.bulk_update(known, ["count", "seq"], batch_size=100)
    Tally.objects.bulk_create(tally for tally in standing.values() if tally not in known)
    group.save(update_fields=["seq"])
