"""Questions: the list, one question with its answers, asking, adopting, changing, withdrawing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.annotation.actions import add_note
from readings.annotation.forms import ReplyForm
from readings.annotation.models import Question
from readings.annotation.panels import requested_after
from readings.annotation.places import Place, chapter_place, place_of
from readings.annotation.pointers import StalePlace
from readings.annotation.queries import answers as answers_to
from readings.annotation.responses import is_partial, refused, written
from readings.annotation.threads import threads_html
from readings.annotation.views import find_place
from readings.discussion import actions, queries
from readings.discussion.forms import AskForm, AssignForm, QuestionForm
from readings.groups.asked import person
from readings.groups.limits import hold_up_form, too_many
from readings.groups.permissions import Permission, allows, require
from readings.text.models import Reading
from readings.text.queries import get_reading

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def question_list(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """The group's questions on a chapter; for facilitators also those they may adopt."""
    reading = get_reading(request.user, group, book, chapter)
    may_ask = allows(request.user, Permission.ASK, reading.group)
    context = {
        "reading": reading,
        "questions": queries.for_reader(reading, person(request)),
        "may_ask": may_ask,
        "own_questions": queries.own_questions(reading) if may_ask else (),
    }
    return render(request, "discussion/questions.html", context)


@FORM
def ask(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """A facilitator writes a question; `?on=b/p3` says on what, nothing means the chapter."""
    reading = get_reading(request.user, group, book, chapter)
    require(request.user, Permission.ASK, reading.group)
    place = _place(reading, request.GET.get("on", ""))
    form = AskForm(request.POST or None, group=reading.group, initial=_initial(request, place))
    wait = 0
    if request.method == "POST" and form.is_valid() and not (wait := _hold_up(request, form)):
        words = form.cleaned_data["body"]
        with _errors_into(form):
            made = actions.ask_question(
                user=person(request),
                reading=reading,
                pointer=form.pointer(),
                body=words,
                **form.assignment(),
            )
            messages.success(request, _("The question stands beside its passage."))
            return redirect(made)
    context = {"reading": reading, "form": form, "place": place, "heading": _("Ask a question")}
    return _form_page(request, context, wait)


@FORM
def adopt(request: HttpRequest, group: str, book: str, chapter: str, pk: int) -> HttpResponse:
    """Takes one of the chapter's own questions over for the group."""
    reading = get_reading(request.user, group, book, chapter)
    require(request.user, Permission.ASK, reading.group)
    question = get_object_or_404(
        Question.objects.visible_to(request.user), pk=pk, chapter=reading.chapter_id, group=None
    )
    form = AssignForm(request.POST or None, group=reading.group)
    wait = 0
    if request.method == "POST" and form.is_valid() and not (wait := _hold_up(request, form)):
        with _errors_into(form):
            made = actions.adopt_question(
                user=person(request), reading=reading, question=question, **form.assignment()
            )
            messages.success(request, _("The group has taken the question on."))
            return redirect(made)
    context = {
        "reading": reading,
        "form": form,
        "question": question,
        "heading": _("Take this question on"),
    }
    return _form_page(request, context, wait)


@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, its answers and what was said under them."""
    found, reading = _find(request, pk)
    return _question_page(request, found, reading, ReplyForm(initial={"uid": uuid.uuid4()}))


@require_POST
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers the question."""
    found, reading = _find(request, pk)
    form = ReplyForm(request.POST)
    wait = 0
    if form.is_valid() and not (wait := _hold_up(request, form)):
        with _errors_into(form):
            made = add_note(
                author=person(request), reading=reading, question=found, **form.cleaned_data
            )
            # With the first answer others' answers may come to light: the page is shown anew.
            hidden = found.reveal == Question.Reveal.ANSWERED
            if hidden and is_partial(request):
                return HttpResponse(headers={"HX-Redirect": found.get_absolute_url()})
            return written(request, made)
    if is_partial(request):
        context = {"form": form, "question": found, "reading": reading}
        return refused(request, "discussion/answer", context, wait=wait)
    return too_many(_question_page(request, found, reading, form), wait)


@FORM
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the words, the due date or who is to answer."""
    found, reading = _find(request, pk)
    require(request.user, Permission.ASK, reading.group)
    people = [a.user_id for a in found.assignments.all()]
    initial = {
        "body": found.body,
        "due_at": found.due_at,
        "reveal": found.reveal,
        "everyone": None in people,
        "assignees": [pk for pk in people if pk],
    }
    form = QuestionForm(request.POST or None, group=reading.group, initial=initial)
    wait = 0
    if request.method == "POST" and form.is_valid() and not (wait := _hold_up(request, form)):
        with _errors_into(form):
            actions.change_question(
                user=person(request),
                question=found,
                body=form.cleaned_data["body"],
                **form.assignment(),
            )
            return redirect(found)
    context = {
        "reading": reading,
        "form": form,
        "place": place_of(reading, found.target),
        "heading": _("Change the question"),
    }
    return _form_page(request, context, wait)


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found, reading = _find(request, pk)
    actions.withdraw_question(user=person(request), question=found)
    messages.success(request, _("The question is off the list. Answers stay with their authors."))
    return redirect("questions", *_names(reading))


# Helpers ---------------------------------------------------------------------------------------


class _errors_into:  # noqa: N801 - reads as a statement: `with _errors_into(form):`
    """Puts what a verb refuses beside the form's fields, so that the page shows the words again."""

    def __init__(self, form: BaseForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, _traceback: object) -> bool:
        if isinstance(error, ValidationError):
            self.form.add_error(None, error)
            return True
        if isinstance(error, StalePlace):
            self.form.add_error(None, str(error))
            return True
        return False


def _hold_up(request: HttpRequest, form: BaseForm) -> int:
    return hold_up_form(request, "write", form)


def _form_page(request: HttpRequest, context: dict[str, Any], wait: int) -> HttpResponse:
    """The form of a question, with what is wrong in it or after how many seconds to send it."""
    page = render(request, "discussion/ask.html", context, status=_status(context["form"]))
    return too_many(page, wait)


def _find(request: HttpRequest, pk: int) -> tuple[Question, Reading]:
    try:
        found = queries.visible_question(person(request), pk)
    except Question.DoesNotExist as error:
        raise Http404 from error
    assert found.group is not None
    chapter = found.chapter
    return found, get_reading(request.user, found.group.slug, chapter.book.slug, chapter.slug)


def _names(reading: Reading) -> tuple[str, str, str]:
    return reading.group.slug, reading.chapter.book.slug, reading.chapter.slug


def _question_page(
    request: HttpRequest, found: Question, reading: Reading, form: ReplyForm
) -> HttpResponse:
    user = person(request)
    page = answers_to(reading, user, found.pk, after=requested_after(request))
    threads = b"".join(threads_html(get_token(request), reading, user, page.rows))
    context: dict[str, Any] = {
        "question": found,
        "reading": reading,
        "place": place_of(reading, found.target),
        "threads": mark_safe(threads.decode()),
        "after": page.after,
        "form": form,
        "may_ask": allows(user, Permission.ASK, reading.group),
        "withheld": found.reveal == Question.Reveal.ANSWERED and not found.answered,  # type: ignore[attr-defined]
    }
    return render(request, "discussion/question.html", context, status=_status(form))


def _place(reading: Reading, on: str) -> Place:
    kind, _slash, key = on.partition("/")
    return find_place(reading, kind, key) if key else chapter_place()


def _initial(request: HttpRequest, place: Place) -> dict[str, Any]:
    """Where the question will stand: the place, or what the chapter page's composer held."""
    initial: dict[str, Any] = {
        "kind": place.kind,
        "key": place.key,
        "number": place.number,
        "section": place.section,
        "uid": uuid.uuid4(),
    }
    if "kind" in request.GET:
        names = ("kind", "key", "number", "section", "version", "start", "end", "exact", "body")
        initial |= {name: request.GET[name] for name in names if name in request.GET}
    return initial


def _status(form: BaseForm) -> int:
    return 422 if form.is_bound and form.errors else 200
