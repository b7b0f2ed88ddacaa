"""The review's answers: a page, or for htmx the part of it that a correction changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from readings.groups.asked import whole_number
from readings.importing import drafting, queries, sources
from readings.importing.books import BookOutline
from readings.importing.correcting import Correction
from readings.importing.forms import NamesForm, TextForm
from readings.importing.models import ImportCorrection, ImportDraft
from readings.importing.outline import Place
from readings.importing.problems import ImportProblem
from readings.importing.queries import KINDS
from readings.importing.saving import standing_chapters
from readings.importing.storing import outline_of_data

SLOW_AFTER = timedelta(seconds=20)  # of waiting, until the page says that nobody may be working
RETRYABLE = ("busy", "too_slow", "lost", "fault", "no_reader")


def seen(request: HttpRequest) -> int:
    """The revision of the outline on the page that was sent; -1, which there is none, for none."""
    found = whole_number(request.POST.get("revision", ""))
    return -1 if found is None else found


def chapter_of(request: HttpRequest) -> int:
    """The place of the chapter that the page shows."""
    said = request.POST.get("chapter") or request.GET.get("chapter", "")
    return min(whole_number(said) or 0, 10_000)


def book_of(draft: ImportDraft) -> BookOutline:
    """The outline as it stands. Raises ImportProblem for one from another release."""
    return outline_of_data(draft.outline)


def address(draft: ImportDraft, chapter: int, anchor: str = "") -> str:
    """The review of a chapter, at a place of it."""
    query = f"?chapter={chapter}" if chapter else ""
    return f"{draft.get_absolute_url()}{query}{f'#{anchor}' if anchor else ''}"


def progress(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """How far the task is; nothing for htmx as long as that is what its page says already."""
    waits = draft.state in (drafting.State.WAITING, drafting.State.QUEUED)
    now = timezone.now()
    is_slow = waits and draft.touched_at < now - SLOW_AFTER
    is_stuck = drafting.is_stuck(draft)
    mark = f"{draft.state}-{draft.step}-{is_slow:d}{is_stuck:d}"
    if request.htmx and request.GET.get("seen") == mark:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    context = {"draft": draft, "mark": mark, "is_slow": is_slow, "is_stuck": is_stuck}
    part = "importing/progress.html" if request.htmx else "importing/at_work.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def page(
    request: HttpRequest,
    draft: ImportDraft,
    *,
    names: NamesForm | None = None,
    text: TextForm | None = None,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    """The outline of one chapter beside its source."""
    try:
        parting, wording = _parting(request), _wording(request)
        found = queries.review_page(draft, chapter_of(request), parting, wording)
    except ImportProblem as problem:
        draft.problem, draft.problem_code = problem.message, problem.code
        return failed(request, draft)
    original = sources.text_to_correct(draft)
    context = {
        "draft": draft,
        "page": found,
        "names": names or NamesForm(instance=draft, book=found.book),
        "standing": standing_chapters(draft, found.book),
        "lines": sources.source_lines(draft, found.outline),
        "is_placed": found.has(*more.get("place", (None, None))),
        "text": text or (TextForm(initial={"text": original}) if original is not None else None),
        **more,
    }
    bad = any(form is not None and form.is_bound and form.errors for form in (names, text))
    return render(request, "importing/review.html", context, status=status or (422 if bad else 200))


def failed(request: HttpRequest, draft: ImportDraft, text: TextForm | None = None) -> HttpResponse:
    """Why the file could not be read, with its text to be put right where it has one."""
    original = sources.text_to_correct(draft) if text is None else None
    if original is not None:
        text = TextForm(initial={"text": original})
    retry = draft.problem_code in RETRYABLE
    context = {"draft": draft, "text": text, "can_retry": retry}
    bad = text is not None and text.is_bound and text.errors
    return render(request, "importing/failed.html", context, status=422 if bad else 200)


def unreadable(request: HttpRequest, draft: ImportDraft, text: TextForm) -> HttpResponse:
    """The text as it was sent, with what is wrong with it."""
    if draft.state == drafting.State.READY:
        return page(request, draft, text=text)
    return failed(request, draft, text)


def corrected(request: HttpRequest, draft: ImportDraft, made: Correction) -> HttpResponse:
    """The chapter after a correction; another one where a chapter began or ended."""
    chapter = {"begin_chapter": made.chapter + 1, "join_chapters": made.chapter - 1}.get(
        made.change, made.chapter
    )
    stands = made.block is not None or made.change in ("accept", "reword")
    place = (made.section, made.block) if stands else (None, None)
    return _outline(request, draft, chapter, said=_said(made), place=place)


def undone(request: HttpRequest, draft: ImportDraft, last: ImportCorrection | None) -> HttpResponse:
    """The chapter as it was before the last correction."""
    chapter = last.start if last is not None else chapter_of(request)
    said = _("The last correction is taken back.") if last else _("There is nothing to take back.")
    return _outline(request, draft, chapter, said=said)


def refused(request: HttpRequest, draft: ImportDraft, message: str) -> HttpResponse:
    """The chapter as it is, with what stands in the way beside the block."""
    if draft.state != drafting.State.READY:
        return outdated(request, draft)
    place = (_number(request, "section"), _number(request, "block"))
    if request.htmx:  # type: ignore[attr-defined]
        return _part(request, draft, chapter_of(request), refusal=message, place=place)
    return page(request, draft, status=422, refusal=message, place=place)


def outdated(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The chapter as it stands now, instead of the page that was sent."""
    message = _("The outline had changed meanwhile, so nothing was done: this is how it stands.")
    draft.refresh_from_db()
    if request.htmx and draft.state == drafting.State.READY:  # type: ignore[attr-defined]
        return _part(request, draft, chapter_of(request), refusal=message)
    if _wording(request) and draft.state == drafting.State.READY:
        return page(request, draft, status=409, refusal=message)  # with the words that were typed
    messages.warning(request, message)
    there = address(draft, chapter_of(request))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": there})
    return redirect(there)


def file(draft: ImportDraft) -> HttpResponse:
    """The file, to be kept and not to be shown: nobody knows what is in it."""
    if draft.state == drafting.State.DONE:
        return HttpResponse(status=410)
    response = HttpResponse(bytes(draft.file.data), content_type="application/octet-stream")
    name = draft.name or "text.txt"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def preview(content: bytes) -> HttpResponse:
    """A picture, to be shown as such and as nothing else."""
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"  # its key is its content's
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _outline(
    request: HttpRequest,
    draft: ImportDraft,
    chapter: int,
    *,
    said: str,
    place: tuple[int | None, int | None] = (None, None),
) -> HttpResponse:
    anchor = "outline" if place[0] is None else f"b-{place[0]}-{place[1]}"
    if place[0] is not None and place[1] is None:
        anchor = f"s-{place[0]}"
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, said)
        return redirect(address(draft, chapter, anchor))
    if chapter != chapter_of(request):
        return HttpResponse(headers={"HX-Redirect": address(draft, chapter)})
    return _part(request, draft, chapter, said=said, place=place)


def _part(request: HttpRequest, draft: ImportDraft, chapter: int, **more: Any) -> HttpResponse:
    wording = _wording(request) if "refusal" in more else None
    found = queries.review_page(draft, chapter, wording=wording)
    is_placed = found.has(*more.get("place", (None, None)))
    context = {"draft": draft, "page": found, "oob": True, **more}
    context["is_placed"] = is_placed
    return render(request, "importing/outline_part.html", context)


def _said(made: Correction) -> str:
    number = f"{(made.section or 0) + 1}.{(made.block or 0) + 1}"
    kind = str(KINDS.get(made.value, "")).lower()
    sentences = {
        "kind": _("%(number)s is changed: %(kind)s."),
        "accept": _("The heading stays as it is.")
        if made.block is None
        else _("%(number)s stays as it is."),
        "join_section": _("The section goes on with the one before."),
        "join_blocks": _("%(number)s and the block after it are one."),
        "split_block": _("%(number)s is parted in two."),
        "leave_out": _("%(number)s is left out."),
        "take_back": _("The line stands in the text again."),
        "choose_reasons": _("The list at %(number)s holds the reasons."),
        "no_reasons": _("No list holds reasons."),
        "begin_chapter": _("A chapter begins here."),
        "join_chapters": _("The chapter goes on with the one before."),
        "reword": _("The words are changed."),
        "name_chapter": _("The chapter has its name."),
    }
    return sentences[made.change] % {"number": number, "kind": kind}


def _parting(request: HttpRequest) -> Place | None:
    """The block that is to be parted: `?part=0-3`."""
    section, _dash, block = request.GET.get("part", "").partition("-")
    found = whole_number(section), whole_number(block)
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def _wording(request: HttpRequest) -> tuple[int, int | None, str | None] | None:
    """What is to be put right: `?word=0-3` a block, `?word=0` a heading; or as it was sent."""
    typed = None
    if request.method == "POST":
        if request.POST.get("change") != "reword":
            return None
        said = request.POST.get("section", ""), "", request.POST.get("block", "")
        typed = request.POST.get("words", "")
    else:
        said = request.GET.get("word", "").partition("-")
    section, block = whole_number(said[0]), whole_number(said[2])
    if section is None or (block is None and (said[1] or said[2])):
        return None
    return section, block, typed


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))
