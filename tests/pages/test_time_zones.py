"""Every time on every page is by its reader's clock, also out of what is kept for all."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from readings.annotation.actions import edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import make_join_link, plan_meeting
from readings.groups.mail import send_invitation
from readings.groups.models import User

TIME = re.compile(r'<time [^>]*datetime="([^"]+)"[^>]*>([^<]*)</time>')
# One is a day ahead of the other for most of the day.
ZONES = ("Pacific/Auckland", "America/Los_Angeles", "")


@pytest.fixture
def lived(addresses, write, reading, member, facilitator):
    """A group in which every kind of time is to be seen."""
    soon = timezone.now() + timedelta(days=3)
    plan_meeting(user=facilitator, group=reading.group, starts_at=soon, place="", note="")
    ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="When?", due_at=soon
    )
    edit_note(user=member, note=write("Words."), body="Other words.")
    return addresses


@pytest.mark.parametrize("who", ["member", "facilitator"])
def test_the_readers_clock(lived, clients, who, request):
    person, client = request.getfixturevalue(who), clients[who]
    seen = {}
    for zone in ZONES:
        User.objects.filter(pk=person.pk).update(time_zone=zone)
        clock = ZoneInfo(zone or "UTC")
        for name, address in lived.items():
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            for stamp, words in TIME.findall(answer.content.decode()):
                moment = datetime.fromisoformat(stamp)
                assert moment.utcoffset() == moment.astimezone(clock).utcoffset(), (name, zone)
                local = moment.astimezone(clock)
                fits = [
                    date_format(local, kind)
                    for kind in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "DATE_FORMAT")
                ]
                assert any(html.unescape(words).endswith(fit) for fit in fits), (name, words, fits)
                seen.setdefault(name, set()).add(zone)
    assert {name for name, zones in seen.items() if zones == set(ZONES)} >= {
        "home", "group", "notes", "questions",
    }  # fmt: skip


def test_what_is_set_on_the_groups_clock_is_one_moment_for_all(lived, clients, group, member):
    """Seven in the evening in Auckland is said to somebody in Los Angeles as their own hour."""
    type(group).objects.filter(pk=group.pk).update(time_zone="Pacific/Auckland")
    sent = {"starts_at": "2199-06-05T19:00", "place": "", "note": ""}
    assert clients["facilitator"].post(lived["meeting"], sent).status_code == 302
    User.objects.filter(pk=member.pk).update(time_zone="America/Los_Angeles")
    page = clients["member"].get(lived["group"]).content.decode()
    assert "2199-06-05T00:00:00-07:00" in page


def test_a_message_says_whose_clock_it_goes_by(group, facilitator):
    """Whoever gets it may be anywhere, and has no clock that the site knows."""
    type(group).objects.filter(pk=group.pk).update(time_zone="Pacific/Auckland")
    group.refresh_from_db()
    expires = datetime(2199, 6, 5, 7, 0, tzinfo=ZoneInfo("UTC"))
    link = make_join_link(
        user=facilitator, group=group, email="nia@example.org", expires_at=expires, max_uses=1
    )
    with timezone.override("America/Los_Angeles"):
        send_invitation(link)
    assert "until June 5, 2199, 7 p.m. (Pacific/Auckland)" in mail.outbox[0].body


def test_a_note_knows_the_moment_and_not_the_clock(write):
    stored = Note.objects.get(pk=write("Words.").pk)
    assert stored.created_at.utcoffset() == timedelta(0)
