"""A reader's proposal as an editor sees it: on its own page, and beside the form of its section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from readings.annotation.lost import Surroundings, surroundings
from readings.annotation.models import Erratum, Target
from readings.editing.admin.forms import BACK
from readings.editing.errata import ByHand, NotOpen
from readings.editing.rewording import stands
from readings.groups.asked import whole_number
from readings.text.differences import SAME, Piece, folded
from readings.text.models import Section

FIELD = "erratum"


@dataclass(frozen=True)
class Proposal:
    """What is proposed, in its paragraph as long as that reads as it did.

    `now` is the paragraph with the words that stand in place of the old ones by now, in three
    parts; `was` the one that they stood in, where they are gone.
    """

    erratum: Erratum
    stands: bool
    pieces: list[Piece]
    now: tuple[str, str, str] | None
    was: Surroundings | None
    chosen: bool = True  # whether the edit of the section is to settle it

    @property
    def where(self) -> str:
        """Its place as people say it."""
        return place_of(self.erratum.note.target)


def place_of(target: Target | None) -> str:
    """The kind and number of a place; lost ones have none."""
    if target is None or target.is_lost:
        return ""
    if target.footnote is not None:
        return f"{target.get_kind_display()} {target.footnote.number}"
    return target.block.number if target.block else ""


def related() -> tuple[str, ...]:
    """What `shown` reads of a proposal."""
    return (
        "note__author", "note__reading__chapter__book",
        "note__target__section__version", "note__target__block", "note__target__footnote",
        "decided_by", "version",
    )  # fmt: skip


def shown(erratum: Erratum, *, chosen: bool = True) -> Proposal:
    target = erratum.note.target
    assert target is not None
    there, pieces = _paragraph(target), erratum.pieces
    unchanged = stands(erratum) and erratum.is_open
    if unchanged and there:
        before, _words, after = there
        pieces = [Piece(SAME, before), *pieces, Piece(SAME, after)]
    return Proposal(
        erratum=erratum,
        stands=unchanged,
        pieces=folded([piece for piece in pieces if piece.text]),
        now=None if unchanged else there,
        was=surroundings(target) if target.is_lost else None,
        chosen=chosen,
    )


def _paragraph(target: Target) -> tuple[str, str, str] | None:
    """The target's words with the text around them, to the ends of the blocks that they are in."""
    if target.section is None or target.start is None or target.end is None:
        return None
    version, start, end = target.section.current, target.start, target.end
    spans = [(low, high) for _key, _kind, low, high in version.blocks if low < end and start < high]
    low, high = (spans[0][0], spans[-1][1]) if spans else (start, end)
    text = version.plain_text
    return text[low:start], text[start:end], text[end:high]


class ProposalMixin:
    """For the page of a section: `?erratum=7` lays a proposal beside the form, whose save then
    settles it unless the editor says otherwise."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        parent: Any = super()
        asked = request.GET.get(FIELD) or request.POST.get(FIELD, "")
        chosen = request.method != "POST" or FIELD in request.POST
        if erratum := _find(asked, object_id):
            extra_context = {
                **(extra_context or {}),
                "proposal": shown(erratum, chosen=chosen),
            }
        response: HttpResponse
        try:
            response = parent.changeform_view(request, object_id, form_url, extra_context)
        except (ByHand, NotOpen) as problem:
            site: Any = self
            site.message_user(request, str(problem), messages.ERROR)
            sent = request.POST.copy()
            sent[BACK] = "1"
            request.POST = sent  # type: ignore[assignment]
            response = parent.changeform_view(request, object_id, form_url, extra_context)
        return response


def chosen_for(request: HttpRequest, section: Section) -> Erratum | None:
    """The proposal that the form's save is to settle, if any."""
    return _find(request.POST.get(FIELD, ""), str(section.pk))


def _find(asked: str, section: str | None) -> Erratum | None:
    """A proposal about the chapter of the section; one that was decided on meanwhile too, for
    whoever has it beside a form has to hear of it."""
    pk, on = whole_number(asked), whole_number(section or "")
    if pk is None or on is None:
        return None
    errata = Erratum.objects.for_editors().select_related(*related())
    found: Erratum | None = errata.filter(pk=pk, note__reading__chapter__sections=on).first()
    return found
