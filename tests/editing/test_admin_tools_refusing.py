"""What the section tools refuse: stale pages, bad input, people who may not; and their bounds."""

from __future__ import annotations

import pytest
from django.test import Client

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.editing.admin.tool_forms import TOOLS
from readings.text.models import Section
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.sectioned import headings, keys, tool_address
from tests.editing.standing import draft
from tests.fixtures.admin import messages_of


def key_at(section, order):
    return keys(section)[order - 1]


def form_of(response):
    return response.context["form"]


# Somebody else was faster -----------------------------------------------------------------------


@pytest.mark.parametrize("name", TOOLS)
def test_a_stale_page_shows_what_others_did_and_changes_nothing(
    tool, parts, more, chapter, admin, name
):
    sent = {
        "block": key_at(parts, 3),
        "heading": "Mine",
        "after": str(more.pk),
        "summary": "Because.",
    }
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
    sent = {k: key_at(parts, 3) if v == "LAST" else v for k, v in sent.items()}
    answer = tool(name, parts).send(summary="Because.", **sent)
    form = form_of(answer)
    assert said in str(form.errors[field])
    assert said in answer.content.decode()
    assert form["summary"].value() == "Because."
    assert all(form[k].value() in (v, v == "on") for k, v in sent.items())
    assert headings(chapter) == before


def test_a_tool_that_cannot_be_used_says_why(tool, parts, more, opening, chapter):
    new = SectionDraft("Short", "One paragraph.", order=3)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    short = chapter.sections.get(heading="Short")
    for name, section, why in (
        ("split", short, "no paragraph here at which it could be split"),
        ("merge", short, "the last section of its chapter"),
        ("move", opening, "A section without a heading stands first."),
    ):
        page = tool(name, section)
        assert why in page.html
        answer = page.client.post(page.address, {"base_version": "1"})
        assert why in answer.content.decode()
    assert len(headings(chapter)) == 5


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
        client.get(tool_address(name, parts), follow=True),
        client.post(tool_address(name, parts), {"heading": "x", "base_version": "1"}, follow=True),
    ):
        assert answer.status_code == 403
        assert b"First words" not in answer.content
    assert headings(chapter) == before


@pytest.mark.parametrize("name", TOOLS)
def test_other_methods_and_sections_that_never_were(name, parts, client_of, staff):
    client = client_of(staff)
    assert client.put(tool_address(name, parts)).status_code == 405
    missing = f"/admin/readings/section/999/{name}/"
    assert client.get(missing).status_code == 404
    assert client.post(missing, {"base_version": "1"}).status_code == 404
    signed_out = Client().get(tool_address(name, parts))
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
        client.get(tool_address(name, parts))
        with django_assert_max_num_queries(most) as captured:
            client.get(tool_address(name, parts))
        counts.append(len(captured))
    assert counts[0] == counts[1]
