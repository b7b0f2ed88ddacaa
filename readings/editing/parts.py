"""A section that a tool has open: its text, its blocks and their keys, under the chapter's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from readings.editing.actions import StaleEdit, refuse_stale
from readings.editing.drafts import draft_of
from readings.groups.permissions import require_text
from readings.text.markdown import ReasonText, RenderedBlock, render_section
from readings.text.models import Chapter, Section
from readings.text.queries import lock_chapter
from readings.text.writing import ReasonDraft, SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import User

LONGEST_HEADING = 300
LONGEST_SUMMARY = 300


@dataclass(frozen=True)
class Part:
    """A section as it stands, with its blocks and their keys."""

    section: Section
    draft: SectionDraft
    blocks: list[RenderedBlock]
    keys: tuple[str, ...]


def open_part(user: User | None, section: Section, base_version: int) -> tuple[Chapter, Part]:
    """Locks the chapter and reads the section as it stands. Raises StaleEdit."""
    require_text(user, section.chapter.book.group)
    chapter = lock_chapter(section.chapter_id)
    stands = Section.objects.select_related("version").get(pk=section.pk)
    if stands.removed_at is not None:
        raise StaleEdit([stands])
    refuse_stale(chapter, {stands.pk: base_version})
    draft = draft_of(stands)
    blocks = rendered(draft.body, draft.reasons)
    text, stood = stands.current.plain_text, stands.current.blocks
    if not reads(blocks, [text[start:end] for _key, _kind, start, end in stood]):
        raise ValidationError(
            _("This text was saved by an older version of the site. Open the section and save it.")
        )
    return chapter, Part(stands, draft, blocks, tuple(key for key, *_rest in stood))


def rendered(body: str, reasons: Sequence[ReasonDraft]) -> list[RenderedBlock]:
    """The blocks of a section. Raises TextProblem."""
    texts = [
        ReasonText(reason.key, number, reason.text, reason.commentary)
        for number, reason in enumerate(reasons, 1)
    ]
    return render_section(body, reasons=texts)


def reads(blocks: Sequence[RenderedBlock], texts: Sequence[str]) -> bool:
    """Whether the blocks have these texts."""
    return [block.text for block in blocks] == list(texts)


def sections_in_order(chapter: Chapter) -> list[Section]:
    """The sections that stand."""
    return list(chapter.sections.filter(removed_at=None).order_by("order", "pk"))


def clean_heading(words: str, section: Section | None = None) -> str:
    """The heading to store for a section, None for a new one.

    Raises ValidationError where it is too long, or missing though the section is not the first.
    """
    heading = " ".join(words.split())
    if not heading and section is None:
        raise ValidationError({"heading": _("Give the new section a heading.")})
    if not heading and section and sections_in_order(section.chapter)[0] != section:
        raise ValidationError({"heading": _("Only the first section can be without a heading.")})
    if len(heading) > LONGEST_HEADING:
        said = _("A heading has at most %(most)s characters.") % {"most": LONGEST_HEADING}
        raise ValidationError({"heading": said})
    return heading


def summary_of(what: str, why: str) -> str:
    """The line of the version history: what the tool did, and why its user says."""
    return f"{what} {why}".strip()[:LONGEST_SUMMARY]
