"""The pages of the section tools: a form, what it would do, and the way back as it was typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.pointers import Pointer
from readings.editing.admin.tool_forms import TOOLS
from readings.text.models import SectionVersion
from tests.editing.looking import foresight
from tests.editing.sectioned import headings, keys, tool_address
from tests.fixtures.admin import messages_of

ACROSS = "First words stand here.\nA heading"


def key_at(section, order):
    return keys(section)[order - 1]


def form_of(response):
    return response.context["form"]


def test_a_section_is_split(tool, parts, chapter, staff):
    page = tool("split", parts)
    form = form_of(page.client.get(page.address))
    choices = [str(label) for _key, label in form.fields["block"].choices]
    assert len(choices) == 4
    assert "3.2" in choices[0]
    assert "A heading inside · Heading" in choices[0]
    response = page.send(block=key_at(parts, 3), heading="Second half", summary="Too long.")
    assert headings(chapter) == ["", "Why the fence went up", "Parts", "Second half", "More"]
    new = chapter.sections.get(heading="Second half")
    assert response.redirect_chain == [(reverse("admin:readings_section_change", args=[new.pk]),
                                        302)]  # fmt: skip
    assert "Split at 3.3" in messages_of(response)
    version = new.current
    assert version.summary == "Split at 3.3, where “Second half” begins. Too long."
    assert version.created_by == staff


def test_a_heading_that_stands_there_is_offered(tool, parts, chapter):
    tool("split", parts).send(block=key_at(parts, 2), take_heading="on")
    assert headings(chapter)[2:4] == ["Parts", "A heading inside"]


def test_no_heading_is_offered_where_there_is_none(tool, opening):
    assert "take_heading" not in tool("split", opening).fields
    assert (
        "take_heading"
        not in form_of(tool("split", opening).send(block="", take_heading="on")).fields
    )


def test_two_sections_are_merged(tool, parts, chapter):
    page = tool("merge", parts)
    assert "“More” (7 words) becomes the end" in page.html
    assert "Keep “More” as a heading in the text" in page.html
    response = page.send(heading="All parts", summary="One thing.")
    assert headings(chapter)[2:] == ["All parts"]
    assert "was merged into “Parts”. One thing." in messages_of(response)
    parts.refresh_from_db()
    assert parts.body.endswith("### More\n\n- a third thing\n\nLast words stand here.")


def test_a_section_is_moved(tool, parts, more, chapter):
    page = tool("move", more)
    fence = chapter.sections.get(order=1)
    response = page.send(after=str(fence.pk))
    assert headings(chapter) == ["", "Why the fence went up", "More", "Parts"]
    assert "Moved from place 4 to place 3." in messages_of(response)
    assert "The text is as it was." in messages_of(page.send(after=str(fence.pk), base_version="2"))


def test_a_section_is_renamed(tool, parts, chapter, reading, member_client):
    response = tool("rename", parts).send(heading="Pieces", slug="")
    assert headings(chapter)[2] == "Pieces"
    assert "Renamed: “Parts” is “Pieces” now." in messages_of(response)
    base = reading.get_absolute_url()
    assert member_client.get(f"{base}s/parts/notes/")["Location"] == f"{base}s/pieces/notes/"


def test_a_sections_page_leads_to_its_tools(tool, parts, client_of, staff):
    page = client_of(staff).get(reverse("admin:readings_section_change", args=[parts.pk]))
    html = page.content.decode()
    assert all(f'href="{tool_address(name, parts)}"' in html for name in TOOLS)


# Looking first ----------------------------------------------------------------------------------


def test_what_a_split_tears_is_shown_first(tool, parts, write, passage, chapter):
    torn = write(pointer=passage(ACROSS)).target
    kept = write(pointer=passage("Second words")).target
    page = tool("split", parts)
    looked = page.send(block=key_at(parts, 2), heading="Torn", summary="Too long.")
    found = foresight(looked)
    assert found.groups == [("Thursday Readers", [1, 0, 0, 1])]
    assert [item.label for item in found.items] == ["Needs a new place"]
    assert not found.suggest_correction
    assert found.pieces == []
    assert "Torn" not in headings(chapter)
    back = page.confirm(looked, _back="1")
    form = form_of(back)
    assert form["block"].value() == key_at(parts, 2)
    assert (form["heading"].value(), form["summary"].value()) == ("Torn", "Too long.")
    assert "errornote" not in back.content.decode()
    assert "Torn" not in headings(chapter)
    response = page.confirm(looked)
    assert "1 kept in place" in messages_of(response)
    assert "1 without a place now" in messages_of(response)
    torn.refresh_from_db()
    kept.refresh_from_db()
    assert (torn.state, kept.state) == ("orphaned", "placed")
    assert kept.section.heading == "Torn"


def test_a_note_that_came_in_between_is_shown_first(tool, parts, write, passage, chapter):
    write(pointer=passage(ACROSS))
    page = tool("split", parts)
    looked = page.send(block=key_at(parts, 2), heading="Torn")
    write(pointer=passage(ACROSS))
    again = page.confirm(looked)
    assert "Notes came or went since you looked" in again.content.decode()
    assert len(foresight(again).items) == 2
    page.confirm(again)
    assert "Torn" in headings(chapter)


def test_what_a_merge_moves_is_shown_first(tool, parts, more, write, chapter):
    write("Shared.", pointer=Pointer("section", section=more.pk))
    write("Mine.", audience="me", pointer=Pointer("section", section=more.pk))
    page = tool("merge", parts)
    looked = page.send()
    found = foresight(looked)
    assert [(item.label, item.where) for item in found.items] == [
        ("Moved with its passage", "Section")
    ]
    assert found.private == 1
    assert "Mine." not in looked.content.decode()
    assert [(piece.kind, piece.text) for piece in found.pieces if piece.kind != "same"] == [
        ("new", "More\n")
    ]
    assert "More" in headings(chapter)
    page.confirm(looked)
    assert "More" not in headings(chapter)


def test_notes_on_a_heading_that_is_taken_are_shown_first(tool, parts, write, passage):
    target = write(pointer=passage("heading inside")).target
    page = tool("split", parts)
    looked = page.send(block=key_at(parts, 2), take_heading="on")
    assert [item.outcome for item in foresight(looked).items] == ["moved"]
    page.confirm(looked)
    target.refresh_from_db()
    assert (target.kind, target.section.heading) == ("section", "A heading inside")


@pytest.mark.parametrize(
    ("name", "sent"),
    [("move", {}), ("rename", {"heading": "Pieces"}), ("merge", {})],
)
def test_one_can_look_without_using_a_tool(tool, parts, chapter, name, sent):
    before = headings(chapter)
    if name == "move":
        sent = {"after": str(chapter.sections.get(order=0).pk)}
    found = foresight(tool(name, parts).send(_look="1", **sent))
    assert (found.changed, found.touches) == (True, False)
    assert headings(chapter) == before
    assert not SectionVersion.objects.filter(section=parts, number__gt=1).exists()
