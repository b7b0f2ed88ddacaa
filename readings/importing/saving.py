"""Asking for the chapters of an import: what stands in the way, and what an update would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from readings.editing import effects, soon
from readings.importing.actions import Refused, import_outline, outline_digest, places_before
from readings.importing.books import BookOutline
from readings.importing.drafting import State, held, waiting
from readings.importing.models import ImportDraft
from readings.importing.outline import Outline
from readings.importing.running import chosen, facts_of, standing_of
from readings.importing.storing import outline_of_data
from readings.text.markdown import TextProblem
from readings.text.models import Chapter
from readings.text.picture_files import stand_in

if TYPE_CHECKING:
    from readings.groups.models import User

MOST_FORESEEN = 5  # updates that are tried for the page; each is an edit of a whole chapter


@dataclass(frozen=True)
class Standing:
    """A chapter that is there already with another text, what an update would do to its notes
    ("" where there are too many to try), and which groups that read it meet within a day."""

    chapter: Chapter
    foreseen: str
    meetings: list[str]


def standing_chapters(draft: ImportDraft, book: BookOutline) -> list[Standing]:
    """The chapters that the draft could update."""
    pairs = [(outline, _other(draft, outline)) for outline in chosen(draft, book)]
    found = [(outline, chapter) for outline, chapter in pairs if chapter is not None]
    foresee = len(found) <= MOST_FORESEEN
    return [
        Standing(
            chapter,
            _foreseen(draft, outline) if foresee else "",
            [soon.said(meeting) for meeting in soon.meetings_soon(chapter.pk)],
        )
        for outline, chapter in found
    ]


@transaction.atomic
def ask_to_save(
    *, user: User, draft: ImportDraft, revision: int, updates: Mapping[int, int]
) -> ImportDraft:
    """Lets the chosen chapters be saved. `updates` names the standing chapters that are to become
    what the file says, each with the revision whose update was foreseen.

    Raises Refused with what is missing or in the way, Outdated.
    """
    draft = held(user, draft, revision)
    assert draft.outline is not None
    outlines = chosen(draft, outline_of_data(draft.outline))
    _refuse_unnamed(draft, outlines)
    for outline in outlines:
        chapter = _other(draft, outline)
        if chapter is not None and updates.get(chapter.pk) != chapter.revision:
            raise Refused(_in_the_way(chapter, updates))
    draft.updates = {str(key): seen for key, seen in updates.items()}
    draft.chapters = []
    return waiting(draft, State.QUEUED)


def _refuse_unnamed(draft: ImportDraft, outlines: list[Outline]) -> None:
    if not outlines:
        raise Refused(_("Choose at least one chapter."))
    if not draft.title:
        raise Refused(_("Say which book the text belongs to."))
    if unnamed := [n for n, outline in enumerate(outlines, 1) if not outline.chapter_title]:
        raise Refused(_("Give chapter %(number)s a title.") % {"number": unnamed[0]})
    numbers = Counter(o.chapter_number for o in outlines if o.chapter_number is not None)
    if twice := [number for number, count in numbers.items() if count > 1]:
        raise Refused(_("Two chapters have the number %(number)s.") % {"number": twice[0]})


def _in_the_way(chapter: Chapter, updates: Mapping[int, int]) -> str:
    if chapter.pk in updates:
        message = _("“%(chapter)s” has changed meanwhile: look again at what the update does.")
    else:
        message = _(
            "“%(chapter)s” is there already, with another text. Update it, or give another number "
            "and title."
        )
    return message % {"chapter": chapter}


def _other(draft: ImportDraft, outline: Outline) -> Chapter | None:
    """The standing chapter, if it says anything else than the outline."""
    chapter = standing_of(draft, outline)
    if chapter is None:
        return None
    is_same = chapter.import_digest == outline_digest(outline, outline.chapter_title or "")
    return None if is_same and outline.chapter_number in (None, chapter.number) else chapter


def _foreseen(draft: ImportDraft, outline: Outline) -> str:
    """What an update would do to the notes; it is tried and taken back."""
    names: dict[str, Any] = {"book": draft.title, "group": draft.group}
    with transaction.atomic():
        try:
            before = places_before(outline, **names)
            chapter = standing_of(draft, outline)
            if chapter is not None:
                stand_in(chapter.book, outline.pictures)
            done = import_outline(
                user=draft.owner, outline=outline, update=True, **names, **facts_of(draft)
            )
            told = effects.sentence(effects.measure(before, done.targets))
        except (Refused, TextProblem) as problem:
            told = str(problem)
        transaction.set_rollback(True)
    return told
