"""The review: a text is brought in, looked at, put right and saved, outside the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.importing.models import ImportCorrection, ImportDraft, ImportSource
from readings.text.actions import create_chapter, get_or_create_book
from readings.text.models import Book, Chapter, Reading
from tests.fixtures.admin import messages_of
from tests.importing.making import FORMATS, WELL, WELLS, document


def test_a_pasted_text_is_looked_at_and_nothing_is_saved(desk, outline_now):
    draft = desk.begin()
    html = desk.html(draft)
    assert [s.heading for s in outline_now(draft).chapters[0].sections] == [None, "Who may draw"]
    for words in ("drink from it", "Almanac of the Parish", "The Commons", "7. The Well"):
        assert words in html
    assert (draft.title, draft.state, draft.group.name) == (
        "The Commons",
        "ready",
        "Thursday Readers",
    )
    assert not Book.objects.exists()


def test_the_source_stands_beside_the_outline_line_by_line(desk):
    html = desk.html(desk.begin())
    assert '<p id="l-7"><span class="n">7</span><span>1. drink from it</span></p>' in html


def test_every_warning_and_every_line_left_out_is_shown(desk, outline_now):
    draft = desk.begin(f"{WELL}\nGo to Chapter 8\n")
    outline = outline_now(draft).chapters[0]
    html = desk.html(draft)
    assert "Go to Chapter 8" in outline.left_out
    assert outline.warnings
    assert all(warning in html for warning in outline.warnings)
    assert f"{len(outline.left_out)} lines left out" in html


def test_the_text_itself_is_put_right_and_read_anew(desk, outline_now):
    draft = desk.begin()
    desk.correct(draft, "kind", 1, 0, kind="quote")
    desk.save(draft, do="keep", title="Mine")
    desk.send(draft, "source", text=WELL.replace("Who may draw", "Who may drink"))
    section = outline_now(draft).chapters[0].sections[1]
    assert (section.heading, section.blocks[0].kind) == ("Who may drink", "paragraph")
    assert draft.title == "Mine"
    assert "Who may drink" in bytes(ImportSource.objects.get().data).decode()
    assert not ImportCorrection.objects.exists()


def test_a_text_that_cannot_be_read_anew_stays_to_be_put_right(desk):
    draft = desk.begin()
    assert desk.send(draft, "source", text="").status_code == 422
    desk.send(draft, "source", text="...\n\n---\n")
    html = desk.html(draft)
    assert "could not be read" in html
    assert "...\n\n---" in html.replace("\r", "")
    desk.send(draft, "source", text=WELL)
    assert "7. The Well" in desk.html(draft)


def test_markdown_is_read_as_such(desk, outline_now):
    text = "# The Well\n\n- dug\n- drunk from\n\n## Who may draw\n\n*Everybody.*\n"
    draft = desk.begin(text, form="markdown")
    blocks = [block.kind for block in outline_now(draft).chapters[0].blocks]
    assert blocks == ["list", "paragraph"]
    draft = desk.begin(text.encode(), "well.md")
    desk.send(draft, "source", text=text.replace("- dug", "- dug deep"))
    assert "dug deep" in outline_now(draft).chapters[0].sections[0].blocks[0].text


@pytest.mark.parametrize("kind", FORMATS)
def test_a_book_of_any_kind_is_shown_beside_its_words_and_saved(desk, kind, outline_now):
    draft = desk.begin(document(WELLS, kind), f"wells.{kind}")
    draft.refresh_from_db()
    assert draft.title == "Wells"
    (rope,) = [b for b in outline_now(draft).chapters[0].blocks if "hemp" in b.text]
    html = desk.html(draft)
    assert f'<p id="l-{rope.lines[0]}">' in html
    assert "The Bucket" in html
    desk.save(draft)
    titles = Chapter.objects.order_by("number").values_list("number", "title")
    assert list(titles) == [(1, "The Rope"), (2, "The Bucket")]
    assert Reading.objects.count() == 2
    assert not ImportSource.objects.exists()


def test_the_file_is_given_back_as_it_came_and_never_shown(desk):
    data = document(WELLS, "docx")
    draft = desk.begin(data, "wells.docx")
    response = desk.client.get(reverse("import-source", args=[draft.uid]))
    assert response.content == data
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="wells.docx"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_words_of_a_file_are_never_markup(desk):
    draft = desk.begin(WELL.replace("The well was", "<script>alert(1)</script> The well was"))
    assert "<script>alert" not in desk.look(draft).content.decode()


def test_an_import_is_discarded(desk, group):
    draft = desk.begin()
    response = desk.client.post(reverse("import-deletion", args=[draft.uid]), follow=True)
    assert "was discarded" in messages_of(response)
    assert not ImportDraft.objects.exists()
    assert not ImportSource.objects.exists()


def test_a_file_or_a_text_is_asked_for_and_not_both(desk):
    none = desk.client.post(desk.new, {})
    assert none.status_code == 422
    assert "Choose a file, or paste a text below." in none.content.decode()
    response = desk.client.get(desk.new)
    assert response.status_code == 200


def test_a_facilitator_takes_a_chapter_that_is_here(desk, book, group, other_group):
    chapter = create_chapter(
        user=None, book=book, number=12, title="The Fence", sections=[], footnotes={}
    )
    theirs = get_or_create_book(user=None, title="Theirs", group=other_group)
    Chapter.objects.create(book=theirs, number=1, title="Hidden", slug="hidden")
    page = desk.client.get(desk.new).content.decode()
    assert "The Commons: 12. The Fence" in page
    assert "Hidden" not in page
    address = reverse("readings", args=[group.slug])
    response = desk.client.post(address, {"chapter": chapter.pk})
    assert response.url == Reading.objects.get().get_absolute_url()
    for said in (chapter.pk, Chapter.objects.get(title="Hidden").pk, "x", ""):
        assert desk.client.post(address, {"chapter": said}).status_code == 422
    assert Reading.objects.count() == 1
    assert "has every chapter that is here" in desk.client.get(desk.new).content.decode()
