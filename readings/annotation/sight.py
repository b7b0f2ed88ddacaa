"""Who gains sight of a note, and who loses it: what its author sees before sharing it.

All of it follows from `unveiled`, the rule by which notes are read. `Look.seen` is a mark of what
was shown; the verb looks again under its locks and does nothing where the mark is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.models import Note, Question, Target
from readings.annotation.querysets import unveiled
from readings.groups.models import Membership, StudyGroup
from readings.groups.queries import members_of
from readings.text.models import Reading, Section

if TYPE_CHECKING:
    from readings.groups.models import User

NAMED = 5  # people whom a sentence names


@dataclass(frozen=True)
class Look:
    """What sharing `note` does, in `reading`, where it will be read.

    `along` are the notes under it that go with it, `gains` and `loses` the memberships of those
    whose sight of it changes, `missing` the authors under it who are not in that group.
    """

    note: Note
    reading: Reading
    gains: Sequence[Membership] = ()
    loses: Sequence[Membership] = ()
    along: Sequence[Note] = ()
    missing: Sequence[User] = ()
    place: tuple[object, ...] = field(default=())

    @cached_property
    def seen(self) -> str:
        """The mark of what is shown here."""
        parts = (self._people(self.gains), self._people(self.loses), self._words(), self._place())
        return "-".join(parts)

    def same_but_for_people(self, seen: str) -> bool:
        return seen.split("-")[2:] == self.seen.split("-")[2:]

    def changes_since(self, seen: str) -> list[str]:
        """In sentences, what is other than what was shown under that mark."""
        was, now = seen.split("-"), self.seen.split("-")
        if len(was) != len(now):
            return []
        said = [*_came(self.gains, was[0]), *_went(self.gains, was[0])]
        if was[1] != now[1]:
            said.append(_("Those who would no longer see it are others now."))
        if was[2] != now[2]:
            said.append(_("The note, or what was said under it, is not what it was."))
        if was[3] != now[3]:
            said.append(_("Its place in the text is another."))
        return said

    @property
    def live(self) -> list[Note]:
        """What goes along and was not deleted."""
        return [note for note in self.along if note.deleted_at is None]

    @property
    def waits(self) -> bool:
        """Whether others see it only once they have answered the question themselves."""
        question = self.note.thread_question
        same = self.reading.pk == self.note.reading_id
        return same and question is not None and question.reveal == Question.Reveal.ANSWERED

    @staticmethod
    def _people(memberships: Iterable[Membership]) -> str:
        return ".".join(str(pk) for pk in sorted(one.pk for one in memberships))

    def _words(self) -> str:
        """A note's words are others after each edit, and it was deleted or hidden at a time."""
        states = [
            (one.pk, one.audience, one.edited_at, one.deleted_at, one.hidden_at)
            for one in (self.note, *self.along)
        ]
        return short_mark(states)

    def _place(self) -> str:
        return short_mark([self.reading.pk, *self.place])


def short_mark(facts: Iterable[object]) -> str:
    """The same facts have the same mark."""
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()[:12]


def sight_of_sharing(note: Note) -> Look:
    """What becomes of a private note that its group is given."""
    seeing = _seeing(note, note.reading.group)
    gains = [one for one in seeing if one.user_id != note.author_id]
    return Look(note, note.reading, gains, along=under(note), place=place_of_words(note))


def sight_of_copy(note: Note, reading: Reading) -> Look:
    """What becomes of its words as a new note for the group of another reading."""
    members = members_of(reading.group)
    gains = [one for one in members if one.user_id != note.author_id]
    return Look(note, reading, gains, place=place_of_words(note))


def sight_of_move(note: Note, reading: Reading) -> Look:
    """What becomes of a thread that goes to another reading with all that was said under it."""
    along = under(note)
    gains: list[Membership] = []
    loses: list[Membership] = []
    members = members_of(reading.group)
    there = {one.user_id for one in members}
    if note.audience == Note.Audience.GROUP:
        before = _seeing(note, note.reading.group)
        here = {one.user_id for one in before} | {note.author_id}
        gains = [one for one in members if one.user_id not in here]
        loses = [one for one in before if one.user_id not in there]
    written = {one.author_id: one.author for one in along if one.deleted_at is None}
    missing = [author for pk, author in written.items() if pk not in there]
    return Look(note, reading, gains, loses, along, missing, place_of_words(note))


def opens_answers(look: Look) -> bool:
    """Whether its author sees others' answers from then on: the first answer that is shared."""
    question = look.note.question
    if question is None or not look.waits:
        return False
    mine = Note.objects.filter(
        question=question, author=look.note.author_id, audience="group", deleted_at=None
    )
    return not mine.exists()


def under(note: Note) -> list[Note]:
    """What was said under it, oldest first, deleted and hidden notes too."""
    return list(Note.objects.filter(root=note).select_related("author").order_by("pk"))


def words_place(note: Note) -> Target | None:
    """What its words are about: its own place, that of its thread, or that of the question."""
    head = note.root or note
    if head.target is not None:
        return head.target
    return head.thread_question.target if head.thread_question is not None else None


def place_of_words(note: Note) -> tuple[object, ...]:
    """Where that stands, to be held against later."""
    target = words_place(note)
    if target is None:
        return ()
    where = (target.section_id, target.block_id, target.reason_id, target.footnote_id)
    return (target.kind, *where, target.start, target.end, target.state, target.exact)


def other_readings(user: User, note: Note) -> list[Reading]:
    """Where else the person reads the same chapter and may write, by the names of the groups."""
    readings = Reading.objects.visible_to(user).with_chapter().order_by("group__name", "pk")
    found = readings.filter(chapter=note.reading.chapter_id, group__archived_at=None)
    others = list(found.exclude(pk=note.reading_id))
    for reading in others:
        # Known now, so that the permission table need not ask again.
        known = {name: getattr(reading, f"viewer_{name}") for name in ("role", "until")}
        known["id"] = user.pk
        reading.group.__dict__.update({f"viewer_{name}": value for name, value in known.items()})
    return others


def standing_section(target: Target) -> Section | None:
    """The section of a place that has lost its words, if that still stands."""
    section = target.section
    return section if section is not None and section.removed_at is None else None


def _seeing(note: Note, group: StudyGroup) -> list[Membership]:
    """The members who read it once it is the group's, facilitators of this moment first."""
    read = Note.objects.filter(unveiled(OuterRef("user")), pk=note.pk)
    return _sorted(group.memberships.filter(Q(Exists(read))).select_related("user"))


def _sorted(memberships: QuerySet[Membership]) -> list[Membership]:
    return sorted(memberships, key=lambda m: (not m.facilitates, m.user.display_name.casefold()))


def _came(gains: Sequence[Membership], was: str) -> list[str]:
    known = set(was.split("."))
    new = [str(one.user) for one in gains if str(one.pk) not in known]
    if not new:
        return []
    if len(new) > NAMED:
        more = len(new) - NAMED
        new = [*new[:NAMED], ngettext("%(n)s other", "%(n)s others", more) % {"n": more}]
    names = get_text_list(new, _("and"))
    return [_("Since you looked, these would see it too: %(names)s.") % {"names": names}]


def _went(gains: Sequence[Membership], was: str) -> list[str]:
    now = {str(one.pk) for one in gains}
    gone = len([pk for pk in was.split(".") if pk and pk not in now])
    said = ngettext(
        "%(n)s person who would have seen it is no longer among them.",
        "%(n)s people who would have seen it are no longer among them.",
        gone,
    )
    return [said % {"n": gone}] if gone else []
