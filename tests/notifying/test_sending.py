"""When mail goes, how often, and what it looks like."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from readings.accounts.actions import change_notices
from readings.groups.actions import add_member, mark_seen
from readings.groups.models import StudyGroup, User
from readings.notifying import actions
from readings.notifying.actions import send_notices, take
from readings.notifying.queries import look

# In the morning ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "before", "seven"),
    [
        # In summer Auckland is 12 hours ahead of UTC, Los Angeles 7 hours behind.
        ("Pacific/Auckland", (2030, 7, 1, 18, 55), (2030, 7, 1, 19)),
        ("America/Los_Angeles", (2030, 7, 2, 13, 55), (2030, 7, 2, 14)),
        ("", (2030, 7, 2, 6, 55), (2030, 7, 2, 7)),
        ("Gone/Nowhere", (2030, 7, 2, 6, 55), (2030, 7, 2, 7)),
        # The night in which Berlin puts its clocks forward.
        ("Europe/Berlin", (2030, 3, 31, 4, 55), (2030, 3, 31, 5)),
    ],
)
def test_the_daily_mail_comes_at_seven_on_ones_own_clock(
    zone, before, seven, at, reach, member, reply, sent
):
    at(*before[:3], before[3] - 2, 0)
    reach(member, notices="daily", time_zone=zone, noticed_at=at(*before[:3], before[3] - 2, 0))
    reply()
    at(*before)
    assert sent() == []
    at(*seven)
    assert len(sent()) == 1
    reply()
    at(*seven[:3], seven[3] + 4, 0)
    assert sent() == []


def test_one_mail_a_day_with_all_of_the_day(at, reach, member, reply, sent):
    reach(member, notices="daily", noticed_at=at(2030, 7, 1, 8))
    for hour in (9, 15, 23):
        at(2030, 7, 1, hour)
        reply()
        assert sent() == []
    at(2030, 7, 2, 7, 3)
    (message,) = sent()
    assert "3 replies" in message.body
    at(2030, 7, 3, 7)
    assert sent() == []


def test_a_morning_without_news_is_over_too(at, reach, member, reply, sent):
    """What comes at nine waits for the next morning."""
    reach(member, notices="daily", noticed_at=at(2030, 7, 1, 8))
    at(2030, 7, 2, 7)
    assert sent() == []
    at(2030, 7, 2, 9)
    reply()
    assert sent() == []
    at(2030, 7, 3, 7)
    assert len(sent()) == 1


def test_a_morning_that_nobody_worked_is_made_up_for(at, reach, member, reply, sent):
    reach(member, notices="daily", noticed_at=at(2030, 7, 1, 8))
    reply()
    at(2030, 7, 2, 15)
    assert len(sent()) == 1


def test_somebody_new_waits_for_the_first_morning(at, reach, person, group, write, sent):
    new = person("Nia", date_joined=at(2030, 7, 1, 8))
    assert (new.notices, new.noticed_at) == ("daily", None)
    reach(new, notices="daily")
    frida = person("Frida")
    for user in (new, frida):
        add_member(group=group, user=user)
    write(parent=write(author=new), author=frida)
    at(2030, 7, 1, 20)
    assert sent() == []
    at(2030, 7, 2, 7)
    assert len(sent()) == 1


# Choosing ----------------------------------------------------------------------------------------


def test_who_begins_hears_nothing_of_before(reach, member, reply, lines):
    reach(member, notices="none")
    reply()
    change_notices(person=member, notices="soon", about=User.ABOUT)
    assert lines() == []
    reply()
    assert len(lines()) == 1


def test_from_soon_to_daily_what_waits_comes_in_the_morning(at, reach, member, reply, sent):
    at(2030, 7, 1, 12)
    reach(member)
    reply()
    change_notices(person=member, notices="daily", about=User.ABOUT)
    assert sent() == []
    at(2030, 7, 2, 7)
    assert len(sent()) == 1


def test_what_one_has_marked_as_seen_is_not_sent(mira, reply, write, facilitator, group, lines):
    reply()
    group.refresh_from_db()
    mark_seen(user=mira, group=group, seq=group.seq)
    assert lines() == []
    write(parent=write(), author=facilitator)
    assert len(lines()) == 1


# Once --------------------------------------------------------------------------------------------


def test_nothing_is_told_twice(mira, reply, sent):
    reply()
    assert [len(sent()) for _turn in range(3)] == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(mira, reply):
    reply()
    start = threading.Barrier(4)
    failures = []

    def work():
        start.wait()
        try:
            send_notices()
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(mail.outbox) == 1


def test_a_worker_that_looked_before_finds_nothing_left(mira, reply, monkeypatch, sent):
    """Both looked at the same moment; one was faster."""
    reply()
    now = timezone.now()
    found = look(now)
    assert len(sent()) == 1
    monkeypatch.setattr(actions, "look", lambda _now: found)
    assert sent() == []
    assert take(mira.pk, now) is None


def test_who_chose_otherwise_since_the_look_gets_none(mira, reply, monkeypatch, sent):
    reply()
    found = look(timezone.now())
    change_notices(person=mira, notices="none", about=User.ABOUT)
    monkeypatch.setattr(actions, "look", lambda _now: found)
    assert sent() == []


def test_a_round_has_an_end_and_the_next_goes_on(
    reach, person, group, write, facilitator, monkeypatch, sent
):
    monkeypatch.setattr(actions, "MOST", 2)
    for name in ("Ana", "Ben", "Cleo"):
        user = reach(person(name))
        add_member(group=group, user=user)
        write(parent=write(author=user), author=facilitator)
    assert [len(sent()) for _turn in range(3)] == [2, 1, 0]


# What it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2, 30])
def test_a_look_asks_as_much_for_many_as_for_few(
    size, reach, person, write, facilitator, reading, django_assert_num_queries
):
    """People, groups and notes; nobody has anything new."""
    for number in range(size):
        user = reach(person(f"Reader {number}"), notices=("soon", "daily")[number % 2])
        group = StudyGroup.objects.create(name=f"Group {number}", slug=f"group-{number}")
        for one in (group, reading.group):
            add_member(group=one, user=user)
        write(author=facilitator)
        write(author=user)
    with django_assert_num_queries(5):
        assert send_notices() == 0


@pytest.mark.parametrize("size", [2, 30])
def test_a_mail_asks_as_much_for_many_things_as_for_few(
    size, mira, write, facilitator, django_assert_num_queries
):
    for _turn in range(size):
        write(parent=write(), author=facilitator)
    send_notices()
    for _turn in range(size):
        write(parent=write(), author=facilitator)
    with django_assert_num_queries(15):
        assert send_notices() == 1
