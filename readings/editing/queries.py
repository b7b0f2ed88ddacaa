"""What the pages of this room read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.http import Http404

from readings.annotation.models import Erratum
from readings.groups.permissions import Permission, allows

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User

OPEN_FIRST = Case(When(state=Erratum.State.OPEN, then=Value(0)), default=Value(1)).asc()
DECIDED_SHOWN = 20


def related() -> tuple[str, ...]:
    """What the page of a proposal shows."""
    return (
        "note__author", "note__reading__chapter__book",
        "note__target__section__version", "note__target__block", "note__target__footnote",
        "decided_by", "version",
    )  # fmt: skip


def own_errata(user: User, group: StudyGroup) -> QuerySet[Erratum]:
    """What members propose for the group's own texts, on which its facilitators decide.

    `group` came through `get_group`.
    """
    errata: QuerySet[Erratum] = _on_own_texts(user).filter(note__reading__group=group)
    return errata


def _on_own_texts(user: User) -> QuerySet[Erratum]:
    """Proposals for a group's own texts, out of that group: others' stand in the admin's queue."""
    seen: QuerySet[Erratum] = Erratum.objects.visible_to(user).for_editors()
    return seen.filter(note__reading__chapter__book__group=F("note__reading__group"))


def errata_queue(user: User, group: StudyGroup) -> tuple[list[Erratum], list[Erratum]]:
    """Those that wait, the oldest first, and the last ones that were decided on."""
    listed = own_errata(user, group).select_related(
        "note__author", "note__reading__chapter__book", "note__reading__group",
        "note__target__block", "note__target__footnote",
    )  # fmt: skip
    waiting = listed.filter(state=Erratum.State.OPEN).order_by("pk")
    decided = listed.exclude(state=Erratum.State.OPEN).order_by("-decided_at", "-pk")
    return list(waiting), list(decided[:DECIDED_SHOWN])


def waiting_errata(user: User, group: StudyGroup) -> int:
    return own_errata(user, group).filter(state=Erratum.State.OPEN).count()


def waiting_by_group(user: User, groups: Iterable[StudyGroup]) -> dict[int, int]:
    """How many wait in each of the groups on whose own texts the person decides; none is left out
    but those where nothing waits. The groups came through `visible_to`."""
    deciding = [group for group in groups if allows(user, Permission.IMPORT, group)]
    if not deciding:
        return {}
    waiting = _on_own_texts(user).filter(
        state=Erratum.State.OPEN, note__reading__group__in=deciding
    )
    counted = waiting.order_by().values("note__reading__group").annotate(n=Count("pk"))
    return dict(counted.values_list("note__reading__group", "n"))


def get_own_erratum(user: User, group: StudyGroup, pk: int) -> Erratum:
    """One of them, with all that its page shows. Raises Http404."""
    found = own_errata(user, group).select_related(*related()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
