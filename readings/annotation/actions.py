"""Every write of notes. A note that the group can see takes the group's next number first."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation import tallies
from readings.annotation.models import Erratum, Note, NoteRevision, Placement, Question, Target
from readings.annotation.pointers import Pointer, StalePlace, locate
from readings.groups.actions import audit, record
from readings.groups.permissions import Permission, require
from readings.groups.prepared import insert, insert_values
from readings.text.markdown import MAX_NOTE, render_note
from readings.text.models import Reading
from readings.text.queries import hold_chapter

if TYPE_CHECKING:
    from readings.groups.models import User


def add_note(
    *,
    author: User,
    reading: Reading,
    body: str,
    pointer: Pointer | None = None,
    question: Question | None = None,
    parent: Note | None = None,
    audience: str = Note.Audience.GROUP,
    uid: uuid.UUID | None = None,
    promised: str = "",
) -> Note:
    """Writes a note on a place, an answer to a question or a reply: exactly one of the three.

    A `uid` that is stored already returns that note, so sending twice stores once; other words
    under it are another note. `promised` is whom the form of a reply said it is for (`Note.sight`).
    Raises ValidationError for words that cannot be stored, and for a reply that others would see
    by now; StalePlace for a place that is gone.
    """
    require(author, Permission.ANNOTATE, reading.group)
    body = clean_body(body)
    place = pointer or Pointer("chapter")

    def new(uid: uuid.UUID) -> Note:
        html = render_note(body)
        note = Note(uid=uid, reading=reading, author=author, body=body, html=html)
        note.audience = audience
        return note

    note = new(uid or uuid.uuid4())
    try:
        return _store(note, place, parent, question, promised)
    except (IntegrityError, StalePlace, ValidationError):
        # Refused, or because it is there already: then nothing that has changed since matters.
        stored = Note.objects.filter(uid=note.uid).first()
        if stored is None:
            raise
        if _is_same(stored, note, parent, question):
            return stored
        return _store(new(uuid.uuid4()), place, parent, question, promised)


def _store(
    note: Note,
    pointer: Pointer,
    parent: Note | None,
    question: Question | None,
    promised: str = "",
) -> Note:
    reading = note.reading
    chapter, on_place = reading.chapter, parent is None and question is None
    # Before the lock, which all who write wait for; again under it if the text was edited since.
    target = locate(chapter, pointer, reading) if on_place else None
    with transaction.atomic():
        if hold_chapter(chapter.pk) != chapter.revision and on_place:
            target = locate(chapter, pointer, reading)
        if parent is not None:
            _reply_to(note, parent, promised)
        elif question is not None:
            _answer(note, question, reading)
        elif target is not None:
            note.target = save_target(target)
        insert(note)
        announce(note, "note.added", +1)
    return note


def save_target(target: Target) -> Target:
    """Saves a new target with its first placement."""
    insert(target)
    if target.section is not None and target.section.version_id is not None:
        insert_values(
            Placement,
            {
                "target_id": target.pk,
                "version_id": target.section.version_id,
                "start": target.start,
                "end": target.end,
                "state": target.state,
                "confidence": 1.0,
                "created_at": timezone.now(),
            },
        )
    return target


@transaction.atomic
def edit_note(*, user: User, note: Note, body: str) -> Note:
    """Changes the words; the words before are kept as a revision.

    Raises ValidationError for words that cannot be stored and for a note that was deleted.
    """
    note = hold_own(user, note)
    body = clean_body(body)
    if note.deleted_at is not None:
        raise ValidationError({"body": _("You have deleted this note. Undo that first.")})
    if body == note.body:
        return note
    NoteRevision.objects.create(note=note, body=note.body)
    note.body, note.html, note.edited_at = body, render_note(body), timezone.now()
    note.save(update_fields=["body", "html", "edited_at"])
    announce(note, "note.edited", 0)
    return note


@transaction.atomic
def delete_note(*, user: User, note: Note) -> Note:
    """Takes the note away; `restore_note` brings it back. Replies stay under a stub."""
    note = hold_own(user, note)
    if note.deleted_at is None:
        announce(note, "note.deleted", -1)
        _audit(note, "note.deleted")
        note.deleted_at = timezone.now()
        note.save(update_fields=["deleted_at"])
    return note


@transaction.atomic
def restore_note(*, user: User, note: Note) -> Note:
    """Undoes the deletion."""
    note = hold_own(user, note)
    if note.deleted_at is not None:
        note.deleted_at = None
        note.save(update_fields=["deleted_at"])
        announce(note, "note.restored", +1)
        _audit(note, "note.restored")
    return note


def proposes(note: Note) -> bool:
    """Whether the note proposes a correction that nobody has decided on: such a one stands and
    falls with the words that it is about."""
    erratum: Erratum | None = getattr(note, "erratum", None)
    return erratum is not None and erratum.is_open


def clean_body(body: str) -> str:
    """The words to store. Raises ValidationError beside `body` when there are none or too many."""
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not body:
        raise ValidationError({"body": _("Write something first.")})
    if len(body) > MAX_NOTE:
        raise ValidationError(
            {
                "body": _("This is %(length)s characters long; %(most)s fit.")
                % {"length": len(body), "most": MAX_NOTE}
            }
        )
    return body


def _is_same(stored: Note, note: Note, parent: Note | None, question: Question | None) -> bool:
    """Whether this is the stored note sent once more, also if it was changed in the meantime.

    Raises PermissionDenied where somebody else wrote that one.
    """
    if stored.author_id != note.author_id:
        raise PermissionDenied
    place = (stored.reading_id, stored.parent_id, stored.question_id)
    same_place = place == (note.reading_id, parent and parent.pk, question and question.pk)
    # A reply is as private as what it answers, whatever was asked for.
    same_audience = parent is not None or stored.audience == note.audience
    return (
        same_place
        and same_audience
        and (stored.body == note.body or stored.revisions.filter(body=note.body).exists())
    )


def _reply_to(note: Note, parent: Note, promised: str) -> None:
    seen = Note.objects.visible_to(note.author).filter(reading=note.reading_id)
    answers = seen.select_related("root").filter(pk=parent.pk, deleted_at=None, hidden_at=None)
    answered = answers.first()
    if answered is None:
        raise ValidationError({"body": _("The note that you answer is no longer there.")})
    head = answered.root or answered
    note.parent, note.root = answered, head
    note.thread_question_id = head.thread_question_id
    # What is said under a private note stays as private as the note.
    note.audience = head.audience
    if promised and promised != note.sight:
        raise ValidationError(_seen_by_others(note))


def _seen_by_others(note: Note) -> str:
    """What is said of a thread that was shared or moved after the form for a reply was shown."""
    if note.audience == Note.Audience.ME:
        return _("Only you see this thread by now. Send your reply again if that is what you want.")
    said = _("%(group)s sees this thread by now. Send your reply again if that is what you want.")
    return said % {"group": note.reading.group}


def _answer(note: Note, question: Question, reading: Reading) -> None:
    if question.group_id != reading.group_id or question.chapter_id != reading.chapter_id:
        raise PermissionDenied
    # It may have been withdrawn, or its rule changed, since the page was read.
    question = Question.objects.get(pk=question.pk)
    if question.withdrawn_at is not None:
        raise ValidationError({"body": _("This question was withdrawn.")})
    note.question = note.thread_question = question


def hold_own(user: User, note: Note) -> Note:
    """The note as it stands, if the person wrote it and may write in its group.

    No edit of the text moves its target before this transaction is done.
    """
    hold_chapter(note.reading.chapter_id)
    note = Note.objects.select_related(
        "reading__group", "root__target", "target", "thread_question", "erratum"
    ).get(pk=note.pk)
    require(user, Permission.ANNOTATE, note.reading.group)
    if note.author_id != user.pk:
        raise PermissionDenied
    return note


def announce(note: Note, kind: str, delta: int, actor: User | None = None) -> None:
    """Counts and records a write that every member can see; any other leaves no trace.

    `actor` is its author unless it is said.
    """
    withheld = (
        note.thread_question is not None and note.thread_question.reveal == Question.Reveal.ANSWERED
    )
    if note.audience != Note.Audience.GROUP or note.hidden_at or withheld:
        return
    group, actor = note.reading.group_id, actor or note.author
    seq = record(group_id=group, kind=kind, actor=actor, object_id=note.pk)
    head = note.root or note
    if head.target is not None:
        found = tallies.containers(head.target)
        note.counts = tallies.bump(
            note.reading_id, seq, {container: one * delta for container, one in found.items()}
        )


def _audit(note: Note, what: str) -> None:
    """What others could read does not vanish without a trace; one's own leaves none."""
    if note.audience == Note.Audience.GROUP:
        audit(actor=note.author, what=what, group=note.reading.group, note=str(note.uid))
