"""Corrections that readers propose, and what those who edit the text make of them.

Accepting one is an edit of the text like any other, with its notes; it also settles the note that
proposed it, on the words that stand there now.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation import tallies
from readings.annotation.actions import add_note
from readings.annotation.models import Erratum, Note, Target
from readings.annotation.pointers import Pointer, StalePlace, blocks_touched, set_span
from readings.annotation.resettling import settle
from readings.editing.actions import Edit, edit_chapter, edit_footnotes
from readings.editing.parts import LONGEST_HEADING
from readings.editing.rewording import reworded, stands
from readings.groups.actions import record
from readings.groups.permissions import require_text
from readings.text.differences import counterpart
from readings.text.markdown import readable
from readings.text.models import Chapter, Reading
from readings.text.queries import hold_chapter, lock_chapter
from readings.text.writing import SectionChange, SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import User

MAX_WORDS = 5000
MAX_WHY = 1000
KINDS = (Target.Kind.PASSAGE, Target.Kind.FOOTNOTE, Target.Kind.SECTION)


class NotOpen(Exception):
    """The proposal was decided on, or withdrawn, in the meantime; the text of it says so."""

    def __init__(self, erratum: Erratum) -> None:
        gone = _("This correction was withdrawn.")
        done = {
            Erratum.State.ACCEPTED.value: _("This correction was accepted already."),
            Erratum.State.DECLINED.value: _("This correction was declined already."),
        }
        super().__init__(done.get(erratum.state, gone))


class ByHand(Exception):
    """The words cannot be put into the text without a person; the text of it says why."""


@transaction.atomic
def propose_correction(
    *,
    author: User,
    reading: Reading,
    pointer: Pointer,
    new_words: str,
    why: str,
    uid: uuid.UUID | None = None,
) -> Note:
    """Writes a note, for the group, that proposes other words: for a passage, footnote or heading.

    Sending twice stores once, as with any note. Raises ValidationError beside `new_words` or
    `body` for what cannot be stored, and StalePlace where the old words stand no longer.
    """
    old, new = pointer.exact.strip(), clean_words(new_words)
    if pointer.kind == Target.Kind.SECTION:
        new = " ".join(new.split())
    _refuse_words(pointer, old, new)
    if len(why) > MAX_WHY:
        raise ValidationError({"body": _("Say it in %(most)s characters.") % {"most": MAX_WHY}})
    if uid and Erratum.objects.filter(note__uid=uid).exclude(new_words=new).exists():
        uid = None  # other words are another proposal
    note = add_note(author=author, reading=reading, pointer=pointer, body=why, uid=uid)
    words = {"old_words": old, "new_words": new}
    _erratum, is_new = Erratum.objects.get_or_create(note=note, defaults=words)
    if is_new and note.target is not None and note.target.words != old:
        raise StalePlace
    return note


@transaction.atomic
def accept_correction(
    *,
    user: User,
    erratum: Erratum,
    base_version: int,
    draft: SectionDraft | None = None,
    footnote: tuple[str, str] | None = None,
    summary: str = "",
    correction: bool = False,
) -> Edit:
    """Edits the text, or the footnote, as it was proposed; the reader is credited with it.

    `draft` is the section as the editor wrote it with the proposal at hand; without one the words
    are put in by rule. `footnote` is the same for a proposal on a footnote: how the editor saw it,
    and how it is to read. `base_version` is the version that the editor saw, `correction` and
    `summary` are those of `edit_chapter`, which may raise as it does. Raises NotOpen, and ByHand
    where no rule can put the words in, or where the editor has left the old ones.
    """
    require_text(user, erratum.note.reading.chapter.book.group)
    chapter = lock_chapter(erratum.note.reading.chapter_id)
    erratum, target = _open(erratum)
    place = (target.section_id, target.start, target.end)
    if draft is None and target.kind == Target.Kind.FOOTNOTE:
        edit = _mend_footnote(user, chapter, erratum, footnote)
    else:
        draft = draft or _drafted(erratum)
        edit = edit_chapter(
            user=user,
            chapter=chapter,
            base_versions={draft.section_id: base_version} if draft.section_id else {},
            changes=[draft],
            summary=summary,
            correction=correction,
        )
        if not edit.changes and stands(erratum):
            raise ByHand(_("The text still reads as before: change it, or decline."))
    change = edit.changes[0] if edit.changes else None
    erratum.version = change.new if change else None
    erratum.footnote_change = edit.footnote_change
    _decide(erratum, user, Erratum.State.ACCEPTED)
    _stand(target, erratum, change, place)
    # Where the note stands now is counted anew.
    tallies.recount(erratum.note.reading_id, _announce(erratum, user, "note.corrected"))
    return edit


@transaction.atomic
def decline_correction(*, user: User, erratum: Erratum, answer: str) -> Erratum:
    """Leaves the text as it is, and says why; the proposer and the group read that.

    Raises ValidationError beside `answer` when nothing is said, and NotOpen.
    """
    require_text(user, erratum.note.reading.chapter.book.group)
    hold_chapter(erratum.note.reading.chapter_id)
    erratum, _target = _open(erratum)
    erratum.answer = readable(answer.replace("\r\n", "\n")).strip()
    if not erratum.answer:
        raise ValidationError({"answer": _("Say why: the reader sees it at the proposal.")})
    if len(erratum.answer) > MAX_WHY:
        raise ValidationError({"answer": _("Say it in %(most)s characters.") % {"most": MAX_WHY}})
    _decide(erratum, user, Erratum.State.DECLINED)
    _announce(erratum, user, "note.declined")
    return erratum


def clean_words(words: str) -> str:
    """Words as a text can hold them: without space around them and what no page can show."""
    return readable(words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def most_words(kind: str) -> int:
    """How many characters may be proposed for what is of this kind."""
    return LONGEST_HEADING if kind == Target.Kind.SECTION else MAX_WORDS


def too_many() -> str:
    """What is said of a place with more words than one correction is about."""
    said = _("Choose fewer words: a correction is about %(most)s characters at most.")
    return said % {"most": MAX_WORDS}


def _refuse_words(pointer: Pointer, old: str, new: str) -> None:
    if pointer.kind not in KINDS or not old:
        raise ValidationError(_("Choose the words that are wrong."))
    if len(old) > MAX_WORDS:
        raise ValidationError(too_many())
    if not new:
        said = _("Write the words as they should be. To take words out, choose some around them.")
    elif new == old:
        said = _("These are the words as they stand: change what is wrong.")
    elif len(new) > most_words(pointer.kind):
        said = _("Write at most %(most)s characters.") % {"most": most_words(pointer.kind)}
    else:
        return
    raise ValidationError({"new_words": said})


def _open(erratum: Erratum) -> tuple[Erratum, Target]:
    """The proposal as it stands under the lock on its chapter, and its place. Raises NotOpen."""
    found = (
        Erratum.objects.select_related(
            "note__author", "note__reading", "note__target__section__version",
            "note__target__block", "note__target__footnote",
        )
        .select_for_update(of=("self",))
        .get(pk=erratum.pk)
    )  # fmt: skip
    note, target = found.note, found.note.target
    if not found.is_open or note.deleted_at or note.hidden_at or target is None:
        raise NotOpen(found)
    return found, target


def _drafted(erratum: Erratum) -> SectionDraft:
    draft = reworded(erratum)
    if draft is None:
        raise ByHand(_("These words cannot be put into the text by rule: edit the section."))
    return draft


def _mend_footnote(
    user: User, chapter: Chapter, erratum: Erratum, written: tuple[str, str] | None
) -> Edit:
    """A footnote is proposed as it is written, so it is taken over whole."""
    note = erratum.note.target.footnote if erratum.note.target else None
    if note is None or note.removed_at:
        raise ByHand(_("The footnote is gone, so the correction can only be declined."))
    seen, words = written or (erratum.old_words, erratum.new_words)
    if note.body != seen:
        raise ByHand(_("The footnote reads otherwise by now: see what stands there."))
    words = clean_words(words)
    if not words or words == note.body == erratum.old_words:
        raise ByHand(_("The footnote still reads as before: change it, or decline."))
    standing = chapter.footnotes.filter(removed_at=None).values_list("number", "body")
    wanted = {**dict(standing), note.number: words}
    changed = words != note.body
    edit = Edit(chapter, [], edit_footnotes(user=user, chapter=chapter, footnotes=wanted))
    edit.footnote_change = note.changes.last() if changed else None
    return edit


def _decide(erratum: Erratum, user: User, state: Erratum.State) -> None:
    erratum.state, erratum.decided_by, erratum.decided_at = state, user, timezone.now()
    erratum.save()


def _stand(
    target: Target,
    erratum: Erratum,
    change: SectionChange | None,
    place: tuple[int | None, int | None, int | None],
) -> None:
    """Puts the note where its old words stood, on what stands there now. Nobody is asked.

    Where nothing is left there the note is put away.
    """
    target = Target.objects.select_related("section__version", "block").get(pk=target.pk)
    section, start, end = place
    same = target.is_lost or target.section_id == section
    if change and change.old and start is not None and end is not None and same:
        _put(target, change, *_now(erratum, change, start, end))
    if target.is_lost:
        target.archived_at = timezone.now()
        target.save(update_fields=["archived_at"])
    else:
        target.first_exact = target.exact
        settle(target)


def _now(erratum: Erratum, change: SectionChange, start: int, end: int) -> tuple[int, int]:
    """Where the new words stand, or what an editor wrote in place of the old ones."""
    assert change.old is not None
    old, new, words = change.old.plain_text, change.new.plain_text, erratum.new_words
    if old[:start] + words + old[end:] == new:
        return start, start + len(words)
    return counterpart(old, new, start, end)


def _put(target: Target, change: SectionChange, start: int, end: int) -> None:
    words = change.new.plain_text[start:end]
    if words.strip():
        start += len(words) - len(words.lstrip())
        target.section = change.section
        key = blocks_touched(change.new, start, end)[0]
        target.block = next(block for block in change.blocks if block.key == key)
        set_span(target, change.new.plain_text, start, start + len(words.strip()))
        target.state = "placed"


def _announce(erratum: Erratum, user: User, kind: str) -> int:
    """Tells the group, the proposer among them; returns the number under which it stands."""
    group = erratum.note.reading.group_id
    return record(group_id=group, kind=kind, actor=user, object_id=erratum.note_id)
