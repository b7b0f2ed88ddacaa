"""Letting more people see one's own words, each after a look at who gains sight of them.

A private note becomes its group's; any of one's notes is copied to another of one's groups; a
whole thread moves there. A verb locks what decides about sight (the chapter, then the groups in the
order of their keys), looks once more, and does nothing where its author has seen something else.
"""

from __future__ import annotations

import uuid as uuids

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from readings.annotation import sight, tallies
from readings.annotation.actions import add_note, hold_own, proposes
from readings.annotation.models import Erratum, Note, Target
from readings.annotation.pointers import Pointer
from readings.annotation.sight import Look
from readings.groups.actions import audit, lock, record
from readings.groups.models import StudyGroup, User
from readings.groups.permissions import Permission, require
from readings.text.models import Reading
from readings.text.queries import hold_chapter


class LookAgain(Exception):
    """Nothing was done: who gains sight, or what goes along, is not what the author saw."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


@transaction.atomic
def share_note(*, user: User, note: Note, seen: str) -> Note:
    """Gives one's private note to its group, with all that one said under it.

    `seen` is the mark of the look that the author had. Raises LookAgain where that has changed, and
    ValidationError for what cannot be shared.
    """
    note = hold_own(user, note)
    refuse_sharing(note)
    lock(note.reading.group)
    _as_seen(sight.sight_of_sharing(note), seen)
    _thread(note).update(audience=Note.Audience.GROUP)
    note.audience = Note.Audience.GROUP
    count = _counted(note)
    if count:
        # For the group it has just been written.
        seq = _record(note, "note.added", note.reading)
        note.counts = _bump(note, note.reading, seq, count)
    return note


@transaction.atomic
def copy_note(
    *, user: User, note: Note, reading: Reading, audience: str, uid: uuids.UUID, seen: str
) -> Note:
    """Writes one's words anew on the same place in another reading of the chapter.

    The copy is a note like any other there: of this moment, without replies. Reading is all that is
    asked for in the note's own group, for nothing changes there: words are taken along from a group
    that is archived. The same `uid` twice stores once. Raises LookAgain and ValidationError.
    """
    hold_chapter(note.reading.chapter_id)
    note = _read(note)
    require(user, Permission.READ, note.reading.group)
    if note.author_id != user.pk:
        raise PermissionDenied
    reading = _hold(user, reading)
    stored = Note.objects.filter(uid=uid, author=user, reading=reading).first()
    if stored is not None and note.body in (stored.body, *_former_words(stored)):
        return stored
    refuse_copy(note, reading)
    look = sight.sight_of_copy(note, reading)
    if audience == Note.Audience.GROUP or not look.same_but_for_people(seen):
        _as_seen(look, seen)
    pointer = pointer_of(sight.words_place(note))
    return add_note(
        author=user, reading=reading, body=note.body, pointer=pointer, audience=audience, uid=uid
    )


@transaction.atomic
def move_thread(*, user: User, note: Note, reading: Reading, seen: str) -> Note:
    """Takes a thread that one began, whole, to another of one's groups that reads the chapter.

    Everyone who wrote under it has to be in that group: nobody's words are shown to people and
    taken away from themselves. Dates, addresses and former words stay. Raises LookAgain and
    ValidationError. The note's `counts` are those of the reading that it has left.
    """
    note = hold_own(user, note)
    reading = _hold(user, reading, note.reading.group)
    refuse_move(note, reading)
    look = sight.sight_of_move(note, reading)
    refuse_missing(look)
    _as_seen(look, seen)
    left, count = note.reading, _counted(note)
    _thread(note).update(reading=reading)
    Target.objects.filter(notes=note).update(reading=reading)
    note.reading = reading
    if count:
        _announce_move(note, left, count)
    audit(
        actor=user,
        what="thread.moved",
        group=left.group,
        about=str(left.chapter),
        to=reading.group_id,
        note=str(note.uid),
        notes=1 + len(look.along),
    )
    return note


def refuse_sharing(note: Note) -> None:
    """Raises ValidationError for a note that cannot be given to its group."""
    _refuse_gone(note)
    if note.parent_id is not None:
        raise ValidationError(_("A reply is seen by those who see the note that it is under."))
    if note.audience == Note.Audience.GROUP:
        raise ValidationError(_("The group sees this note already."))
    if note.question is not None and note.question.withdrawn_at is not None:
        raise ValidationError(_("This question was withdrawn."))


def refuse_copy(note: Note, reading: Reading | None = None) -> None:
    """Raises ValidationError for a note whose words say nothing in another group or this one."""
    _refuse_gone(note)
    _refuse_reading(note, reading)
    if _erratum(note) is not None:
        raise ValidationError(_("What is proposed for the text stands where it was proposed."))


def refuse_move(note: Note, reading: Reading | None = None) -> None:
    """Raises ValidationError for what is no thread that can stand in another group or this one."""
    _refuse_gone(note)
    _refuse_reading(note, reading)
    if note.parent_id is not None:
        raise ValidationError(_("A reply goes where its thread goes: you can copy your words."))
    if note.target is None:
        raise ValidationError(_("An answer belongs to its question: you can copy your words."))
    if proposes(note):
        raise ValidationError(_("What you propose is still open: it stays until it is decided on."))


def refuse_missing(look: Look) -> None:
    """Raises ValidationError, with their names, where some who wrote along are not there."""
    if look.missing:
        names = get_text_list([str(one) for one in look.missing], _("and"))
        said = _("%(names)s wrote under it and cannot see %(group)s. You can copy your own words.")
        raise ValidationError(said % {"names": names, "group": look.reading.group})


def pointer_of(target: Target | None) -> Pointer:
    """Points at the same place in the present text. What has lost its words is on the section, or
    on the chapter where that is gone too."""
    if target is None:
        return Pointer("chapter")
    if target.is_lost:
        section = sight.standing_section(target)
        return Pointer("section", section=section.pk) if section else Pointer("chapter")
    version = target.section.version if target.section else None
    keyed = target.reason or target.block
    return Pointer(
        target.kind,
        section=target.section_id,
        version=version.number if version else None,
        start=target.start or 0,
        end=target.end or 0,
        exact=target.exact,
        key=keyed.key if keyed else "",
        number=target.footnote.number if target.footnote else None,
    )


def _refuse_gone(note: Note) -> None:
    if note.deleted_at is not None:
        raise ValidationError(_("You have deleted this note. Undo that first."))
    if note.hidden_at is not None:
        raise ValidationError(_("This note was hidden: it stays where it is."))


def _refuse_reading(note: Note, reading: Reading | None) -> None:
    if reading is None:
        return
    if reading.pk == note.reading_id:
        raise ValidationError(_("It stands in %(group)s already.") % {"group": reading.group})
    if reading.chapter_id != note.reading.chapter_id:
        raise ValidationError(_("Choose another of your groups that reads this chapter."))


def _erratum(note: Note) -> Erratum | None:
    return getattr(note, "erratum", None)


def _read(note: Note) -> Note:
    return Note.objects.select_related(
        "author", "reading__group", "reading__chapter", "erratum", "target__section",
        "root__target__section", "root__thread_question__target",
        "thread_question__target__section",
    ).get(pk=note.pk)  # fmt: skip


def _former_words(note: Note) -> list[str]:
    return list(note.revisions.values_list("body", flat=True))


def _hold(user: User, reading: Reading, *left: StudyGroup) -> Reading:
    """The reading as it stands, if the person may write there. Nobody joins its group, or the
    group that is left, before this transaction is done. They are locked in one order always, so
    that two who lock the same groups wait for each other and not for ever."""
    for group in sorted((reading.group, *left), key=lambda group: group.pk):
        lock(group)
    found: Reading = Reading.objects.select_related("group", "chapter__book").get(pk=reading.pk)
    require(user, Permission.ANNOTATE, found.group)
    return found


def _as_seen(look: Look, seen: str) -> None:
    if look.seen != seen:
        raise LookAgain(look)


def _thread(note: Note) -> QuerySet[Note]:
    return Note.objects.filter(Q(pk=note.pk) | Q(root=note.pk))


def _counted(note: Note) -> int:
    """How many of the thread's notes every member of the group may see."""
    found: int = _thread(note).counted().count()  # type: ignore[attr-defined]
    return found


def _record(note: Note, kind: str, reading: Reading) -> int:
    return record(group_id=reading.group_id, kind=kind, actor=note.author, object_id=note.pk)


def _announce_move(note: Note, left: Reading, count: int) -> None:
    """Counts the thread where it is and no longer where it was."""
    gone = _record(note, "thread.moved", left)
    come = _record(note, "note.added", note.reading)
    note.counts = _bump(note, left, gone, -count)
    _bump(note, note.reading, come, count)


def _bump(note: Note, reading: Reading, seq: int, count: int) -> dict[tallies.Container, int]:
    if note.target is None:
        return {}
    found = tallies.containers(note.target)
    changes = {container: one * count for container, one in found.items()}
    return tallies.bump(reading.pk, seq, changes)
