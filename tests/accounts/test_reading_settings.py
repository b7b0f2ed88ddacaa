"""How one reads: kept with the account, in the page before it is painted, and nobody else's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.groups.models import User

ADDRESS = "/accounts/reading/"
USUAL = {
    "text_size": "normal",
    "measure": "normal",
    "theme": "device",
    "highlights": "always",
}
OTHER = {"text_size": "large", "measure": "wide", "theme": "dark", "highlights": "off"}
SAID = 'data-theme="dark" data-text="large" data-measure="wide" data-marks="off"'


def root(page):
    return re.findall(r"<html[^>]*>", page.text)[0]


def test_what_is_usual_is_not_said(member_client, client, db):
    assert root(member_client.get("/")) == '<html lang="en" dir="ltr">'
    assert root(client.get("/accounts/login/")) == '<html lang="en" dir="ltr">'


def test_what_is_chosen_is_kept_and_said_by_every_page(member_client, member, addresses):
    answer = member_client.post(ADDRESS, OTHER)
    assert answer.url == ADDRESS
    member.refresh_from_db()
    assert {name: getattr(member, name) for name in OTHER} == OTHER
    for name in ("home", "group", "chapter", "reason", "questions", "place-notes", "account"):
        assert root(member_client.get(addresses[name])).endswith(f"{SAID}>"), name


def test_the_way_back_leaves_nothing_behind(member_client, member):
    member_client.post(ADDRESS, OTHER)
    member_client.post(ADDRESS, USUAL)
    assert root(member_client.get("/")) == '<html lang="en" dir="ltr">'


@pytest.mark.parametrize("first", ["member", "facilitator"])
def test_a_kept_page_of_one_reader_does_not_colour_another_s(clients, member, addresses, first):
    """The chapter's frame is rendered once for all."""
    User.objects.filter(pk=member.pk).update(**OTHER)
    order = [first, *({"member", "facilitator"} - {first})]
    for who in (*order, *order):
        said = root(clients[who].get(addresses["chapter"]))
        assert (SAID in said) == (who == "member")


@pytest.mark.parametrize("name", OTHER)
def test_what_there_is_not_to_choose_is_refused_and_changes_nothing(member_client, member, name):
    page = member_client.post(ADDRESS, {**OTHER, name: 'x" onload="'})
    assert page.status_code == 422
    assert "Select a valid choice" in page.text
    assert root(page) == '<html lang="en" dir="ltr">'
    member.refresh_from_db()
    assert {name: getattr(member, name) for name in USUAL} == USUAL


def test_what_came_into_the_database_otherwise_cannot_break_out(member_client, member):
    User.objects.filter(pk=member.pk).update(theme='"><b>')
    assert root(member_client.get("/")) == (
        '<html lang="en" dir="ltr" data-theme="&quot;&gt;&lt;b&gt;">'
    )


# In a browser ----------------------------------------------------------------------------------


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.fixture
def marked(write, passage, facilitator):
    return write(author=facilitator, pointer=passage("shares one field"))


def test_colours_are_one_s_own_and_not_the_device_s(page_of, member, addresses):
    page = page_of(member, color_scheme="light", java_script_enabled=False)
    page.goto("/")
    light = ground(page)
    User.objects.filter(pk=member.pk).update(theme="dark")
    page.goto(addresses["chapter"])
    assert ground(page) != light


def size(page):
    return page.evaluate("""() => {
      const block = document.querySelector(".block p");
      return [parseFloat(getComputedStyle(block).fontSize), block.clientWidth];
    }""")


def test_letters_and_lines_grow(page_of, member, addresses):
    page = page_of(member, viewport={"width": 1600, "height": 900})
    page.goto(addresses["chapter"])
    letters, line = size(page)
    User.objects.filter(pk=member.pk).update(text_size="largest", measure="narrow")
    page.reload()
    larger, narrow = size(page)
    assert larger == pytest.approx(letters * 1.45)
    User.objects.filter(pk=member.pk).update(text_size="normal", measure="wide")
    page.reload()
    assert size(page)[1] > line
    assert narrow / larger < line / letters


def shown(page):
    return page.locator("mark").first.evaluate(
        "mark => getComputedStyle(mark).textDecorationLine === 'underline'"
    )


def test_marks_that_are_off_leave_the_way_to_the_notes(page_of, member, addresses, marked):
    User.objects.filter(pk=member.pk).update(highlights="off")
    page = page_of(member)
    page.goto(addresses["chapter"])
    assert not shown(page)
    page.locator("mark").first.click()
    control = page.locator(".block:has(mark) > .count")
    control.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#note-{marked.uid}")).to_be_visible()
    assert not shown(page)


def test_marks_are_shown_where_one_points_or_works(page_of, member, addresses, marked):
    User.objects.filter(pk=member.pk).update(highlights="hover")
    page = page_of(member)
    page.goto(addresses["chapter"])
    page.mouse.move(0, 0)
    assert not shown(page)
    page.locator(".block:has(mark)").hover()
    assert shown(page)
    page.mouse.move(0, 0)
    assert not shown(page)
    page.locator(".block:has(mark) > .count").focus()
    assert shown(page)


def test_a_choice_is_seen_before_it_is_saved_and_kept_after(page_of, member):
    page = page_of(member, color_scheme="light")
    page.goto(ADDRESS)
    light = ground(page)
    page.get_by_label("Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert ground(page) != light
    page.get_by_label("As my device has it").check()
    expect(page.locator("html")).not_to_have_attribute("data-theme", re.compile(""))
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept: every page looks so from now on.")).to_be_visible()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_it_works_without_scripts(page_of, member):
    page = page_of(member, java_script_enabled=False)
    page.goto("/accounts/")
    page.get_by_role("link", name="How I read").last.click()
    page.get_by_label("Very large").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    expect(page.get_by_label("Very large")).to_be_checked()


def test_one_s_own_marks_go_with_the_others(page_of, member, addresses, write, passage):
    """They are painted by a script, over whatever block they are in."""
    write(author=member, pointer=passage("shares one field"))

    def painted():
        return page.evaluate(
            "getComputedStyle(document.querySelector('.block-paragraph p'), '::highlight(mine)')"
            ".backgroundColor"
        )

    page = page_of(member)
    page.goto(addresses["chapter"])
    assert painted() != "rgba(0, 0, 0, 0)"
    User.objects.filter(pk=member.pk).update(highlights="off")
    page.reload()
    assert painted() == "rgba(0, 0, 0, 0)"
    User.objects.filter(pk=member.pk).update(highlights="hover")
    page.reload()
    page.mouse.move(0, 0)
    assert painted() == "rgba(0, 0, 0, 0)"
    page.locator(".block-paragraph").first.hover()
    assert painted() != "rgba(0, 0, 0, 0)"


def test_paper_stays_white(page_of, member, addresses):
    User.objects.filter(pk=member.pk).update(theme="dark")
    page = page_of(member)
    page.goto(addresses["chapter"])
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
