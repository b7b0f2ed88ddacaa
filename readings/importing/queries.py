"""What the pages of an import show: one function a page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from readings.groups.models import StudyGroup
from readings.importing.books import BookOutline
from readings.importing.correcting import (
    ListChoice,
    block_lines,
    can_be_reworded,
    kinds_for,
    lists_of,
    words_of,
)
from readings.importing.looks import rendered
from readings.importing.markdown.pictures import words_of_pictures
from readings.importing.models import ImportDraft, ImportPicture
from readings.importing.outline import Outline, OutlineBlock, Place
from readings.importing.storing import outline_of_data
from readings.text.models import Block, Chapter, Picture, Reading

if TYPE_CHECKING:
    from readings.groups.models import User

KINDS = {**dict(Block.Kind.choices), "section": _("Section heading")}


def get_import(user: User, uid: uuid.UUID) -> ImportDraft:
    """Raises Http404 unless it is the person's own, in a place where they may import."""
    drafts = ImportDraft.objects.visible_to(user).select_related("group")
    draft: ImportDraft | None = drafts.filter(uid=uid).first()
    if draft is None:
        raise Http404
    return draft


def get_preview(user: User, uid: uuid.UUID, key: str) -> bytes:
    """One of the pictures of a person's own import. Raises Http404."""
    drafts = ImportDraft.objects.visible_to(user).filter(uid=uid)
    found = ImportPicture.objects.filter(draft__in=drafts, key=key).first()
    if found is None:
        raise Http404
    return bytes(found.preview)


def begun_by(user: User) -> QuerySet[ImportDraft]:
    """Every import that the person began and that still stands, wherever that is."""
    return ImportDraft.objects.filter(owner=user).select_related("group").light().order_by("pk")


def drafts_of(user: User, group: StudyGroup | None) -> list[ImportDraft]:
    """The person's imports in work for the group, or for the site; the latest first."""
    mine = ImportDraft.objects.visible_to(user).filter(group=group)
    return list(mine.unfinished().light())


def made_readings(draft: ImportDraft) -> list[Reading]:
    """The group's readings of what a finished import made, as far as they are still there."""
    readings = Reading.objects.filter(group=draft.group, chapter__in=draft.chapters)
    return list(readings.with_chapter().order_by("chapter__number"))


def made_chapters(draft: ImportDraft) -> list[Chapter]:
    """The chapters that a finished import made for the site."""
    chapters = Chapter.objects.filter(pk__in=draft.chapters).select_related("book")
    return list(chapters.order_by("number"))


@dataclass(frozen=True)
class FoundBlock:
    """A block of the outline with what can be done to it. `lines` are those of the source."""

    section: int
    block: int
    number: str
    kind: str
    kind_name: Any
    text: str
    footnotes: tuple[int, ...]
    items: tuple[str, ...]
    doubts: tuple[str, ...]
    kinds: list[tuple[str, Any]]
    lines: tuple[int, int] | None
    is_first: bool
    is_last: bool
    can_be_reworded: bool
    html: SafeString

    @property
    def can_be_parted(self) -> bool:
        return self.kind not in ("reasons", "table", "image", "heading", "code")


@dataclass(frozen=True)
class FoundSection:
    index: int
    heading: str | None
    doubts: tuple[str, ...]
    blocks: list[FoundBlock]


@dataclass(frozen=True)
class ChapterLine:
    """A chapter in the list of them: its place, name, and how many doubts there are in it."""

    index: int
    outline: Outline
    doubts: int
    skipped: bool


@dataclass(frozen=True)
class Wording:
    """A block, or the heading of a section, whose words are being put right. `words` are those that
    stand there, or that were typed and refused."""

    section: int
    block: int | None
    words: str

    @property
    def rows(self) -> int:
        """How high a field should be."""
        return max(3, min(16, sum(1 + len(row) // 70 for row in self.words.split("\n"))))


@dataclass(frozen=True)
class ReviewPage:
    """One chapter of an import with all that is said about it. `parts` are the lines at which the
    block at `parting` can be parted; `wording` is what is being put right, if anything is."""

    draft: ImportDraft
    book: BookOutline
    index: int
    outline: Outline
    sections: list[FoundSection]
    chapters: list[ChapterLine]
    warnings: list[str]
    lists: list[ListChoice]
    can_undo: bool
    parting: Place | None
    parts: list[str]
    wording: Wording | None

    @property
    def has_reasons(self) -> bool:
        return any(choice.chosen for choice in self.lists)

    def has(self, section: int | None, block: int | None) -> bool:
        """Whether a block, or without one a section, stands at this place."""
        if section is None or section >= len(self.sections):
            return False
        return block is None or block < len(self.sections[section].blocks)

    @property
    def left_out_of_book(self) -> tuple[str, ...]:
        """Lines that belong to no chapter; they are shown with the first."""
        return () if self.index else self.book.left_out

    @property
    def left_out_count(self) -> int:
        return len(self.outline.left_out) + len(self.left_out_of_book)

    @property
    def doubts(self) -> list[tuple[FoundSection, FoundBlock | None, str]]:
        """Every doubtful guess, with where it stands."""
        return [
            (section, block, doubt)
            for section in self.sections
            for block, doubts in [
                (None, section.doubts),
                *((block, block.doubts) for block in section.blocks),
            ]
            for doubt in doubts
        ]


def review_page(
    draft: ImportDraft,
    index: int,
    parting: Place | None = None,
    wording: tuple[int, int | None, str | None] | None = None,
) -> ReviewPage:
    """The chapter with this place; the nearest one where there is none. `wording` is the section
    and the block whose words are put right, and the words as they were typed, if they were.

    Raises ImportProblem when another release kept the outline.
    """
    book = outline_of_data(draft.outline)
    index = max(0, min(index, len(book.chapters) - 1))
    outline = book.chapters[index]
    chapters = [
        ChapterLine(n, o, len(o.doubts), n in draft.skipped) for n, o in enumerate(book.chapters)
    ]
    placed = {doubt.message for doubt in outline.doubts}
    said = [*(book.warnings if index == 0 else ()), *outline.warnings]
    return ReviewPage(
        draft=draft,
        book=book,
        index=index,
        outline=outline,
        sections=_sections(outline, rendered(outline, _addresses(draft, outline))),
        chapters=chapters,
        warnings=[warning for warning in dict.fromkeys(said) if warning not in placed],
        lists=lists_of(outline),
        can_undo=draft.corrections.exists(),
        parting=parting,
        parts=_parts(outline, parting),
        wording=_wording(outline, *wording) if wording else None,
    )


def _addresses(draft: ImportDraft, outline: Outline) -> dict[str, str]:
    """Where the chapter's pictures are to be had: with the import, or in a book that is here."""
    keys = set(outline.pictures)
    if not keys:
        return {}
    own = set(draft.pictures.filter(key__in=keys).values_list("key", flat=True))
    here = Picture.objects.visible_to(draft.owner).filter(key__in=keys - own)
    there = set(here.values_list("key", flat=True)) if keys - own else set()
    found = {key: reverse("import-picture", args=[draft.uid, key]) for key in own}
    return found | {key: reverse("picture", args=[key]) for key in there}


def _sections(outline: Outline, html: list[list[str]]) -> list[FoundSection]:
    return [
        FoundSection(
            s,
            section.heading,
            tuple(doubt.message for doubt in section.doubts),
            [
                _block(block, s, b, len(section.blocks), html[s][b] if html[s] else "")
                for b, block in enumerate(section.blocks)
            ],
        )
        for s, section in enumerate(outline.sections)
    ]


def _block(block: OutlineBlock, s: int, b: int, count: int, html: str) -> FoundBlock:
    return FoundBlock(
        section=s,
        block=b,
        number=f"{s + 1}.{b + 1}",
        kind=block.kind,
        kind_name=KINDS[block.kind],
        text=block.text or words_of_pictures(block.markdown),
        footnotes=block.footnotes,
        items=tuple(item.text for item in block.items),
        doubts=tuple(doubt.message for doubt in block.doubts),
        kinds=[(kind, KINDS[kind]) for kind in (block.kind, *kinds_for(block))],
        lines=block.lines,
        is_first=not s and not b,
        is_last=b == count - 1,
        can_be_reworded=can_be_reworded(block),
        html=mark_safe(html),  # the renderer's, which passed the sanitiser
    )


def _wording(outline: Outline, s: int, b: int | None, typed: str | None) -> Wording | None:
    try:
        section = outline.sections[s]
        words = (section.heading or "") if b is None else words_of(section.blocks[b])
    except IndexError:
        return None
    return Wording(s, b, words if typed is None else typed)


def _parts(outline: Outline, parting: Place | None) -> list[str]:
    if parting is None:
        return []
    section, block = parting
    try:
        return block_lines(outline.sections[section].blocks[block])
    except IndexError:
        return []
