"""What a newer file changes in a chapter: a draft for every section, none of its notes touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readings.importing.matching import SectionWords, match_sections
from readings.importing.outline import OutlineReason, OutlineSection, section_markdown
from readings.text.blockmatching import NewBlock, OldBlock, match_blocks
from readings.text.markdown import below_sections, source_blocks
from readings.text.models import Chapter, Reason, Section
from readings.text.writing import ReasonDraft, SectionDraft


@dataclass(frozen=True)
class Standing:
    """A section as it stands, with its reasons in their order."""

    section: Section
    reasons: tuple[Reason, ...]

    def draft(self, order: int) -> SectionDraft:
        """The draft that changes nothing but perhaps the section's place."""
        rows = tuple(ReasonDraft(r.text, r.commentary, r.key) for r in self.reasons)
        section = self.section
        return SectionDraft(
            section.heading, section.body, rows, section.pk, order=order, slug=section.slug
        )


def standing_sections(chapter: Chapter) -> list[Standing]:
    """The chapter's sections in their order."""
    sections = chapter.sections.filter(removed_at=None).select_related("version")
    return [
        Standing(
            section, tuple(Reason.objects.current().filter(section=section).order_by("number"))
        )
        for section in sections.order_by("order", "pk")
    ]


def plan(standing: Sequence[Standing], sections: Sequence[OutlineSection]) -> list[SectionDraft]:
    """The drafts that make the standing sections these. A section whose words are the same gets a
    draft that changes no word of it, however its Markdown is written in the file."""
    sources = match_sections(
        [SectionWords(s.section.heading, s.section.current.plain_text) for s in standing],
        [SectionWords(s.heading or "", "\n".join(b.text for b in s.blocks)) for s in sections],
    )
    drafts = [
        _draft(section, order, None if at is None else standing[at])
        for order, (section, at) in enumerate(zip(sections, sources, strict=True))
    ]
    gone = [s for at, s in enumerate(standing) if at not in sources]
    removed = [replace(s.draft(s.section.order), reasons=(), removed=True) for s in gone]
    return [*_with_keys(drafts, sections, standing), *removed]


def footnote_moves(old: Mapping[int, str], new: Mapping[int, str]) -> dict[int, int]:
    """Which footnote has which number now, known by its words: one more shifts all after it."""
    before, after = sorted(old), sorted(new)
    found = match_blocks(
        [OldBlock(str(number), "", "footnote", old[number]) for number in before],
        [NewBlock("", "footnote", new[number]) for number in after],
    )
    return {int(key): number for number, key in zip(after, found, strict=True) if key is not None}


def _draft(section: OutlineSection, order: int, standing: Standing | None) -> SectionDraft:
    body = section_markdown(section)
    new = SectionDraft(section.heading or "", body, _reasons(section), order=order)
    if standing is None:
        return new
    same = standing.draft(order)
    if _written(same.body) == _written(body):
        new = replace(new, body=same.body)
    new = replace(new, section_id=same.section_id, slug=same.slug)
    is_same = (new.heading, new.body) == (same.heading, same.body)
    return same if is_same and _same_reasons(section, standing.reasons) else new


def _written(body: str) -> list[str]:
    """The section's Markdown in the form in which a file has it."""
    return below_sections(block.markdown for block in source_blocks(body))


def _items(section: OutlineSection) -> list[OutlineReason]:
    return [item for block in section.blocks for item in block.items]


def _reasons(section: OutlineSection) -> tuple[ReasonDraft, ...]:
    return tuple(ReasonDraft(i.markdown, i.commentary or "") for i in _items(section))


def _same_reasons(section: OutlineSection, reasons: Sequence[Reason]) -> bool:
    items = _items(section)
    return len(items) == len(reasons) and all(
        _one_line(item.markdown) == _one_line(reason.text)
        and (item.commentary is None or _trimmed(item.commentary) == _trimmed(reason.commentary))
        for item, reason in zip(items, reasons, strict=True)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _trimmed(commentary: str) -> str:
    return commentary.replace("\r\n", "\n").strip()


def _with_keys(
    drafts: Sequence[SectionDraft], sections: Sequence[OutlineSection], standing: Sequence[Standing]
) -> list[SectionDraft]:
    """The drafts with the keys of the reasons that go on, wherever in the chapter they are now.
    A reason keeps its commentary where the file's format has no place for any."""
    kept = {reason.key for draft in drafts for reason in draft.reasons}
    old = {r.key: r for s in standing for r in s.reasons if r.key not in kept}
    places = {r.key: s.section.pk for s in standing for r in s.reasons}
    new = [
        (n, m)
        for n, draft in enumerate(drafts)
        for m, reason in enumerate(draft.reasons)
        if not reason.key
    ]
    found = match_blocks(
        [OldBlock(key, places[key], "reason", _one_line(r.text)) for key, r in old.items()],
        [
            NewBlock(drafts[n].section_id or f"new {n}", "reason", drafts[n].reasons[m].text)
            for n, m in new
        ],
    )
    rows = [list(draft.reasons) for draft in drafts]
    for (n, m), key in zip(new, found, strict=True):
        if key is not None:
            silent = _items(sections[n])[m].commentary is None
            commentary = old[key].commentary if silent else rows[n][m].commentary
            rows[n][m] = replace(rows[n][m], key=key, commentary=commentary)
    return [replace(draft, reasons=tuple(own)) for draft, own in zip(drafts, rows, strict=True)]
