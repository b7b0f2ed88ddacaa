"""“What this edit does”: what stands between a form and its save.

A save is done, measured, and taken back by the end of its transaction if its editor should see
first what becomes of others' notes. So the page is computed by the code that saves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.models import Note, Target
from readings.annotation.querysets import may_moderate
from readings.editing import effects, soon
from readings.editing.effects import Effect, Effects, Outcome
from readings.editing.soon import meetings_soon
from readings.groups.asked import person
from readings.groups.models import Meeting, User
from readings.text import ruler
from readings.text.differences import GONE, SAME, Piece, compare, few_letters, folded
from readings.text.models import Reading
from readings.text.writing import SectionChange

SEEN, LOOK = "_seen", "_look"
# Sent by the way back from the page to the form.
BACK = "_back"
OWN_FIELDS = {"csrfmiddlewaretoken", "summary", "seen_version", SEEN, LOOK, BACK}
MOST_SHOWN = 50
MOST_WORDS = 3
LONGEST = 400


@dataclass(frozen=True)
class Item:
    """A place that is touched, as the page shows it; `words` are notes that the editor may read."""

    label: str
    outcome: str
    group: str
    where: str
    pieces: list[Piece]
    pointing: str
    words: list[tuple[str, str]]


@dataclass
class Foresight:
    """What an edit does, for whoever is about to save it."""

    effects: Effects
    correction: bool
    few: bool
    changed: bool
    pieces: list[Piece] = field(default_factory=list)
    groups: list[tuple[str, list[int]]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    more: int = 0
    private: int = 0
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What an editor must have seen: see Effects.digest; and which groups meet soon."""
        return "-".join([self.effects.digest, *(str(meeting.pk) for meeting in self.meetings)])

    @property
    def warnings(self) -> list[str]:
        return [soon.said(meeting) for meeting in self.meetings]

    @property
    def touches(self) -> bool:
        return any(effect.outcome != Outcome.KEPT for effect in self.effects.touched)

    @property
    def needs_a_look(self) -> bool:
        return self.touches or self.doubt_correction or bool(self.meetings)

    @property
    def comes_back(self) -> bool:
        return bool(self.effects.total[Outcome.BACK])

    @property
    def sentence(self) -> str:
        return effects.sentence(self.effects)

    @property
    def suggest_correction(self) -> bool:
        """Whether the words look as if only a slip of the pen was mended."""
        asked = any(effect.outcome == Outcome.CHANGED for effect in self.effects.touched)
        return self.few and asked and not self.correction

    @property
    def doubt_correction(self) -> bool:
        return self.correction and not self.few


class LookFirst(Exception):
    """Takes an edit back that its editor should see the effects of before it is saved."""

    def __init__(self, foresight: Foresight, *, stale: bool) -> None:
        super().__init__()
        self.foresight, self.stale = foresight, stale


def look_first(
    request: HttpRequest,
    changes: Sequence[SectionChange],
    done: Effects,
    *,
    chapter: int | None = None,
    correction: bool = False,
    rearranged: bool = False,
    changed: bool = True,
) -> None:
    """Raises LookFirst unless the edit touches no note, and no group that reads the chapter meets
    within a day; or its editor has seen just this.

    Call it in the edit's transaction, after the verb. Say which `chapter` it is where no section
    changed; with `rearranged` words only went from one section to another.
    """
    chapter = chapter or next((change.section.chapter_id for change in changes), None)
    meetings = meetings_soon(chapter) if chapter and changed else []
    pieces = _rearranged(changes) if rearranged else _differences(changes)
    few = not rearranged and few_letters(pieces)
    foresight = Foresight(done, correction, few, changed, folded(pieces), meetings=meetings)
    seen = request.POST.get(SEEN)
    asked = LOOK in request.POST
    if not asked and (seen == foresight.digest or not foresight.needs_a_look):
        return
    _describe(foresight, person(request))
    raise LookFirst(foresight, stale=seen is not None and not asked)


def context_of(request: HttpRequest, look: LookFirst) -> dict[str, Any]:
    """What the page shows, and all that it sends on of what the form sent."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in OWN_FIELDS
    ]
    return {
        "foresight": look.foresight,
        "stale": look.stale,
        "outcomes": [LABELS[outcome]() for outcome in shown_outcomes(look.foresight)],
        "fields": fields,
        "summary": request.POST.get("summary"),
    }


def shown_outcomes(foresight: Foresight) -> list[Outcome]:
    """The columns: mostly nothing comes back, and then there is none for that."""
    return [outcome for outcome in Outcome if outcome != Outcome.BACK or foresight.comes_back]


LABELS = {
    Outcome.LOST: lambda: _("Needs a new place"),
    Outcome.CHANGED: lambda: _("Wording changed"),
    Outcome.MOVED: lambda: _("Moved with its passage"),
    Outcome.BACK: lambda: _("Back in its place"),
    Outcome.KEPT: lambda: _("Kept in place"),
}


def _differences(changes: Sequence[SectionChange]) -> list[Piece]:
    pieces = []
    for change in changes:
        was, now = change.old, change.new
        if was and was.heading != now.heading:
            pieces += [*compare(was.heading, now.heading), Piece(SAME, "\n")]
        pieces += compare(was.plain_text if was else "", now.plain_text)
    return pieces


def _rearranged(changes: Sequence[SectionChange]) -> list[Piece]:
    """What differs but for the borders of sections, such as a heading; mostly nothing does."""
    old = ruler.join(c.old.plain_text for c in changes if c.old and c.old.plain_text)
    new = ruler.join(change.new.plain_text for change in changes if change.new.plain_text)
    return compare(old, new) if old != new else []


def _describe(foresight: Foresight, user: User) -> None:
    """Fills in what the page shows beyond numbers; nothing that one person keeps for themselves."""
    done = foresight.effects
    names = _group_names(done)
    columns = shown_outcomes(foresight)
    foresight.groups = sorted(
        (names[reading], [counts[outcome] for outcome in columns])
        for reading, counts in done.counts.items()
    )
    touched = [effect for effect in done.touched if effect.outcome != Outcome.KEPT]
    shown = [effect for effect in touched if effect.before.shared or effect.before.asked]
    foresight.private = sum(effect.before.private for effect in touched)
    foresight.more = max(len(shown) - MOST_SHOWN, 0)
    words = _words(user, shown[:MOST_SHOWN])
    foresight.items = [
        _item(effect, names[effect.before.reading], words[effect.target])
        for effect in shown[:MOST_SHOWN]
    ]


def _group_names(done: Effects) -> dict[int | None, str]:
    rows = Reading.objects.filter(pk__in=[pk for pk in done.counts if pk is not None])
    named: dict[int | None, str] = dict(rows.values_list("pk", "group__name"))
    return {**named, None: _("The chapter's own questions")}


def _words(user: User, shown: Iterable[Effect]) -> defaultdict[int, list[tuple[str, str]]]:
    """By place what stands there, as far as the editor may read it: as a member or a moderator."""
    notes: QuerySet[Note] = Note.objects.filter(
        target__in=[effect.target for effect in shown],
        deleted_at=None,
        hidden_at=None,
        audience=Note.Audience.GROUP,
    )
    visible = notes.visible_to(user)  # type: ignore[attr-defined]
    readable = notes if may_moderate(user) else notes.filter(Q(pk__in=visible.values("pk")))
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for note in readable.select_related("author").order_by("pk"):
        if note.target_id and len(found[note.target_id]) < MOST_WORDS:
            said = (str(note.author), Truncator(note.body).words(30))
            found[note.target_id].append(said)
    return found


def _item(effect: Effect, group: str, words: list[tuple[str, str]]) -> Item:
    return Item(
        label=LABELS[effect.outcome](),
        outcome=effect.outcome,
        group=group,
        where=_where(effect),
        pieces=list(_shown(effect)),
        pointing=_pointing(effect),
        words=words,
    )


def _where(effect: Effect) -> str:
    kind = str(Target.Kind(effect.before.kind).label)
    numbers = [effect.before.number]
    if effect.number and effect.number != effect.before.number:
        numbers.append(effect.number)
    return f"{kind} {' → '.join(filter(None, numbers))}".strip()


def _shown(effect: Effect) -> Iterator[Piece]:
    before, exact = effect.before.exact, effect.exact
    if effect.outcome == Outcome.LOST:
        yield Piece(GONE, Truncator(before).chars(LONGEST))
    elif before == exact:
        yield Piece(SAME, Truncator(exact).chars(LONGEST))
    else:
        yield from islice(folded(compare(before, exact)), MOST_SHOWN)


def _pointing(effect: Effect) -> str:
    """How many notes the group shares there."""
    parts = []
    if shared := effect.before.shared:
        parts.append(ngettext("%(n)s note", "%(n)s notes", shared) % {"n": shared})
    if effect.before.asked:
        parts.append(_("a question"))
    return ", ".join(parts)
