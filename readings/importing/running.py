"""The long work on an import: reading its file, and saving its chapters.

Each is done by one task at a time: it takes the draft up under the number of its run, and whatever
it writes is written under that number. A task that was thought to be lost finds another number.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from readings.importing.actions import Imported, Refused, import_outline, standing_chapter
from readings.importing.books import BookOutline
from readings.importing.locating import locate
from readings.importing.models import ImportDraft, ImportPicture
from readings.importing.outline import Outline
from readings.importing.pandoc.reader import STEPS
from readings.importing.problems import ImportProblem
from readings.importing.progress import listening
from readings.importing.reading import plain_words, read_file, read_pictures
from readings.importing.storing import outline_as_data, outline_of_data
from readings.importing.texts import Form, read_book
from readings.text.actions import start_reading
from readings.text.markdown import TextProblem
from readings.text.models import Chapter
from readings.text.pictures import PictureProblem, preview
from readings.text.problems import problem_in_words
from readings.text.queries import lock_chapter

MOST_SHOWN = 5_000_000  # characters of a document
State = ImportDraft.State
log = logging.getLogger("studyguide.importing")


class Superseded(Exception):
    """Another run has the draft now, or it was discarded."""


def read_draft(pk: int, run: int) -> None:
    """Reads the file of a draft that waits for it. What is wrong with it is written there."""
    draft = _take_up(pk, run, State.WAITING, State.READING)
    if draft is None:
        return
    with _language_of(draft), _failures_into(draft, State.FAILED):
        # The words of a document, to be shown beside its outline, take as long as pandoc's tree.
        behind = 0 if draft.is_text else STEPS // 2
        with listening(lambda done, total: _write(draft, step=done, steps=total + behind)):
            book = _read(draft)
        previews = _previews(draft, book.pictures)
        with transaction.atomic():
            _write(draft, state=State.READY, outline=outline_as_data(book), **_names(draft, book))
            draft.pictures.all().delete()
            ImportPicture.objects.bulk_create(previews, batch_size=100)


def save_draft(pk: int, run: int) -> None:
    """Makes the chosen chapters, each in a transaction of its own, so that others can write
    meanwhile; what an earlier run saved is not made again. The group gets them all at the end."""
    draft = _take_up(pk, run, State.QUEUED, State.SAVING)
    if draft is None:
        return
    with _language_of(draft), _failures_into(draft, State.READY):
        assert draft.outline is not None
        chapters = chosen(draft, outline_of_data(draft.outline))
        pictures = _pictures(draft, chapters)
        for outline in chapters[len(draft.chapters) :]:
            with transaction.atomic():
                draft.chapters.append(_save(draft, outline, pictures))
                steps = {"step": len(draft.chapters), "steps": len(chapters)}
                _write(draft, chapters=draft.chapters, **steps)
        _finish(draft)


def chosen(draft: ImportDraft, book: BookOutline) -> list[Outline]:
    """The chapters that are to be saved."""
    return [o for place, o in enumerate(book.chapters) if place not in draft.skipped]


def standing_of(draft: ImportDraft, outline: Outline) -> Chapter | None:
    """The chapter of the book that an update would make into this one."""
    title = outline.chapter_title or ""
    return standing_chapter(draft.title, outline.chapter_number, title, draft.group)


def facts_of(draft: ImportDraft) -> dict[str, Any]:
    """What the new book's row is given."""
    names = ("author", "language", "source", "rights")
    return {name: value for name in names if (value := getattr(draft, name))}


def _pictures(draft: ImportDraft, outlines: list[Outline]) -> Mapping[str, bytes]:
    """The file's pictures, read anew: the draft keeps none."""
    if not any(outline.pictures for outline in outlines):
        return {}
    return read_pictures(bytes(draft.file.data))


def _save(draft: ImportDraft, outline: Outline, pictures: Mapping[str, bytes]) -> int:
    standing = standing_of(draft, outline)
    update = standing is not None and str(standing.pk) in draft.updates
    if standing is not None and update:
        standing = lock_chapter(standing.pk)
        if standing.revision != draft.updates[str(standing.pk)]:
            message = _("“%(chapter)s” has changed meanwhile: look again at what the update does.")
            raise Refused(message % {"chapter": standing})
    imported = import_outline(
        user=draft.owner,
        outline=outline,
        book=draft.title,
        group=draft.group,
        update=update,
        pictures=pictures,
        **facts_of(draft),
    )
    _log(draft, imported)
    return imported.chapter.pk


def _log(draft: ImportDraft, imported: Imported) -> None:
    """A row in the admin's log, as for whatever else staff save of a text."""
    if not draft.owner.is_staff or not (imported.created or imported.updated):
        return
    said = _("Imported from a pasted text.")
    if draft.name:
        said = _("Imported from the file “%(name)s”.") % {"name": draft.name}
    LogEntry.objects.log_actions(
        user_id=draft.owner_id,
        queryset=[imported.chapter],
        action_flag=ADDITION if imported.created else CHANGE,
        change_message=said,
        single_object=True,
    )


@transaction.atomic
def _finish(draft: ImportDraft) -> None:
    """Puts the chapters on the group's list; the file and its outline are needed no more."""
    if draft.group is not None:
        for chapter in Chapter.objects.filter(pk__in=draft.chapters).order_by("number"):
            start_reading(user=draft.owner, group=draft.group, chapter=chapter)
    _write(draft, state=State.DONE, outline=None, problem="", problem_code="")
    draft.corrections.all().delete()
    draft.pictures.all().delete()
    draft.file.delete()


def _take_up(pk: int, run: int, before: str, now: str) -> ImportDraft | None:
    """The draft, if this run is the first to take it: at most one does."""
    mine = ImportDraft.objects.filter(pk=pk, run=run, state=before)
    if not mine.update(state=now, touched_at=timezone.now()):
        return None
    draft: ImportDraft = ImportDraft.objects.select_related("owner", "group").get(pk=pk)
    return draft


def _write(draft: ImportDraft, **fields: Any) -> None:
    """Writes these fields, as a sign of life too. Raises Superseded."""
    mine = ImportDraft.objects.filter(pk=draft.pk, run=draft.run)
    at_work = mine.filter(state__in=(State.READING, State.SAVING))
    if not at_work.update(touched_at=timezone.now(), **fields):
        raise Superseded


def _read(draft: ImportDraft) -> BookOutline:
    data = bytes(draft.file.data)
    if draft.is_text:
        form: Form = "markdown" if draft.form == "markdown" else "text"
        return read_book(data, name=draft.name, form=form)
    book = read_file(data, name=draft.name)
    draft.file.shown = plain_words(data)[:MOST_SHOWN].replace("\0", "")
    draft.file.save(update_fields=["shown"])
    return locate(book, draft.file.shown.split("\n"))


def _previews(draft: ImportDraft, pictures: Mapping[str, bytes]) -> list[ImportPicture]:
    """The file's pictures as the review shows them."""
    found = []
    for number, (key, content) in enumerate(pictures.items(), 1):
        with suppress(PictureProblem):
            found.append(ImportPicture(draft=draft, key=key, preview=preview(content)))
        if not number % 50:
            _write(draft)  # a sign of life
    return found


def _names(draft: ImportDraft, book: BookOutline) -> dict[str, str]:
    """What the file says of the book, where nobody has said otherwise."""
    first = book.chapters[0]
    said = {"title": book.title, "author": book.author, "language": book.language}
    said = {**first.facts, **{name: value for name, value in said.items() if value}}
    names = ("title", "author", "language", "source", "rights")
    fields = {field.name: field for field in ImportDraft._meta.concrete_fields}
    return {
        name: str(said[name])[: fields[name].max_length]
        for name in names
        if name in said and not getattr(draft, name)
    }


@contextmanager
def _language_of(draft: ImportDraft) -> Iterator[None]:
    with translation.override(draft.owner.language or settings.LANGUAGE_CODE):
        yield


@contextmanager
def _failures_into(draft: ImportDraft, state: str) -> Iterator[None]:
    """What goes wrong is written into the draft in words for its owner; a fault of ours goes on
    its way too."""
    try:
        yield
    except Superseded:
        log.info("Import %s was taken up by another run, or discarded.", draft.pk)
    except ImportProblem as problem:
        _fail(draft, state, problem.message, problem.code)
    except TextProblem as problem:
        _fail(draft, state, problem_in_words(problem), "text")
    except (Refused, PermissionDenied) as refusal:
        _fail(draft, state, str(refusal), "refused")
    except ValidationError as error:
        _fail(draft, state, " ".join(error.messages), "refused")
    except Exception:
        message = _("Something went wrong here, and not with your file. It has been noted down.")
        _fail(draft, state, message, "fault")
        raise


def _fail(draft: ImportDraft, state: str, message: str, code: str) -> None:
    mine = ImportDraft.objects.filter(pk=draft.pk, run=draft.run)
    said = {"problem": message[:500], "problem_code": code}
    mine.update(state=state, chapters=[], touched_at=timezone.now(), **said)
