"""The pages of the section tools: a form, what it would do, and the way back as it was typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.editing.admin.tool_forms import TOOLS
from readings.text.models import Section, SectionVersion
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.looking import foresight
from tests.editing.standing import draft
from tests.fixtures.admin import AdminPage, messages_of

BODY = """First words stand here.

### A heading inside

Second words stand here."""
ACROSS = "First words stand here.\nA heading"


@pytest.fixture
def parts(chapter):
    new = [SectionDraft("Parts", BODY, order=2), SectionDraft("More", "Last words.", order=3)]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=new)
    return Section.objects.get(chapter=chapter, heading="Parts")


@pytest.fixture
def more(parts):
    return Section.objects.get(chapter=parts.chapter, heading="More")


@pytest.fixture
def tool(client_of, staff):
    """A tool's page as somebody on the staff has it open: `tool("split", section)`."""
    client = client_of(staff)
    return lambda name, section: AdminPage(client, address(name, section))


def address(name, section):
    return reverse(f"admin:readings_section_{name}", args=[section.pk])


def headings(chapter):
    rows = chapter.sections.filter(removed_at=None).order_by("order", "pk")
    return list(rows.values_list("heading", flat=True))


def key(section, order):
    return section.blocks.get(removed_at=None, order=order).key


def form_of(response):
    return response.context["form"]


# Using them -------------------------------------------------------------------------------------


def test_a_section_is_split(tool, parts, chapter, staff):
    page = tool("split", parts)
    choices = [str(label) for _key, label in form_of(page.client.get(page.address))["block"].field.
               choices]  # fmt: skip
    assert len(choices) == 2
    assert "3.2" in choices[0]
    assert "Heading" in choices[0]
    response = page.send(block=key(parts, 3), heading="Second half", summary="Too long.")
    assert headings(chapter) == ["", "Why the fence went up", "Parts", "Second half", "More"]
    new = chapter.sections.get(heading="Second half")
    assert response.redirect_chain == [(reverse("admin:readings_section_change", args=[new.pk]),
                                        302)]  # fmt: skip
    assert "Split at 3.3" in messages_of(response)
    version = new.current
    assert version.summary == "Split at 3.3, where “Second half” begins. Too long."
    assert version.created_by == staff


def test_a_heading_that_stands_there_is_offered(tool, parts, chapter):
    tool("split", parts).send(block=key(parts, 2), take_heading="on")
    assert headings(chapter)[2:4] == ["Parts", "A heading inside"]


def test_no_heading_is_offered_where_there_is_none(tool, opening):
    assert "take_heading" not in tool("split", opening).fields
    assert (
        "take_heading"
        not in form_of(tool("split", opening).send(block="", take_heading="on")).fields
    )


def test_two_sections_are_merged(tool, parts, chapter):
    page = tool("merge", parts)
    assert "“More” (2 words) becomes the end" in page.html
    assert "Keep “More” as a heading in the text" in page.html
    response = page.send(heading="All parts", summary="One thing.")
    assert headings(chapter)[2:] == ["All parts"]
    assert "was merged into “Parts”. One thing." in messages_of(response)
    parts.refresh_from_db()
    assert parts.body.endswith("### More\n\nLast words.")


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
    assert all(f'href="{address(name, parts)}"' in html for name in TOOLS)


# Looking first ----------------------------------------------------------------------------------


def test_what_a_split_tears_is_shown_first(tool, parts, write, passage, chapter):
    torn = write(pointer=passage(ACROSS)).target
    kept = write(pointer=passage("Second words")).target
    page = tool("split", parts)
    looked = page.send(block=key(parts, 2), heading="Torn", summary="Too long.")
    found = foresight(looked)
    assert found.groups == [("Thursday Readers", [1, 0, 0, 0, 1])]
    assert [item.label for item in found.items] == ["Needs a new place"]
    assert not found.suggest_correction
    assert found.pieces == []
    assert "Torn" not in headings(chapter)
    back = page.confirm(looked, _back="1")
    form = form_of(back)
    assert form["block"].value() == key(parts, 2)
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
    looked = page.send(block=key(parts, 2), heading="Torn")
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
    looked = page.send(block=key(parts, 2), take_heading="on")
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


# Somebody else was faster -----------------------------------------------------------------------


@pytest.mark.parametrize("name", TOOLS)
def test_a_stale_page_shows_what_others_did_and_changes_nothing(
    tool, parts, more, chapter, admin, name
):
    sent = {"block": key(parts, 3), "heading": "Mine", "after": str(more.pk), "summary": "Because."}
    if name == "merge":
        sent = {"heading": "Mine", "summary": "Because."}
    page = tool(name, parts)
    theirs = draft(parts, body=parts.body.replace("First", "The first"))
    edit_chapter(user=admin, chapter=chapter, base_versions={}, changes=[theirs], summary="Theirs.")
    before = headings(chapter)
    stale = page.send(**sent)
    html = stale.content.decode()
    assert "Somebody else has saved “Parts”" in html
    assert "Theirs." in html
    assert "<ins>The first</ins>" in html
    assert headings(chapter) == before
    form = form_of(stale)
    assert all(
        form[field].value() == value for field, value in sent.items() if field in form.fields
    )
    again = page.confirm(stale, **sent)
    assert "Because." in messages_of(again)
    assert headings(chapter) != before


def test_a_merge_hears_of_changes_in_the_next_section_too(tool, parts, more, chapter, admin):
    page = tool("merge", parts)
    edit_chapter(
        user=admin, chapter=chapter, base_versions={}, changes=[draft(more, body="Their words.")]
    )
    stale = page.send()
    assert "Somebody else has saved “More”" in stale.content.decode()
    assert "More" in headings(chapter)
    page.confirm(stale)
    assert "More" not in headings(chapter)
    parts.refresh_from_db()
    assert parts.body.endswith("Their words.")


def test_a_section_that_came_in_between_is_not_merged_unseen(tool, parts, chapter):
    page = tool("merge", parts)
    Section.objects.filter(heading="More").update(order=9)
    new = SectionDraft("Between", "Words.", order=5)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    answer = page.send()
    assert "“More” does not follow “Parts” any more." in str(form_of(answer).non_field_errors())
    assert headings(chapter)[2:] == ["Parts", "Between", "More"]


def test_a_section_that_was_removed_meanwhile_is_said_to_be(tool, parts, chapter):
    pages = [tool(name, parts) for name in TOOLS]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft(parts, removed=True)])
    for page in pages:
        answer = page.send(block="p1", heading="x")
        assert "Somebody else has saved “Parts”" in messages_of(answer)
        assert "Nothing was changed." in messages_of(answer)
        assert page.client.get(page.address).status_code == 404
    assert len(headings(chapter)) == 3


# What cannot be ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sent", "field", "said"),
    [
        ("split", {"block": ""}, "block", "This field is required."),
        ("split", {"block": "p1"}, "block", "Select a valid choice."),
        ("split", {"block": "LAST"}, "heading", "Give the new section a heading."),
        ("split", {"block": "LAST", "take_heading": "on"}, "take_heading", "No heading stands"),
        ("split", {"block": "LAST", "take_heading": "on", "heading": "x"}, "heading", "not both"),
        ("split", {"block": "LAST", "heading": "x" * 301}, "heading", "at most 300"),
        ("merge", {"heading": ""}, "heading", "Only the first section"),
        ("merge", {"following": "999"}, "following", "not in this chapter"),
        ("merge", {"following_version": "x"}, "following_version", "Enter a whole number."),
        ("move", {"after": "999"}, "after", "Select a valid choice."),
        ("move", {"after": ""}, "after", "The opening has no heading"),
        ("rename", {"heading": ""}, "heading", "Only the first section"),
        ("rename", {"slug": "two words"}, "slug", "letters, numbers"),
        ("rename", {"slug": "opening"}, "slug", "already has a section"),
        ("rename", {"base_version": ""}, "base_version", "This field is required."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(
    tool, parts, chapter, name, sent, field, said
):
    before = headings(chapter)
    sent = {k: key(parts, 3) if v == "LAST" else v for k, v in sent.items()}
    answer = tool(name, parts).send(summary="Because.", **sent)
    form = form_of(answer)
    assert said in str(form.errors[field])
    assert said in answer.content.decode()
    assert form["summary"].value() == "Because."
    assert all(form[k].value() in (v, v == "on") for k, v in sent.items())
    assert headings(chapter) == before


def test_a_tool_that_cannot_be_used_says_why(tool, parts, more, opening, chapter):
    for name, section, why in (
        ("split", more, "no paragraph here at which it could be split"),
        ("merge", more, "the last section of its chapter"),
        ("move", opening, "A section without a heading stands first."),
    ):
        page = tool(name, section)
        assert why in page.html
        answer = page.client.post(page.address, {"base_version": "1"})
        assert why in answer.content.decode()
    assert len(headings(chapter)) == 4


def test_two_lists_of_reasons_are_not_merged(tool, opening, chapter):
    other = chapter.sections.get(order=1)
    body = f"{other.body}\n\nThey did:\n\n::: reasons\n:::"
    new = draft(other, body=body, reasons=(ReasonDraft("this"),))
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    assert "a section can hold one" in tool("merge", opening).html


# Access and bounds ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "member", "facilitator"])
@pytest.mark.parametrize("name", TOOLS)
def test_only_editors_open_and_use_them(name, who, request, client_of, parts, chapter):
    client = client_of(request.getfixturevalue(who))
    before = headings(chapter)
    for answer in (
        client.get(address(name, parts), follow=True),
        client.post(address(name, parts), {"heading": "x", "base_version": "1"}, follow=True),
    ):
        assert answer.status_code == 403
        assert b"First words" not in answer.content
    assert headings(chapter) == before


@pytest.mark.parametrize("name", TOOLS)
def test_other_methods_and_sections_that_never_were(name, parts, client_of, staff):
    client = client_of(staff)
    assert client.put(address(name, parts)).status_code == 405
    missing = f"/admin/readings/section/999/{name}/"
    assert client.get(missing).status_code == 404
    assert client.post(missing, {"base_version": "1"}).status_code == 404
    signed_out = Client().get(address(name, parts))
    assert signed_out.status_code == 302
    assert "/login/" in signed_out["Location"]


@pytest.mark.parametrize(
    ("name", "most"), [("split", 9), ("merge", 11), ("move", 8), ("rename", 7)]
)
def test_a_page_asks_no_more_for_more(
    name, most, chapter, parts, staff, client_of, django_assert_max_num_queries, reading, member
):
    client, counts = client_of(staff), []
    for size in (1, 20):
        drafts = [SectionDraft(f"S{n}", "a\n\nb", order=size + n + 5) for n in range(size)]
        body = "\n\n".join(f"Paragraph {n} of {size}." for n in range(size + 1))
        edit_chapter(
            user=None, chapter=chapter, base_versions={},
            changes=[draft(Section.objects.get(pk=parts.pk), body=body), *drafts],
        )  # fmt: skip
        for _note in range(size):
            pointer = Pointer("section", section=parts.pk)
            add_note(author=member, reading=reading, body="Words.", pointer=pointer)
        client.get(address(name, parts))
        with django_assert_max_num_queries(most) as captured:
            client.get(address(name, parts))
        counts.append(len(captured))
    assert counts[0] == counts[1]
