"""What an edit did to the places that notes and questions point at.

Read how they stand before the edit, and compare with what the verb returned. A page that only looks
ahead does the same in a transaction that is rolled back, so it says what the save will do.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.models import Note, Question, Target
from readings.annotation.placing import State
from readings.text.models import Block, Chapter


class Outcome(StrEnum):
    """What became of a place, in the order in which an editor wants to hear of it."""

    LOST = "lost"
    CHANGED = "changed"
    MOVED = "moved"
    BACK = "back"
    KEPT = "kept"


class Stood(NamedTuple):
    """A place before the edit. `shared` notes are read by the group, `private` by one person."""

    state: str
    exact: str
    kind: str
    number: str
    reading: int | None
    shared: int
    private: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """A place that an edit did not leave alone."""

    target: int
    outcome: Outcome
    before: Stood
    exact: str
    number: str


@dataclass
class Effects:
    """How many places of each reading came to what, and those that were touched, worst first.

    A reading of None is the chapter itself, whose own questions belong to no group.
    """

    counts: dict[int | None, Counter[str]] = field(default_factory=dict)
    touched: list[Effect] = field(default_factory=list)

    @property
    def total(self) -> Counter[str]:
        return sum(self.counts.values(), Counter())

    @property
    def digest(self) -> str:
        """A short mark of what an editor must have seen: whose words are lost or others now."""
        seen = []
        for effect in sorted(self.touched, key=lambda effect: effect.target):
            before, lost = effect.before, effect.outcome == Outcome.LOST
            if lost or effect.exact != before.exact:
                pointing = (before.shared, before.private, before.asked)
                seen.append((effect.target, effect.exact, lost, pointing))
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def standing(
    chapter: Chapter, sections: Iterable[int], *, footnotes: bool = False
) -> dict[int, Stood]:
    """How the places in these sections (and on footnotes) stand, if anything points there."""
    chosen = Q(section__in=list(sections))
    if footnotes:
        chosen |= Q(kind=Target.Kind.FOOTNOTE)
    targets = Target.objects.filter(chosen, chapter=chapter).order_by("pk")
    rows = targets.annotate(
        asked=Exists(Question.objects.filter(target=OuterRef("pk"), withdrawn_at=None))
    ).values_list("pk", "state", "exact", "kind", "block__number", "reading", "asked")
    live = _live_notes(targets)
    return {
        pk: Stood(state, exact, kind, number or "", reading, *live.get(pk, (0, 0)), asked)
        for pk, state, exact, kind, number, reading, asked in rows
        if pk in live or asked
    }


def _live_notes(targets: QuerySet[Any]) -> dict[int, tuple[int, int]]:
    """By target, how many notes are shared and how many are one person's."""
    notes = Note.objects.filter(target__in=targets.order_by().values("pk"), deleted_at=None)
    shared = Count("pk", filter=Q(audience=Note.Audience.GROUP, hidden_at=None))
    counted = notes.order_by().values("target").annotate(shared=shared, live=Count("pk"))
    return {
        target: (shared, live - shared)
        for target, shared, live in counted.values_list("target", "shared", "live")
    }


def measure(
    before: Mapping[int, Stood], after: Iterable[Target], *, correction: bool = False
) -> Effects:
    """What the edit did; call it in the edit's transaction. Places lost earlier do not count.

    In a mere correction words that were mended count as kept.
    """
    written = {target.pk: target for target in after if target.pk in before}
    numbers = _numbers(written.values())
    found = Effects()
    for pk, stood in before.items():
        target = written.get(pk)
        outcome = _outcome(stood, target, correction=correction)
        if outcome is None:
            continue
        found.counts.setdefault(stood.reading, Counter())[outcome] += 1
        if target is not None and (outcome != Outcome.KEPT or target.exact != stood.exact):
            number = numbers.get(target.block_id, "")
            found.touched.append(Effect(pk, outcome, stood, target.exact, number))
    ranks = {outcome: rank for rank, outcome in enumerate(Outcome)}
    found.touched.sort(key=lambda effect: (ranks[effect.outcome], effect.target))
    return found


def _outcome(before: Stood, target: Target | None, *, correction: bool) -> Outcome | None:
    was_lost = before.state == State.ORPHANED
    if target is None:
        return None if was_lost else Outcome.KEPT
    if target.state == State.ORPHANED:
        return None if was_lost else Outcome.LOST
    if was_lost:
        return Outcome.BACK
    if target.exact != before.exact and not correction:
        return Outcome.CHANGED
    if target.state == State.MOVED and before.state != State.MOVED:
        return Outcome.MOVED
    return Outcome.KEPT


def _numbers(targets: Iterable[Target]) -> dict[int | None, str]:
    """The numbers that people say, by block: an edit gives new ones after it has written blocks."""
    blocks = {target.block_id for target in targets if not target.is_lost and target.block_id}
    return dict(Block.objects.filter(pk__in=blocks).values_list("pk", "number"))


def sentence(effects: Effects) -> str:
    """The counts for the editor; without notes there is nothing to say but that."""
    counts = effects.total
    total = sum(counts.values())
    if not total:
        return _("No note or question points at what was edited.")
    parts = [
        _("%(count)s kept in place") % {"count": counts[Outcome.KEPT]},
        _("%(count)s moved with the passage") % {"count": counts[Outcome.MOVED]},
        _("%(count)s with changed wording") % {"count": counts[Outcome.CHANGED]},
        _("%(count)s without a place now") % {"count": counts[Outcome.LOST]},
    ]
    if counts[Outcome.BACK]:
        parts.append(_("%(count)s back in place") % {"count": counts[Outcome.BACK]})
    whole = ngettext(
        "%(total)s place that notes or questions point at: %(parts)s.",
        "%(total)s places that notes or questions point at: %(parts)s.",
        total,
    )
    return whole % {"total": total, "parts": ", ".join(parts)}
