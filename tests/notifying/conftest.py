"""People who get mail, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.models import User
from readings.notifying.actions import send_notices
from readings.text.models import Reading


@pytest.fixture
def reach() -> Callable[..., User]:
    """Gives somebody a confirmed address and a choice: `reach(member, notices="daily")`."""

    def make(user: User, notices: str = "soon", **fields: Any) -> User:
        email = f"{user.username}@example.org"
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        User.objects.filter(pk=user.pk).update(email=email, notices=notices, **fields)
        user.refresh_from_db()
        return user

    return make


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Makes it this time (UTC): `at(2030, 5, 1, 18)`."""

    def freeze(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
        now = datetime(year, month, day, hour, minute, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return now

    return freeze


@pytest.fixture
def sent() -> Callable[[], list[Any]]:
    """Sends what is due; returns the messages of this round."""

    def send() -> list[Any]:
        before = len(mail.outbox)
        count = send_notices()
        messages = mail.outbox[before:]
        assert count == len(messages)
        return messages

    return send


@pytest.fixture
def lines(sent: Callable[[], list[Any]]) -> Callable[[], list[str]]:
    """Sends what is due; returns what the one mail of this round tells, or nothing."""

    def read() -> list[str]:
        messages = sent()
        assert len(messages) < 2
        return [
            line.removeprefix("* ")
            for message in messages
            for line in message.body.split("\n")
            if line.startswith("* ")
        ]

    return read


@pytest.fixture
def mira(member: User, reach: Callable[..., User]) -> User:
    """The member, who is told soon."""
    return reach(member)


@pytest.fixture
def reply(write: Callable[..., Note], member: User, facilitator: User) -> Callable[[], Note]:
    """Somebody replies to the member: one notice."""
    head = write(author=member)
    return lambda: write("Secret words.", parent=head, author=facilitator)


@pytest.fixture
def ask(reading: Reading, facilitator: User) -> Callable[..., Question]:
    """The facilitator asks, of everybody unless said otherwise."""

    def make(**fields: Any) -> Question:
        given = {"pointer": Pointer("chapter"), "body": "What follows?", **fields}
        return ask_question(user=facilitator, reading=reading, **given)

    return make
