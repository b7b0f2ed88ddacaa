"""Telling people: each is taken up under a lock, once, and only then does their mail go.

At most once, and not at least once: what a mail tells stands on the site anyway, so one that is
lost (the process was killed between the two) costs little, and one that comes again and again costs
the reader's patience. What the mail server surely did not take is put back and tried again.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone

from readings.accounts.queries import notice_address
from readings.groups.models import Membership, User
from readings.notifying.mail import compose
from readings.notifying.news import news_of
from readings.notifying.queries import AHEAD, Found, awaiting_daily, awaits, look

logger = logging.getLogger("studyguide.notices")

MOST = 500  # mails of one round; the others wait for the next
AT_ONCE = 200  # groups in one statement
PERMANENT = 500  # from here on a mail server's answers are for good; below, for now
CLOSING = 421  # it takes nothing more now


class Away(Exception):
    """The mail server cannot be reached, or takes nothing more now."""


@dataclass(frozen=True)
class Letter:
    """A person's mail, and how far they had been told of things before it."""

    person: int
    message: EmailMessage
    before: Sequence[tuple[int, int, datetime | None]]
    noticed_before: datetime | None
    now: datetime
    numbers: dict[int, int]


def send_notices() -> int:
    """Sends a mail to everybody whose time it is and who has something new; returns how many.

    Raises Away where the mail server fails; what waits then is sent the next time.
    """
    now = timezone.now()
    found = look(now)
    _pass_over(found, now)
    people = list(dict.fromkeys(one.person for one in found if one.concerned))[:MOST]
    if not people:
        return 0
    sent = 0
    try:
        # Opened before anybody is taken up: while the server is away nothing is lost.
        with get_connection() as connection:
            for person in people:
                sent += _send(person, connection, now)
    except OSError as error:  # SMTPException is one
        logger.warning("Notices: the mail server failed (%s), %s sent", type(error).__name__, sent)
        raise Away from error
    logger.info("Notices: %s sent", sent)
    return sent


def _send(person: int, connection: Any, now: datetime) -> bool:
    """Whether a mail was sent. Raises OSError where the server takes nothing more.

    A fault of ours with one person keeps nobody else waiting.
    """
    try:
        letter = take(person, now)
        if letter is None:
            return False
        letter.message.connection = connection
        return _deliver(letter)
    except OSError:
        raise
    except Exception:
        logger.exception("Notices: the mail of one person could not be made")
        return False


def _deliver(letter: Letter) -> bool:
    """Whether the server took it. What it surely did not take, for now, is put back."""
    try:
        letter.message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        if min(codes) < PERMANENT:
            put_back(letter)
        if CLOSING in codes:
            raise
        logger.warning("Notices: one address was refused (%s)", min(codes))
        return False
    except SMTPSenderRefused:
        put_back(letter)
        raise
    except SMTPResponseException as error:
        if error.smtp_code < PERMANENT:
            put_back(letter)
            raise
        logger.warning("Notices: one message was refused (%s)", error.smtp_code)
        return False
    return True


@transaction.atomic
def take(person: int, now: datetime) -> Letter | None:
    """Takes up what is new for one person, so that nobody else tells them of it.

    All is asked anew under the lock on their row: another worker may have been faster, and they may
    have chosen otherwise. None where there is nothing to tell by now.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=person, is_active=True).first()
    address = notice_address(user) if user is not None else ""
    if user is None or not address or not awaits(user, now):
        return None
    own = Membership.objects.filter(user=user, group__archived_at=None)
    memberships = list(own.select_related("group"))
    news = news_of(user, memberships, now)
    before = [(one.pk, one.told_seq, one.reminded_until) for one in memberships]
    noticed_before = user.noticed_at
    for one in memberships:
        one.told_seq, one.reminded_until = max(one.told_seq, one.group.seq), now + AHEAD
    Membership.objects.bulk_update(memberships, ["told_seq", "reminded_until"])
    user.noticed_at = now
    user.notice_key = user.notice_key or secrets.token_urlsafe(24)
    user.save(update_fields=["noticed_at", "notice_key"])
    if not news:
        return None
    numbers = {one.pk: one.told_seq for one in memberships}
    message = compose(user, address, news)
    return Letter(user.pk, message, before, noticed_before, now, numbers)


@transaction.atomic
def put_back(letter: Letter) -> None:
    """Makes it untold again, unless somebody has gone on from there."""
    for pk, told, reminded in letter.before:
        stands = Membership.objects.filter(pk=pk, told_seq=letter.numbers[pk])
        stands.update(told_seq=told, reminded_until=reminded)
    people = User.objects.filter(pk=letter.person, noticed_at=letter.now)
    people.update(noticed_at=letter.noticed_before)


def _pass_over(found: Sequence[Found], now: datetime) -> None:
    """What concerns nobody is behind them, so that no later look goes over it again; and whoever
    gets a mail in the morning has had their turn, also without one."""
    waiting = {one.person for one in found if one.concerned}
    numbers = {one.group: one.seq for one in found}
    idle: dict[int, list[int]] = {}
    for one in found:
        # Theirs are all moved when they are taken up; two workers never wait for each other's rows.
        if one.person not in waiting:
            idle.setdefault(one.group, []).append(one.membership)
    groups = list(idle)
    for start in range(0, len(groups), AT_ONCE):
        some = groups[start : start + AT_ONCE]
        number = Case(*(When(group=group, then=Value(numbers[group])) for group in some))
        memberships = [pk for group in some for pk in idle[group]]
        Membership.objects.filter(pk__in=memberships).update(
            told_seq=Greatest(F("told_seq"), number)
        )
    awaiting_daily(now).exclude(pk__in=waiting).update(noticed_at=now)
