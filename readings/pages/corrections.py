"""What readers see of edits: which sections read otherwise than they did, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from readings.annotation.models import Erratum, Note
from readings.text.differences import Piece, compare, folded
from readings.text.models import Footnote, FootnoteChange, Reading, Section, SectionVersion

if TYPE_CHECKING:
    from readings.groups.models import User

MOST_SHOWN = 30


@dataclass(frozen=True)
class Correction:
    """One edit of a section's words, or a footnote's; who made it is for the editors.

    `heading` is the way from the section's heading to the next one, empty where it stayed.
    `proposed` says whether a reader asked for it, and `proposer` who, to those who may read what
    they wrote about it.
    """

    number: int
    created_at: datetime
    summary: str
    pieces: list[Piece]
    proposed: bool
    proposer: str
    heading: list[Piece] = field(default_factory=list)


def corrections(reading: Reading, user: User) -> list[tuple[Section, list[Correction]]]:
    """The last edits that changed words, by section in the chapter's order, the latest first."""
    rows = (
        _credited(
            _with_before(
                _corrections(section__chapter=reading.chapter_id, section__removed_at=None)
            ),
            user,
            "version",
        )
        .select_related("section")
        .prefetch_related("section__former_addresses")
        .defer("body", "blocks", "reasons", "section__body")
        .order_by("-created_at", "-pk")[:MOST_SHOWN]
    )
    found: dict[int, tuple[Section, list[Correction]]] = {}
    for row in sorted(rows, key=lambda row: (row.section.order, row.section_id, -row.number)):
        correction = Correction(
            row.number,
            row.created_at,
            row.summary,
            _way(row.before, row.plain_text),
            row.proposed,
            row.proposer or "",
            _way(row.heading_before, row.heading),
        )
        found.setdefault(row.section_id, (row.section, []))[1].append(correction)
    return list(found.values())


def corrected_footnotes(reading: Reading, user: User) -> list[tuple[Footnote, list[Correction]]]:
    """The same of the footnotes that stand, in their order."""
    changes = FootnoteChange.objects.filter(
        footnote__chapter=reading.chapter_id, footnote__removed_at=None
    )
    rows = _credited(changes, user, "footnote_change").select_related("footnote")
    found: dict[int, tuple[Footnote, list[Correction]]] = {}
    latest = rows.order_by("-pk")[:MOST_SHOWN]
    for row in sorted(latest, key=lambda row: (row.footnote.number, -row.pk)):
        pieces = folded(compare(row.before, row.after))
        correction = Correction(
            row.footnote.number, row.created_at, "", pieces, row.proposed, row.proposer or ""
        )
        found.setdefault(row.footnote_id, (row.footnote, []))[1].append(correction)
    return list(found.values())


def _credited(changes: QuerySet[Any], user: User, came_of: str) -> QuerySet[Any]:
    """With `proposed`, and `proposer` as far as the person may read the proposal."""
    proposals = Erratum.objects.filter(**{came_of: OuterRef("pk")})
    seen = Note.objects.visible_to(user).filter(
        **{f"erratum__{came_of}": OuterRef("pk")}, deleted_at=None
    )
    credited: QuerySet[Any] = changes.annotate(
        proposed=Exists(proposals), proposer=Subquery(seen.values("author__display_name")[:1])
    )
    return credited


def was_corrected() -> Exists:
    """Of a section: whether its words have been edited."""
    return Exists(_corrections(section=OuterRef("pk")))


def _corrections(**where: Any) -> QuerySet[Any]:
    """Versions with other words than the one before, in the text or in the heading, except where
    they only changed sections."""
    same = _before().filter(plain_text=OuterRef("plain_text"), heading=OuterRef("heading"))
    versions = SectionVersion.objects.filter(number__gt=1, rearranged=False, **where)
    return versions.filter(~Exists(same))


def _with_before(versions: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = versions.annotate(
        before=Subquery(_before().values("plain_text")),
        heading_before=Subquery(_before().values("heading")),
    )
    return found


def _before() -> QuerySet[Any]:
    versions: QuerySet[Any] = SectionVersion.objects.filter(
        section=OuterRef("section"), number=OuterRef("number") - 1
    )
    return versions


def _way(before: str | None, after: str) -> list[Piece]:
    """From one text to the next, for a display; nothing where it stayed."""
    return [] if before == after else folded(compare(before or "", after))
