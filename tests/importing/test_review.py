"""The review: a text is brought in, looked at, put right and saved, outside the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.importing.models import ImportCorrection, ImportDraft, ImportSource
from readings.text.actions import create_chapter, get_or_create_book
from readings.text.models import Book, Chapter, Reading
from tests.fixtures.admin import messages_of
from tests.importing.making import FORMATS, WELL, WELLS, document

HTMX = {"HX-Request": "true"}


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


def test_what_was_looked_at_becomes_the_groups_own_chapter(desk, facilitator, group):
    draft = desk.begin()
    response = desk.save(draft, number="9", chapter_title="The Old Well", rights="Our own.")
    reading = Reading.objects.get()
    assert response.url == reading.get_absolute_url()
    made = reading.chapter
    assert (made.number, made.title) == (9, "The Old Well")
    assert (made.book.title, made.book.group, made.book.rights) == (
        "The Commons",
        group,
        "Our own.",
    )
    opening = made.sections.get(order=0)
    assert [reason.text for reason in opening.reasons.all()] == ["drink from it", "meet at it"]
    assert opening.current.created_by == facilitator
    assert made.footnotes.get().body == "Almanac of the Parish, p. 3."
    page = desk.client.get(response.url).content.decode()
    assert "The chapter is saved, and on the group's list." in page.replace("&#x27;", "'")


def test_an_editor_brings_in_a_text_for_all(site_desk, admin_client):
    listed = admin_client.get(reverse("admin:readings_chapter_changelist")).content.decode()
    assert site_desk.new in listed
    draft = site_desk.begin()
    done = site_desk.client.get(site_desk.save(draft).url).content.decode()
    chapter = Chapter.objects.get()
    assert chapter.book.group is None
    assert reverse("admin:readings_chapter_change", args=[chapter.pk]) in done
    assert not Reading.objects.exists()


def test_a_kind_is_corrected_and_the_correction_is_taken_back(desk, outline_now):
    draft = desk.begin()
    before = outline_now(draft)
    response = desk.correct(draft, "kind", 1, 0, kind="quote")
    assert response.url == f"{draft.get_absolute_url()}#b-1-0"
    assert outline_now(draft).chapters[0].sections[1].blocks[0].kind == "quote"
    assert "2.1 is changed: quote." in desk.html(draft)
    desk.send(draft, "undo")
    assert outline_now(draft) == before
    assert draft.revision == 2
    assert not ImportCorrection.objects.exists()
    desk.save(draft)
    assert not Chapter.objects.get().blocks.filter(kind="quote").exists()


def test_corrections_are_kept_at_once_and_saved(desk):
    draft = desk.begin()
    desk.correct(draft, "kind", 1, 0, kind="quote")
    again = desk.html(draft)
    assert '<option value="quote" selected>' in again
    desk.save(draft)
    assert Chapter.objects.get().blocks.filter(kind="quote").count() == 1


def test_a_script_gets_the_outline_with_the_new_revision_everywhere(desk):
    draft = desk.begin()
    html = desk.correct(draft, "kind", 1, 0, kind="quote", headers=HTMX).content.decode()
    assert "<html" not in html
    assert html.count('hx-swap-oob="true"') == 2
    assert 'id="revision-names" value="1"' in html
    assert "2.1 is changed: quote." in html
    assert html.count("autofocus") == 1


def test_a_correction_that_cannot_be_made_says_why_beside_the_block(desk, outline_now):
    draft = desk.begin()
    before = outline_now(draft)
    for headers, status in (({}, 422), (HTMX, 200)):
        response = desk.correct(draft, "join_blocks", 0, 0, headers=headers)
        assert response.status_code == status
        assert "cannot be joined" in response.content.decode()
    assert outline_now(draft) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"change": ""},
        {"change": "explode"},
        {"change": "kind", "section": "99"},
        {"change": "kind", "kind": "poem"},
        {"change": "kind", "block": "x"},
        {"change": "choose_reasons", "list": "x-y"},
        {"change": "take_back", "before": "nowhere", "number": "0"},
        {"change": "begin_chapter", "chapter": "7"},
    ],
)
def test_an_odd_correction_changes_nothing(desk, outline_now, sent):
    draft = desk.begin()
    before = outline_now(draft)
    response = desk.send(draft, "corrections", **{"section": "0", "block": "0", **sent})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert outline_now(draft) == before


def test_a_page_that_is_out_of_date_changes_nothing_and_says_so(desk, outline_now):
    draft = desk.begin()
    desk.correct(draft, "kind", 1, 0, kind="quote")
    before = outline_now(draft)
    for name, data in (
        ("corrections", {"change": "leave_out", "section": "1", "block": "0"}),
        ("undo", {}),
        ("source", {"text": "Other words."}),
        ("names", {"title": "Other", "chapter_title": "X", "language": "en", "number": "1"}),
    ):
        response = desk.send(draft, name, **data, revision="0")
        assert response.status_code == 302, name
        assert "The outline had changed meanwhile" in desk.html(draft)
    shown = desk.send(draft, "undo", headers=HTMX, revision="0").content.decode()
    assert "The outline had changed meanwhile" in shown
    assert outline_now(draft) == before


def test_the_list_of_the_reasons_is_chosen(desk, outline_now):
    two = WELL.replace(
        "Notes", "Whoever draws from it has three duties:\n\n1. to wait\n2. to greet\n\nNotes"
    )
    draft = desk.begin(two)
    assert "Which numbered list holds the reasons?" in desk.html(draft)
    place = next(
        (s, b)
        for s, section in enumerate(outline_now(draft).chapters[0].sections)
        for b, block in enumerate(section.blocks)
        if block.text.startswith("to wait")
    )
    desk.send(draft, "corrections", change="choose_reasons", list=f"{place[0]}-{place[1]}")
    reasons = outline_now(draft).chapters[0].reasons
    assert [reason.text for reason in reasons] == ["to wait", "to greet"]
    desk.send(draft, "corrections", change="choose_reasons", list="")
    assert outline_now(draft).chapters[0].reasons == ()


def test_a_line_is_left_out_and_put_back(desk, outline_now):
    draft = desk.begin()
    desk.correct(draft, "leave_out", 1, 0)
    *_others, line = lines = outline_now(draft).chapters[0].left_out
    assert line.startswith("Nobody asked")
    back = {"change": "take_back", "number": len(lines) - 1}
    desk.send(draft, "corrections", **back)
    assert line in [block.text for block in outline_now(draft).chapters[0].blocks]
    desk.send(draft, "undo")
    desk.send(draft, "corrections", **back, before="1.1")
    assert outline_now(draft).chapters[0].sections[0].blocks[0].text == line


def test_a_block_is_parted_at_a_line(desk, outline_now):
    draft = desk.begin(WELL.replace("1. drink", "* drink").replace("2. meet", "* meet"))
    html = desk.html(draft, "?part=0-1")
    assert "Where does the new block begin?" in html
    desk.correct(draft, "split_block", 0, 1, number="1")
    blocks = outline_now(draft).chapters[0].sections[0].blocks
    assert [block.text for block in blocks[1:]] == ["drink from it", "meet at it"]
    assert "cannot be parted here" in desk.html(draft, "?part=1-0")


def test_a_chapter_begins_and_goes_on(desk, outline_now):
    draft = desk.begin()
    response = desk.send(draft, "corrections", change="begin_chapter", section="1")
    assert response.url.startswith(f"{draft.get_absolute_url()}?chapter=1")
    titles = [outline.chapter_title for outline in outline_now(draft).chapters]
    assert titles == ["The Well", "Who may draw"]
    html = desk.html(draft, "?chapter=1")
    assert "2 chapters" in html
    assert "Nobody asked who" in html
    assert "drink from it" not in html.partition('id="outline"')[2].partition("review-source")[0]
    answer = desk.send(draft, "corrections", HTMX, change="join_chapters", chapter="1")
    assert answer["HX-Redirect"] == draft.get_absolute_url()
    assert len(outline_now(draft).chapters) == 1


def test_a_chapter_that_stays_out_does_so_when_others_are_parted(desk, outline_now):
    draft = desk.begin(document(WELLS, "html"), "wells.html")
    desk.save(draft, do="keep", chapters=[0])
    assert "stays out" in desk.html(draft)
    desk.send(draft, "corrections", change="begin_chapter", section="0", block="1")
    draft.refresh_from_db()
    assert draft.skipped == [2]
    desk.send(draft, "undo")
    draft.refresh_from_db()
    assert draft.skipped == [1]
    desk.save(draft)
    assert [str(chapter) for chapter in Chapter.objects.all()] == ["1. The Rope"]


def test_chapters_are_named(desk, outline_now):
    draft = desk.begin(document(WELLS, "html"), "wells.html")
    sent = {"change": "name_chapter", "chapter": "1", "number": "5", "title": "The Pail"}
    desk.send(draft, "corrections", **sent)
    desk.save(draft)
    assert [str(c) for c in Chapter.objects.order_by("number")] == ["1. The Rope", "5. The Pail"]


def test_names_are_kept_without_saving(desk):
    draft = desk.begin()
    desk.save(draft, do="keep", title="Other Commons", author="B. Miller", chapter_title="A Well")
    html = desk.html(draft)
    assert 'value="Other Commons"' in html
    assert 'value="A Well"' in html
    assert not Book.objects.exists()


def test_names_that_are_missing_are_asked_for_and_nothing_typed_is_lost(desk):
    draft = desk.begin("Words without a title, which go on for quite a while here.\n")
    response = desk.save(draft, author="B. Miller")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Say which book the text belongs to." in html
    assert 'value="B. Miller"' in html
    assert not Book.objects.exists()


def test_a_chapter_at_least_comes_in(desk):
    draft = desk.begin(document(WELLS, "html"), "wells.html")
    response = desk.save(draft, chapters=[])
    assert "Choose at least one chapter." in response.content.decode()


def test_the_same_text_again_changes_nothing(desk):
    desk.save(desk.begin())
    desk.save(desk.begin(WELL.replace("\n", "\r\n")))
    assert Chapter.objects.count() == 1
    assert Reading.objects.count() == 1


def test_another_text_under_a_number_that_is_taken_is_refused(desk):
    desk.save(desk.begin())
    draft = desk.begin(WELL.replace("meet at it", "mend it"))
    response = desk.save(draft)
    assert response.status_code == 422
    assert "“7. The Well” is there already, with another text." in response.content.decode()
    assert Chapter.objects.count() == 1


def test_a_newer_text_updates_the_chapter_and_says_what_becomes_of_the_notes(desk, facilitator):
    desk.save(desk.begin())
    chapter = Chapter.objects.get(title="The Well")
    block = chapter.blocks.get(number="2.1")
    reading = Reading.objects.get(chapter=chapter)
    pointer = Pointer("block", key=block.key)
    add_note(author=facilitator, reading=reading, pointer=pointer, body="A note.")
    draft = desk.begin(WELL.replace("meet at it", "mend it"))
    assert "Update “7. The Well” to what this text says." in desk.html(draft)
    assert "No note or question points at" not in desk.html(draft)
    assert chapter.sections.get(order=0).current.number == 1
    chapter.refresh_from_db()
    desk.save(draft, update=f"{chapter.pk}/{chapter.revision}")
    section = chapter.sections.get(order=0)
    assert (section.current.number, section.current.created_by) == (2, facilitator)
    assert "mend it" in section.current.plain_text
    assert chapter.sections.get(order=1).current.number == 1


def test_a_chapter_that_changed_meanwhile_is_looked_at_again(desk):
    desk.save(desk.begin())
    chapter = Chapter.objects.get()
    seen = chapter.revision
    first = desk.begin(WELL.replace("meet at it", "mend it"))
    second = desk.begin(WELL.replace("Who may draw", "Who may drink"))
    desk.save(second, update=f"{chapter.pk}/{seen}")
    response = desk.save(first, update=f"{chapter.pk}/{seen}")
    assert "has changed meanwhile" in response.content.decode()
    chapter.refresh_from_db()
    assert chapter.sections.get(order=1).heading == "Who may drink"
    desk.save(first, update=f"{chapter.pk}/{chapter.revision}")
    assert chapter.sections.get(order=1).heading == "Who may draw"


def test_the_text_that_is_there_offers_no_update(desk):
    desk.save(desk.begin())
    assert "are there already" not in desk.html(desk.begin())


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


def test_a_saved_import_is_in_work_no_more(desk):
    draft = desk.begin()
    group_page = draft.group.get_absolute_url()
    assert draft.get_absolute_url() in desk.client.get(group_page).content.decode()
    desk.save(draft)
    assert draft.get_absolute_url() not in desk.client.get(group_page).content.decode()
    assert "is saved" in desk.html(draft)
    assert desk.client.get(reverse("import-source", args=[draft.uid])).status_code == 410
    for name in ("corrections", "undo", "names", "source", "attempts"):
        assert desk.send(draft, name).status_code < 500
    assert Chapter.objects.count() == 1


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
