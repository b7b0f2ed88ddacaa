"""The order of a group's chapters, and from which day it reads each."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from readings.text.actions import create_chapter, order_readings, start_reading


@pytest.fixture
def second(reading, group):
    chapter = create_chapter(
        user=None, book=reading.chapter.book, number=13, title="The Wall", sections=[], footnotes={}
    )
    return start_reading(user=None, group=group, chapter=chapter)


@pytest.fixture
def address(group):
    return f"/groups/{group.slug}/chapters/"


def order(group):
    return list(group.readings.order_by("position", "pk"))


def test_a_chapter_moves_and_typed_dates_are_stored(
    facilitator_client, group, reading, second, address
):
    sent = {f"{reading.pk}-starts_on": "2030-03-01", "move": f"up:{second.pk}"}
    response = facilitator_client.post(address, sent)
    assert response["Location"] == address
    assert order(group) == [second, reading]
    reading.refresh_from_db()
    assert reading.starts_on == date(2030, 3, 1)
    facilitator_client.post(address, {"move": f"down:{second.pk}"})
    assert order(group) == [reading, second]


@pytest.mark.parametrize("move", ["up:0", "up:", "over:1", "up:²", "up:-1", "up:" + "9" * 40])
def test_an_odd_move_changes_nothing(facilitator_client, group, reading, second, address, move):
    assert facilitator_client.post(address, {"move": move}).status_code == 302
    assert order(group) == [reading, second]


def test_the_ends_of_the_list_hold(facilitator_client, group, reading, second, address):
    facilitator_client.post(address, {"move": f"up:{reading.pk}"})
    facilitator_client.post(address, {"move": f"down:{second.pk}"})
    assert order(group) == [reading, second]


def test_a_wrong_date_is_said_and_nothing_else_is_lost(
    facilitator_client, group, reading, second, address
):
    sent = {f"{reading.pk}-starts_on": "soon", f"{second.pk}-starts_on": "2030-03-08"}
    response = facilitator_client.post(address, sent)
    content = response.content.decode()
    assert response.status_code == 422
    assert 'value="soon"' in content
    assert 'value="2030-03-08"' in content
    second.refresh_from_db()
    assert second.starts_on is None


def test_a_list_that_grew_meanwhile_keeps_the_newcomer(group, facilitator, reading, second):
    order_readings(user=facilitator, group=group, order=[second.pk], days={})
    assert order(group) == [second, reading]


def test_members_do_not_order(group, member, reading):
    with pytest.raises(PermissionDenied):
        order_readings(user=member, group=group, order=[reading.pk], days={})


def test_a_page_of_before_takes_no_day_from_a_chapter_that_came_since(
    facilitator_client, group, reading, second, address
):
    second.starts_on = date(2030, 3, 8)
    second.save()
    sent = {f"{reading.pk}-starts_on": "2030-03-01", "move": f"down:{reading.pk}"}
    facilitator_client.post(address, sent)
    second.refresh_from_db()
    assert second.starts_on == date(2030, 3, 8)
