"""The verbs on an import before it is saved: each checks who asks, and none touches a text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.permissions import require_text
from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply
from readings.importing.formats import format_of
from readings.importing.models import ImportCorrection, ImportDraft, ImportSource
from readings.importing.problems import ImportProblem
from readings.importing.reading import MAX_FILE
from readings.importing.storing import outline_as_data, outline_of_data
from readings.importing.texts import Form, form_of

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User

State = ImportDraft.State

MOST_AT_ONCE = 20  # imports that one person has in work
MOST_UNDONE = 50  # corrections that can be taken back
STUCK_AFTER = timedelta(minutes=3)  # without a sign of life; no single step takes so long
KEPT = timedelta(days=30)
KEPT_WHEN_DONE = timedelta(days=7)


class Outdated(Exception):
    """The page that was sent shows the outline as it is no more; nothing was changed."""


@transaction.atomic
def begin_import(
    *, user: User, group: StudyGroup | None, data: bytes, name: str = "", form: Form | None = None
) -> ImportDraft:
    """Keeps a file, to be read. `form` is for pasted text, whose name says nothing.

    Raises ImportProblem for what no reader takes, and for one import too many.
    """
    require_text(user, group)
    if ImportDraft.objects.filter(owner=user).unfinished().count() >= MOST_AT_ONCE:
        message = _("You have %(most)s imports in work. Save or discard one of them first.")
        raise ImportProblem(message % {"most": MOST_AT_ONCE}, code="busy")
    if len(data) > MAX_FILE:
        message = _("The file is larger than %(most)s bytes.")
        raise ImportProblem(message % {"most": f"{MAX_FILE:,}"}, code="too_large")
    found = format_of(data)
    draft = ImportDraft(owner=user, group=group, name=name[-255:], size=len(data), run=1)
    if found == "text":
        draft.form = form or form_of(name)
    elif found == "html":
        draft.form = found
    _forget_old()
    draft.save()
    ImportSource.objects.create(draft=draft, data=data)
    return draft


@transaction.atomic
def correct_import(
    *, user: User, draft: ImportDraft, revision: int, correction: Correction
) -> ImportDraft:
    """Makes one correction of the outline that was seen as `revision`.

    Raises ImportProblem where it cannot be made, Outdated where another came before it.
    """
    draft = held(user, draft, revision)
    old = outline_of_data(draft.outline)
    new = apply(old, correction)
    more = len(new.chapters) - len(old.chapters)
    draft.skipped = _shifted(draft.skipped, correction.chapter, more)
    return _kept(draft, new)


@transaction.atomic
def undo_correction(*, user: User, draft: ImportDraft, revision: int) -> ImportDraft:
    """Takes the last correction back; where there is none, nothing changes. Raises Outdated."""
    draft = held(user, draft, revision)
    last = draft.corrections.first()
    if last is None:
        return draft
    assert draft.outline is not None
    draft.outline["chapters"][last.start : last.end] = last.before
    draft.skipped = last.skipped
    draft.revision += 1
    last.delete()
    draft.save()
    return draft


@transaction.atomic
def name_import(
    *,
    user: User,
    draft: ImportDraft,
    revision: int,
    skipped: Collection[int] = (),
    names: Mapping[int, tuple[int | None, str]] | None = None,
    **facts: str,
) -> ImportDraft:
    """Says what the book is called (`facts`: title, author, language, source, rights), which of the
    chapters stay out, and the numbers and titles of chapters, by their places. Raises Outdated."""
    draft = held(user, draft, revision)
    book = outline_of_data(draft.outline)
    chapters = list(book.chapters)
    for place, (number, title) in (names or {}).items():
        if not 0 <= place < len(chapters):
            raise Outdated
        words = " ".join(title.split()) or None
        chapters[place] = replace(chapters[place], chapter_number=number, chapter_title=words)
    for fact, value in facts.items():
        setattr(draft, fact, value)
    places = range(len(chapters))
    stay_out = sorted(set(skipped).intersection(places))
    if chapters != list(book.chapters):
        draft = _kept(draft, replace(book, chapters=tuple(chapters)))
    draft.skipped = stay_out
    draft.save()
    return draft


@transaction.atomic
def read_again(*, user: User, draft: ImportDraft, revision: int, text: str) -> ImportDraft:
    """Puts a corrected text in the place of the file; it is to be read anew, and the corrections
    of the old outline are gone. Raises Outdated; ImportProblem for a file that is no text."""
    draft = held(user, draft, revision, (State.READY, State.FAILED))
    if not draft.is_text:
        raise ImportProblem(_("The text of such a file cannot be changed here."), code="format")
    data = text.encode()
    ImportSource.objects.filter(draft=draft).update(data=data)
    draft.size = len(data)
    draft.corrections.all().delete()
    draft.skipped, draft.outline = [], None
    return waiting(draft, State.WAITING)


@transaction.atomic
def try_again(*, user: User, draft: ImportDraft) -> ImportDraft:
    """Lets a file that could not be read, or whose task was lost, be taken up once more."""
    draft = _locked(user, draft)
    if draft.state == State.FAILED:
        return waiting(draft, State.WAITING)
    return _taken_up_again(draft) if is_stuck(draft) else draft


@transaction.atomic
def discard_import(*, user: User, draft: ImportDraft) -> None:
    """Forgets the file and all that was done to its outline. A task that has it finds it gone."""
    _locked(user, draft).delete()


def forget_imports(*, person: User) -> None:
    """Forgets every import of somebody whose account goes; the chapters that they made stay."""
    ImportDraft.objects.filter(owner=person).delete()


def is_stuck(draft: ImportDraft) -> bool:
    """Whether a task should have it, and has shown no sign of life for long."""
    return draft.is_at_work and draft.touched_at < timezone.now() - STUCK_AFTER


@transaction.atomic
def sweep() -> list[ImportDraft]:
    """Deletes imports that nobody goes on with; returns those whose task was lost, to be started
    again. A second time in a row such a task fails, for it may be what ended the first."""
    _forget_old()
    stuck = timezone.now() - STUCK_AFTER
    lost = ImportDraft.objects.select_for_update().light().untouched_since(stuck)
    again = []
    for draft in lost.filter(state__in=(State.READING, State.SAVING, State.WAITING, State.QUEUED)):
        if draft.state == State.READING and draft.run > 1:
            draft.state, draft.problem_code = State.FAILED, "lost"
            draft.problem = _("Reading the file was broken off twice.")
            draft.save()
            continue
        again.append(_taken_up_again(draft))
    return again


def _forget_old() -> None:
    now = timezone.now()
    ImportDraft.objects.untouched_since(now - KEPT).delete()
    ImportDraft.objects.filter(state=State.DONE).untouched_since(now - KEPT_WHEN_DONE).delete()


def _taken_up_again(draft: ImportDraft) -> ImportDraft:
    saving = draft.state in (State.QUEUED, State.SAVING)
    return waiting(draft, State.QUEUED if saving else State.WAITING)


def waiting(draft: ImportDraft, state: str) -> ImportDraft:
    draft.state, draft.run = state, draft.run + 1
    draft.step = draft.steps = 0
    draft.problem = draft.problem_code = ""
    draft.save()
    return draft


def _locked(user: User, draft: ImportDraft) -> ImportDraft:
    require_text(user, draft.group)
    found: ImportDraft = (
        ImportDraft.objects.select_for_update(of=("self",)).select_related("group").get(pk=draft.pk)
    )
    return found


def held(
    user: User, draft: ImportDraft, revision: int, states: Collection[str] = (State.READY,)
) -> ImportDraft:
    """The draft as it was seen, locked until the transaction is done. Raises Outdated."""
    draft = _locked(user, draft)
    if draft.state not in states or draft.revision != revision:
        raise Outdated
    return draft


def _kept(draft: ImportDraft, book: BookOutline) -> ImportDraft:
    """Writes the new outline, and what it takes to have the old one back."""
    assert draft.outline is not None
    data = outline_as_data(book)
    old, new = draft.outline["chapters"], data["chapters"]
    start = _alike(old, new)
    behind = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    was = ImportDraft.objects.values_list("skipped", flat=True).get(pk=draft.pk)
    draft.revision += 1
    ImportCorrection.objects.create(
        draft=draft,
        revision=draft.revision,
        start=start,
        end=len(new) - behind,
        before=old[start : len(old) - behind],
        skipped=was,
    )
    oldest = draft.corrections.values_list("pk", flat=True)[MOST_UNDONE:]
    ImportCorrection.objects.filter(pk__in=list(oldest)).delete()
    draft.outline = data
    draft.save()
    return draft


def _alike(old: Sequence[Any], new: Sequence[Any]) -> int:
    """How many chapters both begin with."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _shifted(skipped: Sequence[int], at: int, more: int) -> list[int]:
    """The places of the chapters that stay out, after one was parted from the chapter at this place
    (`more` is 1), or that chapter went on with the one before (-1)."""
    moves: dict[int, Callable[[int], list[int]]] = {
        0: lambda place: [place],
        1: lambda place: [place, place + 1] if place == at else [place + (place > at)],
        -1: lambda place: [] if place == at else [place - (place > at)],
    }
    return [new for place in skipped for new in moves[more](place)]
