"""The message that an account is to be deleted."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from readings.groups.models import User

logger = logging.getLogger("studyguide.accounts")


def send_deletion_notice(person: User) -> bool:
    """Says when the account goes and how to keep it, in the language and on the clock of whose
    page asked for it; whether there was an address that it could be sent to."""
    if not person.email:
        return False
    context = {
        "person": person,
        "zone": timezone.get_current_timezone_name(),
        "address": settings.SITE_URL + reverse("account-deletion"),
        "site": settings.SITE_URL,
    }
    subject = render_to_string("pages/mail/deletion_subject.txt", context)
    body = render_to_string("pages/mail/deletion.txt", context)
    try:
        send_mail(" ".join(subject.split()), body, None, [person.email])
    except OSError:  # SMTPException is one; the pages say it too
        logger.exception("A notice of a deletion could not be sent")
        return False
    return True
