"""“What this edit does”: what the save will do, before it is done, and nobody's private words."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readings.annotation.actions import add_note, delete_note
from readings.annotation.models import Placement
from readings.annotation.pointers import Pointer
from readings.groups.models import Activity
from tests.editing.looking import foresight, replaced
from tests.fixtures.admin import errors_of, messages_of

LAST = "None of this stands in the ledger 🐑."
RULE = "its rule is seldom written down"


def saved(response):
    return "foresight" not in response.context and "was changed successfully" in messages_of(
        response
    )


def test_an_edit_that_touches_no_note_needs_no_second_click(form_page, write, passage, opening):
    write(pointer=passage("one field"))
    response = form_page.send(body=replaced(form_page, (LAST, "The end.")))
    assert saved(response)
    assert "1 kept in place" in messages_of(response)
    opening.refresh_from_db()
    assert "The end." in opening.body


def test_nothing_is_saved_before_the_second_click(form_page, write, passage, opening, reading):
    target = write(pointer=passage(LAST)).target
    rows = [Placement.objects.count(), Activity.objects.count(), LogEntry.objects.count()]
    response = form_page.send(body=replaced(form_page, (LAST, "The end.")))
    found = foresight(response)
    assert [(item.label, item.pieces[0].text) for item in found.items] == [
        ("Needs a new place", LAST)
    ]
    target.refresh_from_db()
    opening.refresh_from_db()
    assert (target.state, opening.current.number) == ("placed", 1)
    assert [
        Placement.objects.count(), Activity.objects.count(), LogEntry.objects.count()
    ] == rows  # fmt: skip
    assert saved(form_page.confirm(response))
    target.refresh_from_db()
    assert target.state == "orphaned"


def test_it_says_what_is_kept_moved_changed_and_lost_by_group(form_page, write, passage, opening):
    write(pointer=passage("one field"))
    write(pointer=passage(RULE))
    write(pointer=passage(LAST))
    write(pointer=passage("Walk the field\nbefore you draw it"))
    verse = "::: verse\r\nWalk the field\r\nbefore you draw it\r\n:::"
    body = replaced(
        form_page, (f"{verse}\r\n\r\n", ""), ("seldom", "hardly ever"), (LAST, f"End.\n\n{verse}")
    )
    found = foresight(form_page.send(body=body))
    assert found.groups == [("Thursday Readers", [1, 1, 1, 1])]
    assert [item.label for item in found.items] == [
        "Needs a new place", "Wording changed", "Moved with its passage"
    ]  # fmt: skip
    wheres = [item.where for item in found.items]
    assert wheres == ["Passage 1.4", "Passage 1.2 → 1.1", "Passage 1.1 → 1.4"]
    kinds = [(p.kind, p.text) for p in found.items[1].pieces if p.kind != "same"]
    assert kinds == [("gone", "seldom"), ("new", "hardly ever")]


def test_what_it_says_is_what_the_save_does(form_page, write, passage):
    for words in ("one field", RULE, LAST):
        write(pointer=passage(words))
    body = replaced(form_page, ("seldom", "hardly ever"), (LAST, "End."))
    looked = form_page.send(body=body)
    assert foresight(looked).sentence in messages_of(form_page.confirm(looked))


def test_the_way_back_keeps_what_was_typed(form_page, write, passage, opening):
    write(pointer=passage(LAST))
    mine = replaced(form_page, (LAST, "The end."))
    row = form_page.add_row("reasons", text="share tools")
    looked = form_page.send(body=mine, summary="Shorter.", correction="on")
    back = form_page.confirm(looked, _back="1")
    form = back.context["adminform"].form
    assert errors_of(back) == ""
    assert form["body"].value() == mine
    assert (form["summary"].value(), form["correction"].value()) == ("Shorter.", True)
    assert f'name="{row}-text"' in back.content.decode()
    opening.refresh_from_db()
    assert opening.current.number == 1


def test_the_summary_can_be_written_on_the_page(form_page, write, passage, opening):
    write(pointer=passage(LAST))
    looked = form_page.send(body=replaced(form_page, (LAST, "The end.")), _continue="1")
    response = form_page.confirm(looked, summary="Shorter.")
    assert response.redirect_chain[-1][0] == form_page.address
    opening.refresh_from_db()
    assert opening.current.summary == "Shorter."


def test_a_note_that_came_in_between_is_shown_first(form_page, write, passage, opening):
    write(pointer=passage(LAST))
    looked = form_page.send(body=replaced(form_page, (LAST, "The end.")))
    late = write(pointer=passage("None of this")).target
    again = form_page.confirm(looked)
    assert "Notes came or went since you looked" in again.content.decode()
    assert len(foresight(again).items) == 2
    opening.refresh_from_db()
    assert opening.current.number == 1
    assert saved(form_page.confirm(again))
    late.refresh_from_db()
    assert late.state == "orphaned"


def test_a_note_elsewhere_that_came_in_between_asks_for_no_third_click(form_page, write, passage):
    write(pointer=passage(LAST))
    looked = form_page.send(body=replaced(form_page, (LAST, "The end.")))
    write(pointer=passage("one field"))
    assert saved(form_page.confirm(looked))


def test_an_edit_that_came_in_between_is_refused_with_the_text_kept(
    form_page, admin_page, write, passage, opening
):
    write(pointer=passage(LAST))
    mine = replaced(form_page, (LAST, "The end."))
    looked = form_page.send(body=mine)
    admin_page(form_page.address).send(heading="Theirs")
    refused = form_page.confirm(looked)
    assert "Somebody else has saved “Theirs”" in errors_of(refused)
    kept = refused.context["adminform"].form["body"].value()
    assert kept.replace("\r\n", "\n") == mine.replace("\r\n", "\n")
    opening.refresh_from_db()
    assert LAST in opening.body


def test_one_can_look_without_saving(form_page, opening):
    found = foresight(form_page.send(heading="A field", _look="1"))
    assert (found.changed, found.touches) == (True, False)
    opening.refresh_from_db()
    assert opening.heading == ""
    assert not foresight(form_page.send(_look="1")).changed


def test_notes_that_were_deleted_are_nobodys_business(form_page, write, passage, member):
    delete_note(user=member, note=write(pointer=passage(LAST)))
    assert saved(form_page.send(body=replaced(form_page, (LAST, "The end."))))


# A mere correction ------------------------------------------------------------------------------


def test_few_letters_suggest_a_correction(form_page, write, passage, opening):
    target = write(pointer=passage(RULE)).target
    looked = form_page.send(body=replaced(form_page, ("seldom", "seldomly")))
    assert foresight(looked).suggest_correction
    assert saved(form_page.confirm(looked, correction="on"))
    target.refresh_from_db()
    opening.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "its rule is seldomly written down")
    assert opening.current.correction


def test_many_letters_suggest_none(form_page, write, passage):
    write(pointer=passage(RULE))
    looked = form_page.send(body=replaced(form_page, ("seldom", "hardly ever, or never,")))
    assert not foresight(looked).suggest_correction
    assert "Save as a correction only" not in looked.content.decode()


def test_a_correction_is_saved_at_once(form_page, write, passage, opening):
    write(pointer=passage(RULE))
    response = form_page.send(body=replaced(form_page, ("seldom", "seldomly")), correction="on")
    assert saved(response)
    assert "1 kept in place" in messages_of(response)


def test_a_correction_that_loses_words_is_shown_first(form_page, write, passage):
    write(pointer=passage("seldom"))
    body = replaced(form_page, ("rule is seldom written", "rule is written"))
    response = form_page.send(body=body, correction="on")
    assert [item.outcome for item in foresight(response).items] == ["lost"]


def test_a_correction_of_many_letters_is_doubted(form_page, opening):
    body = replaced(form_page, (LAST, "Quite another ending, with a moral of its own."))
    looked = form_page.send(body=body, correction="on")
    assert foresight(looked).doubt_correction
    assert saved(form_page.confirm(looked))
    opening.refresh_from_db()
    assert opening.current.correction


# The chapter's page -----------------------------------------------------------------------------


def test_removing_a_section_is_shown_first(admin_page, chapter, write, passage):
    target = write(pointer=passage("the price followed the fence")).target
    page = admin_page(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    row = page.row_of("sections", "heading", "Why the fence went up")
    looked = page.send(**{f"{row}-DELETE": "on"})
    assert [item.outcome for item in foresight(looked).items] == ["lost"]
    back = page.confirm(looked, _back="1")
    assert f'name="{row}-DELETE"' in back.content.decode()
    assert "checked" in back.content.decode()
    target.refresh_from_db()
    assert target.state == "placed"
    page.confirm(looked)
    target.refresh_from_db()
    assert target.state == "orphaned"


def test_a_changed_footnote_is_shown_first(admin_page, chapter, write):
    write(pointer=Pointer("footnote", number=1))
    page = admin_page(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    looked = page.send(**{"footnotes-0-body": "Almanac, p. 4."})
    assert [item.label for item in foresight(looked).items] == ["Wording changed"]
    assert chapter.footnotes.get(number=1).body == "Almanac of the Parish, p. 3."
    page.confirm(looked)
    assert chapter.footnotes.get(number=1).body == "Almanac, p. 4."


# Bounds and access ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "member", "facilitator"])
def test_nobody_else_looks_ahead(who, request, client_of, form_page, opening, write, passage):
    write(pointer=passage(LAST))
    client = client_of(request.getfixturevalue(who))
    data = form_page.fields | {"body": "Gone.\n\n::: reasons\n:::", "_look": "1"}
    response = client.post(form_page.address, data, follow=True)
    assert response.status_code == 403
    assert LAST not in response.content.decode()


def test_more_notes_ask_no_more_queries(form_page, reading, member, passage):
    counts = []
    body = replaced(form_page, ("seldom", "hardly ever"), (LAST, "End."))
    for _turn in range(2):
        for words in (RULE, LAST) * 5:
            add_note(author=member, reading=reading, body="Words.", pointer=passage(words))
        with CaptureQueriesContext(connection) as captured:
            foresight(form_page.send(body=body))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_long_list_is_cut(form_page, reading, member, passage):
    for _turn in range(55):
        add_note(author=member, reading=reading, body="Words.", pointer=passage(LAST))
    found = foresight(form_page.send(body=replaced(form_page, (LAST, "End."))))
    assert (len(found.items), found.more) == (50, 5)
