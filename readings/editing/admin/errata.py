"""The queue of corrections that readers propose: look, accept, decline.

Of a group's words only what was proposed is seen here, with its reason and its author, who were
told so; withdrawn and hidden notes are out of sight.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readings.annotation.models import Erratum
from readings.editing import effects
from readings.editing.actions import Edit, StaleEdit
from readings.editing.admin.forms import unix_lines
from readings.editing.admin.preflight import page
from readings.editing.deciding import accept
from readings.editing.effects import Effects
from readings.editing.errata import ByHand, NotOpen, decline_correction
from readings.editing.foresight import LookFirst
from readings.editing.proposals import proposal_context
from readings.editing.queries import OPEN_FIRST, related
from readings.groups.admin.base import EditorsAdmin, ReadOnlyMixin, RelatedFilter, editor
from readings.text.differences import folded
from readings.text.markdown import TextProblem
from readings.text.problems import problem_in_words

FOOTNOTE = "footnote"
AROUND = 40  # characters beside a change in the list


@admin.register(Erratum)
class ErratumAdmin(ReadOnlyMixin, EditorsAdmin):
    change_form_template = "admin/editing/erratum.html"
    list_display = ("proposal", "state", "where", "chapter", "proposer", "proposed")
    list_display_links = ("proposal",)
    list_filter = (
        "state",
        ("note__reading__chapter", RelatedFilter),
        ("note__reading__chapter__book", RelatedFilter),
    )
    search_fields = (
        "old_words", "new_words", "note__body", "note__author__display_name",
        "note__reading__chapter__title",
    )  # fmt: skip
    search_help_text = _("Words proposed, the reason, who proposed it, or the chapter")
    ordering = (OPEN_FIRST, "-pk")
    fields = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Erratum]:
        errata: QuerySet[Erratum] = Erratum.objects.for_editors()
        return errata.select_related(
            "note__author", "note__reading__chapter__book", "note__target__block",
            "note__target__footnote",
        ).order_by(*self.ordering)  # fmt: skip

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Erratum | None:
        if not str(object_id).isdecimal():
            return None
        errata = Erratum.objects.for_editors().select_related(*related())
        found: Erratum | None = errata.filter(pk=int(object_id)).first()
        return found

    def get_urls(self) -> list[URLPattern]:
        def view(name: str, handler: Any) -> URLPattern:
            wrapped = self.admin_site.admin_view(handler)
            named: URLPattern = path(f"<int:pk>/{name}/", wrapped, name=f"readings_erratum_{name}")
            return named

        return [
            view("acceptance", self.acceptance), view("refusal", self.refusal),
            *super().get_urls(),
        ]  # fmt: skip

    def waiting(self, request: HttpRequest) -> str:
        """How many nobody has decided on; for the first page of the admin."""
        count = Erratum.objects.for_editors().filter(state=Erratum.State.OPEN).count()
        return ngettext("%(n)s open", "%(n)s open", count) % {"n": count} if count else ""

    @admin.display(description=_("correction"))
    def proposal(self, obj: Erratum) -> str:
        pieces = folded(obj.pieces, AROUND)
        return render_to_string("text/pieces.html", {"pieces": pieces})

    @admin.display(description=_("chapter"), ordering="note__reading__chapter__title")
    def chapter(self, obj: Erratum) -> str:
        return f"{obj.note.reading.chapter}, {obj.note.reading.chapter.book}"

    @admin.display(description=_("on"))
    def where(self, obj: Erratum) -> str:
        return obj.where or gettext("Needs a new place")

    @admin.display(description=_("proposed by"), ordering="note__author__display_name")
    def proposer(self, obj: Erratum) -> str:
        return str(obj.note.author)

    @admin.display(description=_("proposed"), ordering="note__created_at")
    def proposed(self, obj: Erratum) -> Any:
        return obj.note.created_at

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        erratum = kwargs.get("obj")
        if erratum is not None:
            context |= _context(erratum)
        return super().render_change_form(request, context, *args, **kwargs)

    def acceptance(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Puts the words into the text, after a look at what that does where notes are touched."""
        erratum = self._sent(request, pk)
        if isinstance(erratum, HttpResponse):
            return erratum
        back = reverse("admin:readings_erratum_change", args=[pk])
        try:
            edit, done = _accept(request, erratum)
        except LookFirst as look:
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            context["original"] = _name(erratum)
            return page(request, look, action=request.get_full_path(), back=back, **context)
        except StaleEdit as error:
            told = gettext("Nothing was changed: look at the proposal in the text as it is now.")
            self.message_user(request, f"{error} {told}", messages.ERROR)
            return redirect(back)
        except (ByHand, TextProblem) as problem:
            if FOOTNOTE not in request.POST:
                self.message_user(request, str(problem), messages.ERROR)
                return redirect(back)
            typed = {"problem": _in_words(problem), "typed": request.POST[FOOTNOTE]}
            return self._shown_again(request, pk, typed)
        except NotOpen as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return redirect(_queue())
        thanks = gettext("Accepted: the text is corrected, and %(name)s reads so at the note.")
        self.message_user(request, thanks % {"name": erratum.note.author}, messages.SUCCESS)
        if edit.changes:
            self.message_user(request, effects.sentence(done), messages.INFO)
        return redirect(_queue())

    def refusal(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Leaves the text as it is and says why."""
        erratum = self._sent(request, pk)
        if isinstance(erratum, HttpResponse):
            return erratum
        answer = request.POST.get("answer", "")
        try:
            decline_correction(user=editor(request), erratum=erratum, answer=answer)
        except ValidationError as error:
            said = {"refusal_problem": " ".join(error.messages), "answer": answer}
            return self._shown_again(request, pk, said)
        except NotOpen as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return redirect(_queue())
        told = gettext("Declined: %(name)s reads why at the note.")
        self.message_user(request, told % {"name": erratum.note.author}, messages.SUCCESS)
        return redirect(_queue())

    def _shown_again(self, request: HttpRequest, pk: int, context: dict[str, Any]) -> HttpResponse:
        """The page with what is wrong, and what was typed."""
        request.method = "GET"
        response = self.change_view(request, str(pk), extra_context=context)
        response.status_code = 422
        return response

    def _sent(self, request: HttpRequest, pk: int) -> Erratum | HttpResponse:
        """The proposal that a form was sent about."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        erratum = self.get_object(request, str(pk))
        if erratum is None:
            raise Http404
        return erratum


def _accept(request: HttpRequest, erratum: Erratum) -> tuple[Edit, Effects]:
    base = request.POST.get("base_version", "")
    if not (base.isdecimal() and len(base) < 9) or erratum.note.target is None:
        raise Http404
    footnote = None
    if FOOTNOTE in request.POST:
        footnote = (unix_lines(request.POST.get("seen", "")), request.POST[FOOTNOTE])
    return accept(
        request,
        erratum,
        base_version=int(base),
        footnote=footnote,
        summary=request.POST.get("summary", "").strip()[:300],
        correction="correction" in request.POST,
    )


def _in_words(problem: ByHand | TextProblem) -> str:
    return problem_in_words(problem) if isinstance(problem, TextProblem) else str(problem)


def _queue() -> str:
    return reverse("admin:readings_erratum_changelist")


def _name(erratum: Erratum) -> str:
    return Truncator(erratum.old_words).words(8)


def _context(erratum: Erratum) -> dict[str, Any]:
    """What the page of one proposal shows."""
    return {
        "title": gettext("A correction proposed"),
        "original": _name(erratum),
        "subtitle": None,
        **proposal_context(erratum),
    }
