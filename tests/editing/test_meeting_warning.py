"""Who edits a text is warned when a group that reads it meets within a day, and told no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from readings.editing import soon
from readings.editing.restoring import restore_version
from readings.groups.models import Meeting
from readings.text.actions import start_reading
from tests.editing.looking import foresight, replaced
from tests.fixtures.admin import AdminPage, messages_of

LAST = "None of this stands in the ledger 🐑."


@pytest.fixture
def meet(reading, facilitator):
    """A meeting of the group after so long: `meet(hours=5)`."""

    def make(group=None, **until):
        return Meeting.objects.create(
            group=group or reading.group,
            starts_at=timezone.now() + timedelta(**until),
            place="A secret place",
            note="A secret note",
            created_by=facilitator,
        )

    return make


@pytest.fixture
def at(monkeypatch):
    """Makes it this time: `at(2030, 5, 1, 18)`."""

    def freeze(year, month, day, hour):
        now = datetime(year, month, day, hour, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return now

    return freeze


def warnings(response):
    return foresight(response).warnings


def saved(response):
    return "foresight" not in response.context


def edit(page):
    return page.send(body=replaced(page, (LAST, "The end.")))


def test_an_edit_that_touches_no_note_is_shown_first_too(meet, form_page, opening):
    meet(hours=5)
    looked = edit(form_page)
    assert len(warnings(looked)) == 1
    assert "Thursday Readers meets" in looked.content.decode()
    assert "Its members may have prepared with the text as it is." in looked.content.decode()
    opening.refresh_from_db()
    assert LAST in opening.body
    assert saved(form_page.confirm(looked))
    opening.refresh_from_db()
    assert LAST not in opening.body


@pytest.mark.parametrize(
    "until", [{"hours": 25}, {"days": 3}, {"hours": -3}, {"hours": -2, "seconds": -1}]
)
def test_a_meeting_that_is_far_or_over_warns_of_nothing(meet, form_page, until):
    meet(**until)
    assert saved(edit(form_page))


def test_other_texts_and_other_groups_are_free(meet, form_page, other_group, book, chapter):
    meet(other_group, hours=5)
    assert saved(edit(form_page))
    start_reading(user=None, group=other_group, chapter=chapter)
    (warning,) = warnings(AdminPage(form_page.client, form_page.address).send(heading="A"))
    assert warning.startswith("Sunday Circle meets")


def test_each_group_is_named_once_in_the_order_of_time(meet, other_group, chapter, form_page):
    start_reading(user=None, group=other_group, chapter=chapter)
    meet(hours=9)
    meet(other_group, hours=4)
    names = [warning.split(" meets")[0] for warning in warnings(edit(form_page))]
    assert names == ["Sunday Circle", "Thursday Readers"]


def test_what_is_said_is_on_the_editors_clock(meet, at, member):
    at(2030, 5, 1, 18)
    meeting = meet(hours=23)
    assert soon.said(meeting) == "Thursday Readers meets tomorrow at 5 p.m."
    with timezone.override("Asia/Tokyo"):  # where it is the 2nd, three in the morning
        assert soon.said(meeting) == "Thursday Readers meets tomorrow at 2 a.m."
    assert soon.said(meet(hours=2)) == "Thursday Readers meets today at 8 p.m."
    assert soon.said(meet(minutes=-20)) == "Thursday Readers is meeting now"


def test_editors_learn_no_more_of_a_meeting(meet, form_page):
    meet(hours=5)
    html = edit(form_page).content.decode()
    assert "secret" not in html
    assert "Mira" not in html


def test_nothing_that_changes_nothing_is_shown(meet, form_page):
    meet(hours=5)
    assert "The text is as it was." in messages_of(form_page.send())


def test_a_meeting_that_was_set_in_between_is_shown_first(meet, form_page, write, passage):
    write(pointer=passage(LAST))
    looked = edit(form_page)
    assert warnings(looked) == []
    meet(hours=5)
    again = form_page.confirm(looked)
    assert len(warnings(again)) == 1
    assert "or a group is about to meet" in again.content.decode()
    assert saved(form_page.confirm(again))


def test_a_correction_is_shown_first_too(meet, form_page):
    meet(hours=5)
    body = replaced(form_page, ("seldom", "seldomly"))
    looked = form_page.send(body=body, correction="on")
    assert len(warnings(looked)) == 1
    assert saved(form_page.confirm(looked))


def test_every_way_to_edit_warns(meet, form_page, admin_page, chapter, opening):
    meet(hours=5)
    page = admin_page(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    assert warnings(page.send(title="The Wall"))
    assert warnings(page.send(**{"footnotes-0-body": "Almanac, p. 4."}))
    row = page.row_of("sections", "heading", "Why the fence went up")
    assert warnings(page.send(**{f"{row}-heading": "Why"}))
    chapter.refresh_from_db()
    assert chapter.title == "The Fence"
    tool = admin_page(reverse("admin:readings_section_rename", args=[opening.pk]))
    looked = tool.send(heading="Named")
    assert warnings(looked)
    assert "Renamed" in messages_of(tool.confirm(looked))
    first = opening.versions.get(number=1)
    answer = page.client.post(
        reverse("admin:readings_sectionversion_restoration", args=[first.pk]), {"base_version": "2"}
    )
    assert warnings(answer)


def test_the_command_line_and_imports_are_not_kept_waiting(meet, opening):
    meet(hours=5)
    restored = restore_version(user=None, version=opening.current, base_version=1)
    assert restored.changes == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_warning_is_seen(meet, page_of, admin, opening, axe, scheme):
    meet(hours=5)
    page = page_of(admin, color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto(reverse("admin:readings_section_rename", args=[opening.pk]))
    page.get_by_label("Heading").fill("A name")
    page.get_by_role("button", name="Rename").click()
    page.locator(".preflight-warning").get_by_text("Thursday Readers meets").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
