"""A new place for a note: its author moves it, says that it still fits, or puts it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation import tallies
from readings.annotation.actions import hold_own, proposes
from readings.annotation.models import Note, Placement, Target
from readings.annotation.placing import State
from readings.annotation.pointers import Pointer, locate
from readings.groups.actions import record

if TYPE_CHECKING:
    from readings.groups.models import User


PlaceVerb = Callable[..., Note]
PLACE = (
    "kind", "section", "block", "reason", "footnote", "start", "end", "exact", "first_exact",
    "prefix", "suffix",
)  # fmt: skip


@transaction.atomic
def place_note(*, user: User, note: Note, pointer: Pointer) -> Note:
    """Moves one's own note, with all that was said under it, to another place in the chapter.

    Raises StalePlace for a place that is gone and ValidationError for a reply or an answer.
    """
    note, target = _own_place(user, note)
    before = tallies.containers(target)
    new = locate(note.reading.chapter, pointer, note.reading)
    for name in PLACE:
        setattr(target, name, getattr(new, name))
    settle(target)
    _announce_places(note, before)
    return note


@transaction.atomic
def accept_wording(*, user: User, note: Note) -> Note:
    """The note still fits the words that an edit left in its place."""
    note, target = _own_place(user, note)
    if target.is_lost:
        raise ValidationError(_("The words are gone. Choose a new place."))
    target.first_exact = target.exact
    settle(target)
    _announce_places(note, tallies.containers(target))
    return note


@transaction.atomic
def archive_note(*, user: User, note: Note) -> Note:
    """Puts a note away whose words are gone. `place_note` takes it out again."""
    note, target = _own_place(user, note)
    if not target.is_lost:
        raise ValidationError(_("This note has its place in the text."))
    target.archived_at = timezone.now()
    target.save(update_fields=["archived_at"])
    _announce_places(note, tallies.containers(target))
    return note


def _own_place(user: User, note: Note) -> tuple[Note, Target]:
    note = hold_own(user, note)
    if note.target is None or note.deleted_at is not None:
        raise ValidationError(_("Only a note that stands on a place can be moved."))
    if proposes(note):
        raise ValidationError(_("What you propose is about these words: withdraw it instead."))
    return note, note.target


def settle(target: Target) -> None:
    """Saves the target where it stands now, as its author wants it."""
    target.state, target.archived_at = State.PLACED.value, None
    target.save()
    if target.section is not None and target.section.version is not None:
        place = {"start": target.start, "end": target.end, "state": target.state, "confidence": 1}
        version = target.section.version
        Placement.objects.update_or_create(target=target, version=version, defaults=place)


def _announce_places(note: Note, before: Mapping[tallies.Container, int]) -> None:
    """Counts a thread where it stands now and no longer where it stood."""
    thread = Note.objects.counted().filter(Q(pk=note.pk) | Q(root=note.pk)).count()
    if not thread or note.target is None:
        return
    seq = record(
        group_id=note.reading.group_id, kind="note.placed", actor=note.author, object_id=note.pk
    )
    after = tallies.containers(note.target)
    changes = {c: thread * (after.get(c, 0) - before.get(c, 0)) for c in {*before, *after}}
    tallies.bump(note.reading_id, seq, changes)
