"""The verbs of a group's readings, and of one's own place in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from readings.groups.actions import lock
from readings.groups.permissions import Permission, require, require_text
from readings.text.actions.books import lock_book
from readings.text.actions.facts import write_facts
from readings.text.models import Block, Chapter, Reading, ReadingPosition

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User


@transaction.atomic
def start_reading(
    *, user: User | None, group: StudyGroup, chapter: Chapter, starts_on: date | None = None
) -> Reading:
    """Puts a chapter on the group's list; a chapter that is there already stays as it is.

    Raises ValidationError for a chapter of another group's own book.
    """
    require_text(user, group)
    # Nobody may take the book back meanwhile.
    owner = lock_book(chapter.book).group_id
    if owner is not None and owner not in group.rounds():
        raise ValidationError(_("This text is another group's own: it is not there for all yet."))
    last = group.readings.aggregate(last=Max("position"))["last"] or 0
    reading, _made = Reading.objects.get_or_create(
        group=group, chapter=chapter, defaults={"position": last + 1, "starts_on": starts_on}
    )
    return reading


@transaction.atomic
def plan_reading(
    *, user: User | None, reading: Reading, position: int, starts_on: date | None
) -> Reading:
    """Changes where the chapter stands on the group's list and when the group begins it."""
    require_text(user, reading.group)
    return write_facts(reading, {"position": position, "starts_on": starts_on})


@transaction.atomic
def order_readings(
    *, user: User, group: StudyGroup, order: Sequence[int], days: Mapping[int, date | None]
) -> None:
    """Puts the group's readings (by key) into this order, and gives those in `days` their day.

    Readings of which nothing is said follow as they stood.
    """
    require(user, Permission.IMPORT, group)
    lock(group)
    standing = {reading.pk: reading for reading in group.readings.order_by("position", "pk")}
    chosen = [pk for pk in order if pk in standing]
    chosen += [pk for pk in standing if pk not in order]
    for position, pk in enumerate(chosen, start=1):
        reading = standing[pk]
        reading.position, reading.starts_on = position, days.get(pk, reading.starts_on)
    Reading.objects.bulk_update(standing.values(), ["position", "starts_on"])


def keep_place(*, user: User, reading: Reading, block: Block) -> None:
    """Remembers where the person stopped reading, on whichever device."""
    require(user, Permission.READ, reading.group)
    ReadingPosition.objects.update_or_create(user=user, reading=reading, defaults={"block": block})


def forget_places(*, person: User) -> None:
    """Forgets where somebody stopped reading whose account goes."""
    ReadingPosition.objects.filter(user=person).delete()


def move_places(*, chapter: Chapter) -> None:
    """Lets everyone who stopped at a block that is gone go on at the one that stood before it.

    Part of an edit of the text, which asks for the permission.
    """
    lost = ReadingPosition.objects.filter(
        block__chapter=chapter, block__removed_at__isnull=False
    ).select_related("block__section")
    if not lost:
        return
    standing = Block.objects.current().filter(chapter=chapter).select_related("section")
    ordered = sorted(standing.defer("html"), key=_place_in_chapter)
    for position in lost:
        index = bisect_left(ordered, _place_in_chapter(position.block), key=_place_in_chapter)
        if ordered:
            # Not saved through the model, for when the person read is as it was.
            beside = ordered[max(index - 1, 0)]
            ReadingPosition.objects.filter(pk=position.pk).update(block=beside)
        else:
            position.delete()


def _place_in_chapter(block: Block) -> tuple[int, int, int]:
    return block.section.order, block.section_id, block.order
