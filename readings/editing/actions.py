"""Editing a chapter's text: one transaction that writes the versions and moves every target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from readings.annotation import tallies
from readings.annotation.models import Target
from readings.annotation.placing import State
from readings.editing.carrying import carry, follow_footnote
from readings.editing.recalling import recall
from readings.groups.actions import record
from readings.groups.permissions import require_text
from readings.groups.rows import update_rows
from readings.text.actions import move_places, set_footnotes
from readings.text.auditing import audit_chapter
from readings.text.models import Chapter, FootnoteChange, Reading, Section, SectionVersion
from readings.text.queries import lock_chapter
from readings.text.writing import SectionChange, SectionDraft, write_sections

if TYPE_CHECKING:
    from readings.groups.models import User


class StaleEdit(Exception):
    """Somebody saved the section after this editor opened it; `sections` are those."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        names = ", ".join(section.name for section in sections)
        super().__init__(
            _("Somebody else has saved “%(names)s” since you opened it.") % {"names": names}
        )


@dataclass
class Edit:
    """What an edit did: the sections written, and every target whose place or state changed.

    `footnote_change` is that of the one footnote that a correction was about."""

    chapter: Chapter
    changes: list[SectionChange] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    footnote_change: FootnoteChange | None = None

    def count(self, state: State) -> int:
        return sum(target.state == state for target in self.targets)


@transaction.atomic
def edit_chapter(
    *,
    user: User | None,
    chapter: Chapter,
    base_versions: Mapping[int, int],
    changes: Sequence[SectionDraft],
    summary: str = "",
    correction: bool = False,
    rearranged: bool = False,
    restored: SectionVersion | None = None,
) -> Edit:
    """Writes the changed sections and carries every note and question along.

    With `correction` (the words were merely mended) what has a place keeps its state, so nobody is
    asked whether a note still fits; what has lost its words is lost all the same. `rearranged`
    says that words only changed their sections (see sectioning.py): then readers are told of no
    correction. `restored` is the version whose text comes back: lost places that stood in it come
    back too.

    `base_versions` says, by section id, which version the editor had open; raises StaleEdit when
    another stands by now, SectionProblem when a text cannot be rendered. Nothing is saved then.
    """
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    refuse_stale(chapter, base_versions)
    written = write_sections(
        chapter=chapter,
        drafts=changes,
        user=user,
        summary=summary,
        correction=correction,
        rearranged=rearranged,
    )
    edit = Edit(chapter, written)
    if written:
        edit.targets = carry(written, correction=correction, rearranged=rearranged)
        if restored is not None:
            found = {target.pk: target for target in recall(restored, written)}
            edit.targets = [t for t in edit.targets if t.pk not in found] + [*found.values()]
        move_places(chapter=chapter)
        _announce(chapter, user)
        versions = {change.section.slug or "opening": change.new.number for change in written}
        audit_chapter(user, "text.edited", chapter, versions=versions)
    return edit


@transaction.atomic
def edit_footnotes(
    *, user: User | None, chapter: Chapter, footnotes: Mapping[int, str]
) -> list[Target]:
    """Makes the chapter's footnotes these, by number; returns the targets whose note changed.

    A note on a footnote says when its wording changed, and stays with its words when it is gone.
    """
    chapter = lock_chapter(chapter.pk)
    if not set_footnotes(user=user, chapter=chapter, footnotes=footnotes):
        return []
    on_footnotes = Target.objects.filter(chapter=chapter, kind=Target.Kind.FOOTNOTE)
    targets = [t for t in on_footnotes.select_related("footnote") if follow_footnote(t)]
    update_rows(targets, ["exact", "state"])
    _announce(chapter, user)
    return targets


def refuse_stale(chapter: Chapter, base_versions: Mapping[int, int]) -> None:
    """Raises StaleEdit where another version stands than the editor had open."""
    sections = chapter.sections.filter(pk__in=base_versions).select_related("version")
    stale = [s for s in sections if s.version and s.version.number != base_versions[s.pk]]
    if stale:
        raise StaleEdit(stale)


def _announce(chapter: Chapter, user: User | None) -> None:
    """Tells every group that reads the chapter, and counts their notes anew."""
    for reading in Reading.objects.filter(chapter=chapter).order_by("group"):
        seq = record(
            group_id=reading.group_id, kind="text.edited", actor=user, object_id=chapter.pk
        )
        tallies.recount(reading.pk, seq)
