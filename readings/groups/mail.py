"""The message that invites one person into a group."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from readings.groups.models import JoinLink


def send_invitation(link: JoinLink) -> None:
    """Sends the link to its address, in the language of who invites and on the group's clock.

    Raises OSError where the mail server cannot be reached or refuses (SMTPException is one).
    """
    context = {
        "link": link,
        "group": link.group,
        "address": settings.SITE_URL + link.get_absolute_url(),
        "site": settings.SITE_URL,
        "zone": link.group.zone.key.replace("_", " "),
    }
    language = link.created_by.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(link.group.zone):
        subject = render_to_string("groups/mail/invitation_subject.txt", context)
        body = render_to_string("groups/mail/invitation.txt", context)
    send_mail(" ".join(subject.split()), body, None, [link.email])
