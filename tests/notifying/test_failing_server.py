"""A mail server that fails loses as little as can be, and nothing is sent twice."""

from __future__ import annotations

from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from readings.groups.models import Membership
from readings.notifying import actions, tasks
from readings.notifying.actions import Away, send_notices, take
from readings.notifying.mail import compose


class Server(EmailBackend):
    """A mail server that fails as it is told to: when it is called, or at a message."""

    away: Exception | None = None
    fails: list[Exception | None] = []

    def open(self):
        if Server.away:
            raise Server.away
        return True

    def send_messages(self, messages):
        error = Server.fails.pop(0) if Server.fails else None
        if error:
            raise error
        return super().send_messages(messages)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(Server, "away", None)
    monkeypatch.setattr(Server, "fails", [])
    monkeypatch.setattr(actions, "get_connection", Server)
    return Server


@pytest.fixture
def two(mira, facilitator, reach, write):
    """Two people have something new."""
    reach(facilitator)
    write(parent=write(author=mira), author=facilitator)
    write(parent=write(author=facilitator), author=mira)


def to():
    return [message.to[0] for message in mail.outbox]


BOTH = ["frida@example.org", "mira@example.org"]


def test_while_the_server_is_away_nothing_is_lost(two, server):
    server.away = ConnectionRefusedError()
    for _turn in range(3):
        with pytest.raises(Away):
            send_notices()
    server.away = None
    assert send_notices() == 2
    assert sorted(to()) == BOTH


def test_a_server_that_hangs_up_loses_at_most_the_one_that_it_had(two, server):
    """Nobody knows whether it had taken that one: better lost than sent again and again."""
    server.fails = [SMTPServerDisconnected("gone")]
    with pytest.raises(Away):
        send_notices()
    assert to() == []
    assert send_notices() == 1
    assert len(to()) == 1
    assert send_notices() == 0


@pytest.mark.parametrize(
    "error",
    [
        SMTPSenderRefused(451, b"later", "x"),
        SMTPSenderRefused(530, b"sign in first", "x"),
        SMTPDataError(452, b"too many"),
        SMTPRecipientsRefused({"a@example.org": (421, b"closing")}),
    ],
)
def test_what_was_surely_not_taken_is_tried_again(error, two, server):
    server.fails = [error]
    with pytest.raises(Away):
        send_notices()
    assert send_notices() == 2
    assert sorted(to()) == BOTH
    assert send_notices() == 0


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (SMTPRecipientsRefused({"a@example.org": (450, b"grey")}), 1),
        (SMTPRecipientsRefused({"a@example.org": (550, b"nobody")}), 0),
        (SMTPDataError(554, b"no"), 0),
        (ValueError("a fault of ours"), 0),
    ],
)
def test_one_refused_address_keeps_nobody_else_waiting(error, again, two, server, caplog):
    server.fails = [error]
    assert send_notices() == 1
    assert send_notices() == again
    assert "example.org" not in caplog.text


def test_a_fault_of_ours_with_one_person_keeps_nobody_else_waiting(two, mira, monkeypatch, caplog):
    def fail(person, address, news):
        if person == mira:
            raise RuntimeError("broken on purpose")
        return compose(person, address, news)

    monkeypatch.setattr(actions, "compose", fail)
    assert send_notices() == 1
    assert to() == ["frida@example.org"]
    assert "could not be made" in caplog.text
    monkeypatch.undo()
    assert send_notices() == 1  # not lost either


def test_a_daily_mail_that_failed_is_tried_the_same_day(at, reach, member, reply, server):
    noticed = at(2030, 7, 1, 8)
    reach(member, notices="daily", noticed_at=noticed)
    reply()
    at(2030, 7, 2, 7)
    server.fails = [SMTPDataError(451, b"later")]
    with pytest.raises(Away):
        send_notices()
    member.refresh_from_db()
    assert member.noticed_at == noticed
    at(2030, 7, 2, 7, 5)
    assert send_notices() == 1


def test_putting_back_never_undoes_what_went_on_meanwhile(mira, reply):
    reply()
    letter = take(mira.pk, timezone.now())
    Membership.objects.filter(user=mira).update(told_seq=1000)
    assert letter
    actions.put_back(letter)
    assert Membership.objects.get(user=mira).told_seq == 1000


# The worker, and cron ----------------------------------------------------------------------------


def test_the_worker_sends(mira, reply, server):
    reply()
    server.away = OSError()
    tasks.tell.call_local()  # it is in the log, and no fault of ours
    assert mail.outbox == []
    server.away = None
    tasks.tell.call_local()
    assert len(mail.outbox) == 1


def test_the_command_sends(mira, reply, server, capsys):
    reply()
    server.away = ConnectionRefusedError()
    with pytest.raises(CommandError, match="ConnectionRefusedError"):
        call_command("send_notices")
    server.away = None
    call_command("send_notices")
    assert capsys.readouterr().out == "Notices sent: 1.\n"
