"""Corrections in the review: each is kept at once, and refused with its reason beside its block."""

from __future__ import annotations

import pytest

from readings.importing.models import ImportCorrection
from readings.text.models import Chapter
from tests.importing.making import WELL, WELLS, document

HTMX = {"HX-Request": "true"}


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
