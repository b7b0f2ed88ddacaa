"""What an edit did to the places that notes and questions point at, in words for the editor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.models import Target
from readings.annotation.placing import State
from readings.text.models import Chapter

Standing = Mapping[int, tuple[str, str]]


def standing(chapter: Chapter, sections: Iterable[int], *, footnotes: bool = False) -> Standing:
    """How the targets in these sections (and on footnotes) stand before an edit."""
    chosen = Q(section__in=list(sections))
    if footnotes:
        chosen |= Q(kind=Target.Kind.FOOTNOTE)
    rows = Target.objects.filter(chosen, chapter=chapter).values_list("pk", "state", "exact")
    return {pk: (state, exact) for pk, state, exact in rows}


def count(before: Standing, after: Iterable[Target]) -> Counter[str]:
    """How many targets the edit kept, moved, changed and lost; those lost earlier do not count."""
    found: Counter[str] = Counter()
    touched = {target.pk: target for target in after}
    for pk, (state, exact) in before.items():
        target = touched.get(pk)
        if target is None:
            found["kept"] += state != State.ORPHANED
        elif target.state == State.ORPHANED:
            found["lost"] += state != State.ORPHANED
        elif target.exact != exact:
            found["changed"] += 1
        elif target.state == State.MOVED and state != State.MOVED:
            found["moved"] += 1
        else:
            found["kept"] += 1
    return found


def sentence(counts: Mapping[str, int]) -> str:
    """The counts for the editor; without notes there is nothing to say but that."""
    total = sum(counts.values())
    if not total:
        return _("No note or question points at what was edited.")
    parts = [
        _("%(count)s kept in place") % {"count": counts.get("kept", 0)},
        _("%(count)s moved with the passage") % {"count": counts.get("moved", 0)},
        _("%(count)s with changed wording") % {"count": counts.get("changed", 0)},
        _("%(count)s without a place now") % {"count": counts.get("lost", 0)},
    ]
    whole = ngettext(
        "%(total)s place that notes or questions point at: %(parts)s.",
        "%(total)s places that notes or questions point at: %(parts)s.",
        total,
    )
    return whole % {"total": total, "parts": ", ".join(parts)}
