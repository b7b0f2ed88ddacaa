"""Every write of moderation: flagging a note, hiding it, showing it again, leaving it as it is.

Only its author changes a note's words. Nobody decides about a note of their own, and nobody about
one that they may not read, such as an answer that is withheld from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation.actions import announce
from readings.annotation.models import Flag, Note
from readings.annotation.models.flags import MAX_REASON
from readings.annotation.querysets import may_moderate
from readings.groups.actions import audit
from readings.groups.permissions import Permission, allows, require
from readings.text.markdown import readable
from readings.text.queries import hold_chapter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from readings.groups.models import User

    Flags = QuerySet[Flag]


@transaction.atomic
def flag_note(*, user: User, note: Note, reason: str, words: str = "") -> Flag:
    """Asks those who moderate the group to look at another's note.

    A flag of the same person that is still open goes: the latest words stand. Raises
    ValidationError beside `reason` or `words` for what cannot be stored, and for a note that is
    gone or hidden; PermissionDenied for one's own and for one that the person may not read.
    """
    note = _held(note)
    require(user, Permission.FLAG, note.reading.group)
    if note.author_id == user.pk or not _sees(user, note):
        raise PermissionDenied
    if not note.stands:
        raise ValidationError(_("This note is no longer shown: there is nothing to flag."))
    words = _clean(words, "words")
    if reason not in Flag.Reason.values:
        raise ValidationError({"reason": _("Say what is wrong with it.")})
    if reason == Flag.Reason.OTHER and not words:
        raise ValidationError({"words": _("Say in a few words what is wrong with it.")})
    standing = Flag.objects.filter(note=note, by=user, outcome=Flag.Outcome.OPEN)
    if same := standing.filter(reading=note.reading_id, reason=reason, words=words).first():
        return same
    # Anew, not changed: whoever leaves a note as it is says which flags they have read.
    standing.delete()
    return Flag.objects.create(note=note, reading=note.reading, by=user, reason=reason, words=words)


@transaction.atomic
def take_back_flag(*, user: User, note: Note) -> bool:
    """Takes one's open flag away, without a trace; tells whether there was one."""
    note = _held(note)
    require(user, Permission.FLAG, note.reading.group)
    gone, _models = _open(note).filter(by=user).delete()
    return bool(gone)


@transaction.atomic
def settle_flags(*, user: User, note: Note, upto: int) -> int:
    """Leaves the note as it is; tells how many flags that settled.

    `upto` is the key of the last flag that was read: what came in since stays open.
    """
    note, _for_site = _moderated(user, note)
    settled = _settle(user, _open(note).filter(pk__lte=upto), Flag.Outcome.LEFT)
    if settled:
        _audit_flags(user, note, "left", settled)
    return settled


@transaction.atomic
def hide_note(*, user: User, note: Note, reason: str) -> Note:
    """Puts a line in the place of the note's words, with who hid it and why; settles its flags.

    One that is hidden already stays as it is. Raises ValidationError beside `reason` where that is
    missing or too long, and for a note that its author has deleted.
    """
    note, for_site = _moderated(user, note)
    reason = _clean(reason, "reason")
    if not reason:
        raise ValidationError({"reason": _("Say why: everybody who could read the note sees it.")})
    if note.deleted_at is not None:
        raise ValidationError(_("Its author has deleted this note."))
    if note.hidden_at is not None:
        return note
    announce(note, "note.hidden", -1, user)
    note.hidden_at, note.hidden_by, note.hidden_reason = timezone.now(), user, reason
    note.hidden_for_site = for_site
    _save(note)
    settled = _settle(user, _open(note), Flag.Outcome.HIDDEN)
    _audit(user, note, "note.hidden", person=note.author, reason=reason, for_site=for_site)
    if settled:
        _audit_flags(user, note, "hidden", settled)
    return note


@transaction.atomic
def show_note(*, user: User, note: Note) -> Note:
    """Shows a hidden note again, with its count and its mark; one that is shown stays so.

    Raises PermissionDenied also for what a moderator of the site has hidden, but for such a one.
    """
    note, _for_site = _moderated(user, note)
    if note.hidden_at is None:
        return note
    if note.hidden_for_site and not may_moderate(user):
        raise PermissionDenied(
            _("A moderator of the site has hidden this note: a facilitator cannot restore it.")
        )
    hidden_by = note.hidden_by_id
    note.hidden_at, note.hidden_by, note.hidden_reason = None, None, ""
    note.hidden_for_site = False
    _save(note)
    if note.deleted_at is None:
        announce(note, "note.shown", +1, user)
    _audit(user, note, "note.shown", person=note.author, hidden_by=hidden_by)
    return note


def _held(note: Note) -> Note:
    """The note as it stands; nobody else writes on its chapter before this transaction is done."""
    hold_chapter(note.reading.chapter_id)
    related = Note.objects.select_related(
        "author", "reading__group", "reading__chapter", "root__target", "target", "thread_question"
    )
    found: Note = related.get(pk=note.pk)
    return found


def _moderated(user: User, note: Note) -> tuple[Note, bool]:
    """The note, and whether the person decides for the site and not as the group's facilitator.

    A moderator of the site does so in an archived group too: its pages are still read.
    """
    note = _held(note)
    group = note.reading.group
    if note.author_id == user.pk:
        raise PermissionDenied(_("Others decide about what you wrote yourself."))
    if allows(user, Permission.MODERATE, group) and _sees(user, note):
        return note, False
    if may_moderate(user) and note.audience == Note.Audience.GROUP:
        return note, True
    require(user, Permission.MODERATE, group)
    raise PermissionDenied


def _sees(user: User, note: Note) -> bool:
    return Note.objects.present_to(user).filter(pk=note.pk).exists()


def _open(note: Note) -> Flags:
    here = Flag.objects.filter(note=note, reading=note.reading_id)
    return here.filter(outcome=Flag.Outcome.OPEN)


def _settle(user: User, flags: Flags, outcome: Flag.Outcome) -> int:
    return flags.update(outcome=outcome, settled_at=timezone.now(), settled_by=user)


def _save(note: Note) -> None:
    note.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "hidden_for_site"])


def _clean(words: str, field: str) -> str:
    """The words to store. Raises ValidationError beside the field when there are too many."""
    words = readable(words.replace("\r\n", "\n")).strip()
    if len(words) > MAX_REASON:
        raise ValidationError({field: _("Say it in %(most)s characters.") % {"most": MAX_REASON}})
    return words


def _audit_flags(user: User, note: Note, outcome: str, flags: int) -> None:
    """Who flagged, and in which words, is for those who moderate: the log has neither. Nor does
    this entry concern the note's author, who is told what the log has about them."""
    _audit(user, note, "flag.settled", outcome=outcome, flags=flags)


def _audit(
    user: User, note: Note, what: str, *, person: User | None = None, **facts: object
) -> None:
    reading = note.reading
    audit(
        actor=user,
        what=what,
        about=str(reading.chapter),
        person=person,
        group=reading.group,
        note=str(note.uid),
        **facts,
    )
