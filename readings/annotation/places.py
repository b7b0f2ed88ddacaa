"""Places that notes stand on, as people know them: “2.5”, “reason 7”, a section, a footnote."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from readings.annotation.fragments import kept
from readings.annotation.models import Target
from readings.annotation.placing import State
from readings.groups import asked
from readings.text.markdown.pictures import words_of
from readings.text.models import Block, Footnote, Reading, Reason, Section
from readings.text.queries import section_at

MISSING = (Block.DoesNotExist, Reason.DoesNotExist, Section.DoesNotExist, Footnote.DoesNotExist)


class Place(NamedTuple):
    """Something in a reading that notes stand on: `path` is its address below the chapter's.

    `row` is the key of the block, reason, section or footnote, `start` and `end` are where a
    reason stands in its section (code points).
    """

    kind: str
    path: str
    name: str
    words: str = ""
    key: str = ""
    number: int | None = None
    row: int | None = None
    section: int | None = None
    section_slug: str = ""
    start: int = 0
    end: int = 0

    def targets(self, span: tuple[int, int] | None = None) -> Q:
        """Which targets belong here; with a span, those passages that touch it."""
        if span is not None and self.section is not None:
            start, end = span
            return Q(section=self.section, start__lt=end, end__gt=start)
        if self.kind == Target.Kind.REASON:
            within = Q(kind="passage", section=self.section)
            return Q(reason=self.row) | within & Q(start__gte=self.start, start__lt=self.end)
        if self.kind == "archive":
            return Q(archived_at__isnull=False)
        lost = Q(state=State.ORPHANED.value, archived_at=None)
        if self.kind == Target.Kind.SECTION:
            return Q(section=self.section) & (Q(kind="section") | lost)
        if self.kind == Target.Kind.CHAPTER:
            return Q(kind="chapter") | lost
        return Q(**{self.kind: self.row})


def find_place(reading: Reading, kind: str, key: str) -> Place:
    """The place at `b/p3`, `r/r7`, `s/slug` or `f/2`, kept until the chapter's text changes.

    A section is found at its former addresses too; the place's `path` is the present one. Raises
    one of MISSING.
    """
    find, key = FINDERS.get(kind), asked.key(key)
    if find is None or not key:
        raise Block.DoesNotExist
    name = ("place", reading.chapter_id, reading.chapter.revision, kind, key, get_language())
    return kept(name, lambda: find(reading, key))


def _block(reading: Reading, key: str) -> Place:
    blocks = Block.objects.current().select_related("section__version").defer("html")
    block: Block = blocks.get(chapter=reading.chapter_id, key=key)
    words = block.section.current.plain_text[block.start : block.end]
    if block.kind == Block.Kind.IMAGE:
        words = words_of(block.html)
    return Place(
        "block",
        f"b/{key}",
        block.number,
        words,
        key,
        row=block.pk,
        section=block.section_id,
        section_slug=block.section.slug,
    )


def _reason(reading: Reading, key: str) -> Place:
    reasons = Reason.objects.current().select_related("section")
    reason: Reason = reasons.get(section__chapter=reading.chapter_id, key=key)
    return Place(
        "reason",
        f"r/{key}",
        _("reason %(number)s") % {"number": reason.number},
        reason.text,
        key,
        row=reason.pk,
        section=reason.section_id,
        section_slug=reason.section.slug,
        start=reason.start,
        end=reason.end,
    )


def _section(reading: Reading, slug: str) -> Place:
    section = section_at(reading.chapter_id, slug)
    if section is None:
        raise Section.DoesNotExist
    name = _("the section “%(name)s”") % {"name": section.name}
    return Place(
        "section",
        f"s/{section.slug}",
        name,
        section.heading,
        section=section.pk,
        section_slug=section.slug,
    )


def _footnote(reading: Reading, said: str) -> Place:
    notes = Footnote.objects.current()
    footnote: Footnote = notes.get(chapter=reading.chapter_id, number=asked.whole_number(said) or 0)
    number = footnote.number
    name = _("footnote %(number)s") % {"number": number}
    return Place("footnote", f"f/{number}", name, footnote.body, number=number, row=footnote.pk)


FINDERS: dict[str, Callable[[Reading, str], Place]] = {
    "b": _block,
    "r": _reason,
    "s": _section,
    "f": _footnote,
}


def chapter_place() -> Place:
    return Place("chapter", "", _("the whole chapter"))


def archive_place() -> Place:
    return Place("archive", "archive", _("the archive"))


def place_of(reading: Reading, target: Target) -> Place:
    """Where a target's notes are read now: for one that lost its block, the section or chapter."""
    block, section = target.block, target.section
    if target.reason is not None and target.reason.removed_at is None:
        return find_place(reading, "r", target.reason.key)
    if block is not None and block.removed_at is None:
        return find_place(reading, "b", block.key)
    if target.footnote is not None and target.footnote.removed_at is None:
        return find_place(reading, "f", str(target.footnote.number))
    if section is not None and section.removed_at is None:
        return find_place(reading, "s", section.slug)
    return chapter_place()
