"""Sections as rows: versions, keys that stay, numbers, marks."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.editing.actions import edit_chapter
from readings.text.actions import create_chapter, get_or_create_book, set_footnotes
from readings.text.markdown import SectionProblem
from readings.text.models import Block, Book, Chapter, Footnote, Reason
from readings.text.writing import ReasonDraft, SectionDraft


def draft(section, body, reasons=()):
    return SectionDraft(section.heading, body, reasons, section.pk, section.order, section.slug)


def edit(chapter, *drafts):
    return edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts)


def keys(section):
    return list(Block.objects.current().filter(section=section).values_list("key", flat=True))


def test_a_chapter_is_stored_three_ways_that_agree(chapter):
    for section in chapter.sections.select_related("version"):
        blocks = list(Block.objects.filter(section=section).order_by("order"))
        text = section.version.plain_text
        assert [[b.key, b.kind, b.start, b.end] for b in blocks] == section.version.blocks
        assert "\n".join(text[b.start : b.end] for b in blocks) == text


def test_numbers_are_section_and_block(chapter):
    numbers = Block.objects.filter(chapter=chapter).values_list("number", "kind")
    assert list(numbers) == [
        ("1.1", "verse"),
        ("1.2", "paragraph"),
        ("1.3", "reasons"),
        ("1.4", "paragraph"),
        ("2.1", "quote"),
        ("2.2", "paragraph"),
    ]


def test_reasons_stand_in_the_text_under_their_lead_in(opening):
    text = opening.version.plain_text
    for reason in opening.reasons.all():
        assert text[reason.start : reason.end] == reason.text
    block = Block.objects.get(section=opening, kind="reasons")
    assert block.lead_in == "They kept to it in order to:"


def test_keys_stay_with_their_words_and_are_never_given_again(chapter):
    section = chapter.sections.get(order=1)
    quote, paragraph = keys(section)
    edit(chapter, draft(section, "A new first paragraph.\n\n" + section.body))
    first, *rest = keys(section)
    assert rest == [quote, paragraph]
    section.refresh_from_db()
    edit(chapter, draft(section, "Something else altogether, about bridges and tides."))
    (last,) = keys(section)
    assert last not in {first, quote, paragraph}
    assert Block.objects.filter(key__in=[first, quote, paragraph], removed_at=None).count() == 0


def test_words_that_come_back_are_a_new_block_with_a_new_key(chapter):
    section = chapter.sections.get(order=1)
    body, before = section.body, keys(section)
    edit(chapter, draft(section, "Something else altogether, about bridges and tides."))
    section.refresh_from_db()
    edit(chapter, draft(section, body))
    assert set(keys(section)).isdisjoint(before)


def test_the_same_mark_in_two_sections_has_two_ids(chapter, opening):
    section = chapter.sections.get(order=1)
    edit(chapter, draft(section, section.body + "\n\nOnce more.[^1]"))
    html = "".join(Block.objects.current().filter(chapter=chapter).values_list("html", flat=True))
    ids = re.findall(r'id="(fnref-[^"]+)"', html)
    assert len(ids) == len(set(ids)) == 3


def test_every_change_counts_the_chapters_revision_up(chapter):
    before = chapter.revision
    set_footnotes(user=None, chapter=chapter, footnotes={1: "Other.", 2: "ibid., p. 9."})
    section = chapter.sections.get(order=1)
    edit(chapter, draft(section, "Other words."))
    chapter.refresh_from_db()
    assert chapter.revision == before + 2


def test_footnotes_that_go_keep_their_rows(chapter):
    set_footnotes(user=None, chapter=chapter, footnotes={1: "Other.", 3: "New."})
    standing = Footnote.objects.current().filter(chapter=chapter)
    assert list(standing.values_list("number", "body")) == [(1, "Other."), (3, "New.")]
    assert Footnote.objects.filter(chapter=chapter).count() == 3


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ("::: reasons\n:::\n\n::: reasons\n:::", (ReasonDraft("one"),)),
        ("No place for them.", (ReasonDraft("one"),)),
        ("::: verse\nnever closed", ()),
    ],
)
def test_a_section_that_cannot_be_rendered_leaves_nothing_behind(book, body, reasons):
    with pytest.raises(SectionProblem):
        create_chapter(
            user=None,
            book=book,
            number=1,
            title="Broken",
            sections=[SectionDraft("", body, reasons)],
            footnotes={},
        )
    assert not Chapter.objects.exists()
    assert not Reason.objects.exists()


def test_a_book_has_each_number_once(chapter, book):
    with pytest.raises(ValidationError):
        create_chapter(user=None, book=book, number=12, title="Again", sections=[], footnotes={})


def test_a_chapter_without_a_number_follows_the_last(chapter, book):
    made = create_chapter(
        user=None, book=book, number=None, title="The Gate", sections=[], footnotes={}
    )
    assert made.number == 13


def test_only_staff_make_texts(member, facilitator, book):
    for person in (member, facilitator):
        with pytest.raises(PermissionDenied):
            get_or_create_book(user=person, title="Mine")
        with pytest.raises(PermissionDenied):
            set_footnotes(user=person, chapter=Chapter(book=book), footnotes={})


def test_texts_are_seen_by_staff_and_by_groups_that_read_them(reading, member, stranger, admin):
    for person, sees in ((member, True), (stranger, False), (admin, True)):
        assert Book.objects.visible_to(person).exists() == sees
        assert Chapter.objects.visible_to(person).exists() == sees
        assert Block.objects.visible_to(person).exists() == sees
        assert Reason.objects.visible_to(person).exists() == sees
