"""Deciding on corrections of a group's own texts: its facilitators, outside of the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from readings.annotation.models import Erratum
from readings.editing import effects
from readings.editing.actions import StaleEdit
from readings.editing.deciding import Elsewhere, accept, said_in
from readings.editing.errata import ByHand, NotOpen, decline_correction
from readings.editing.foresight import BACK, LookFirst, context_of
from readings.editing.forms import AcceptForm, DeclineForm
from readings.editing.proposals import changes_since, proposal_context
from readings.editing.queries import errata_queue, get_own_erratum
from readings.groups.asked import person
from readings.groups.models import StudyGroup
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group
from readings.text.markdown import TextProblem
from readings.text.problems import problem_in_words


@require_GET
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What members propose for the group's own texts, and what became of it."""
    group = _group(request, slug)
    waiting, decided = errata_queue(person(request), group)
    context = {"group": group, "waiting": waiting, "decided": decided}
    return render(request, "editing/errata.html", context)


@require_GET
def erratum(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal in its paragraph, to accept or to decline."""
    group = _group(request, slug)
    return _page(request, group, get_own_erratum(person(request), group, pk))


@require_POST
def acceptance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Puts the words into the text, after a look at what that does where notes are touched."""
    group = _group(request, slug)
    found = get_own_erratum(person(request), group, pk)
    form = AcceptForm(request.POST)
    if BACK in request.POST or not form.is_valid():
        return _page(request, group, found, form, status=200 if BACK in request.POST else 422)
    try:
        edit, done = accept(request, found, **said_in(found, form.cleaned_data))
    except LookFirst as look:
        context = {**context_of(request, look), "group": group, "erratum": found}
        return render(request, "editing/foresight.html", context)
    except Elsewhere:
        # Its text must not come into the form of another: it stands beside it.
        return _page(request, group, found, status=409, written=form.cleaned_data)
    except StaleEdit as error:
        form.add_error(None, f"{error} {_('Nothing was changed: look at it again.')}")
        return _page(request, group, found, form, status=409)
    except ValidationError as error:
        form.add_error("body", error.messages)
        return _page(request, group, found, form, status=422)
    except TextProblem as problem:
        form.add_error("body", problem_in_words(problem))
        return _page(request, group, found, form, status=422)
    except ByHand as problem:
        form.add_error(None, str(problem))
        return _page(request, group, found, form, status=409)
    except NotOpen as problem:
        return _too_late(request, group, problem)
    thanks = _("Accepted: the text is corrected, and %(name)s reads so at the note.")
    messages.success(request, thanks % {"name": found.note.author})
    if edit.changes:
        messages.info(request, effects.sentence(done))
    return redirect("errata", slug=group.slug)


@require_POST
def refusal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leaves the text as it is and says why."""
    group = _group(request, slug)
    found = get_own_erratum(person(request), group, pk)
    form = DeclineForm(request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            decline_correction(user=person(request), erratum=found, answer=answer)
        except ValidationError as error:
            form.add_error(None, error)
        except NotOpen as problem:
            return _too_late(request, group, problem)
        else:
            told = _("Declined: %(name)s reads why at the note.")
            messages.success(request, told % {"name": found.note.author})
            return redirect("errata", slug=group.slug)
    return _page(request, group, found, decline_form=form, status=422)


def _group(request: HttpRequest, slug: str) -> StudyGroup:
    """The group, for those who may change its own texts."""
    group = get_group(request.user, slug)
    require(request.user, Permission.IMPORT, group)
    return group


def _page(
    request: HttpRequest,
    group: StudyGroup,
    found: Erratum,
    form: AcceptForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
    written: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The proposal as it stands now; what was typed is still in the forms, or beside them where it
    was `written` for another section."""
    context: dict[str, Any] = {"group": group, **proposal_context(found)}
    hand = "hand" in request.GET or not context["by_rule"] or written is not None
    fresh = form is not None and status == 409
    shown = AcceptForm.about(context["proposal"], form, by_hand=hand, fresh=fresh)
    if written is not None:
        shown.initial["summary"] = written["summary"]
        context["written"] = written["body"]
    context |= {"form": shown, "decline_form": decline_form or DeclineForm()}
    if fresh:
        context["since"] = changes_since(found, request.POST.get("base_version", ""))
    return render(request, "editing/decision.html", context, status=status)


def _too_late(request: HttpRequest, group: StudyGroup, problem: NotOpen) -> HttpResponse:
    messages.error(request, str(problem))
    return redirect("errata", slug=group.slug)
