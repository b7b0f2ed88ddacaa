"""Two editors with the same section open: the second sees what the first changed, and chooses.

Nothing is written over words that the second has not seen: each way on names the version that was
shown, and another one that came since is shown first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from readings.editing.foresight import BACK
from readings.text.differences import Piece, compare, folded
from readings.text.models import Section, SectionVersion

CHOICE, SEEN_VERSION = "_conflict", "seen_version"
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Conflict:
    """What others saved since the form was opened: their versions, newest first."""

    seen: int
    versions: list[SectionVersion]
    differences: list[tuple[str, list[Piece]]]
    theirs: Beside


@dataclass(frozen=True)
class Beside:
    """A text that stands beside the form, to read and to copy from."""

    title: str
    heading: str
    body: str
    reasons: str


class ConflictMixin:
    """For the page of a section, whose form knows by `base_version` what its editor had open."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        parent: Any = super()
        choice = request.POST.get(CHOICE)
        if choice in (MINE, BOTH, THEIRS):
            extra_context = {**(extra_context or {}), "beside": _follow(request, object_id, choice)}
        response: HttpResponse = parent.changeform_view(request, object_id, form_url, extra_context)
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if getattr(form, "has_conflict", False):
            context["conflict"] = find(form.instance.pk, form.data.get("base_version"))
        parent: Any = super()
        response: HttpResponse = parent.render_change_form(request, context, *args, **kwargs)
        return response


def find(section: int, base: str | None) -> Conflict:
    """The difference between the version that the editor had open and the one that stands."""
    stored = Section.objects.select_related("version__created_by").get(pk=section)
    now = stored.current
    since = int(base) if base and base.isdecimal() and len(base) < 9 else 0
    versions = stored.versions.filter(number__gt=since).select_related("created_by")
    had = stored.versions.filter(number=since).first()
    return Conflict(
        seen=now.number,
        versions=list(versions.defer("plain_text", "blocks", "body").order_by("-number")[:20]),
        differences=differences(had, now),
        theirs=_theirs(now),
    )


def differences(old: SectionVersion | None, new: SectionVersion) -> list[tuple[str, list[Piece]]]:
    """What changed between two versions, part by part; parts that stayed are left out."""
    parts = [
        (_("Heading"), old.heading if old else "", new.heading),
        (_("Text"), old.body if old else "", new.body),
        (_("Reasons"), _listed(old.reasons) if old else "", _listed(new.reasons)),
    ]
    return [(name, folded(compare(a, b))) for name, a, b in parts if a != b]


def _theirs(version: SectionVersion) -> Beside:
    title = _("Version %(number)s, as it stands") % {"number": version.number}
    return Beside(title, version.heading, version.body, _listed(version.reasons))


def _listed(reasons: Iterable[Mapping[str, Any]]) -> str:
    """A list of reasons as lines, with the commentary under each."""
    lines: list[str] = []
    for number, reason in enumerate(reasons, 1):
        lines.append(f"{number}. {reason['text']}")
        lines += [reason["commentary"]] if reason["commentary"] else []
    return "\n".join(lines)


def _follow(request: HttpRequest, section: str | None, choice: str) -> Beside | None:
    """Makes the request say what was chosen; returns what is to stand beside the form."""
    sent = request.POST.copy()
    del sent[CHOICE]
    if choice == THEIRS:
        # Their text in a fresh form, and what was typed beside it.
        request.method = "GET"
        return _typed(sent)
    seen = sent.get(SEEN_VERSION, "")
    sent["base_version"] = seen
    if choice == BOTH:
        sent[BACK] = "1"
    request.POST = sent  # type: ignore[assignment]
    known = all(said.isdecimal() and len(said) < 9 for said in (seen, section or ""))
    if choice == MINE or not known:
        return None
    shown = SectionVersion.objects.filter(section=int(section or 0), number=int(seen)).first()
    return _theirs(shown) if shown else None


def _typed(sent: QueryDict) -> Beside:
    reasons = []
    total = sent.get("reasons-TOTAL_FORMS", "")
    for index in range(min(int(total), 1000) if total.isdecimal() and len(total) < 5 else 0):
        text = sent.get(f"reasons-{index}-text", "")
        if text and f"reasons-{index}-DELETE" not in sent:
            commentary = sent.get(f"reasons-{index}-commentary", "")
            reasons.append({"text": text, "commentary": commentary})
    return Beside(
        _("What you had typed"), sent.get("heading", ""), sent.get("body", ""), _listed(reasons)
    )
