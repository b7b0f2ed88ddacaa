"""The ways into a group: joining links, and codes for people who have no password."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readings.groups import querysets
from readings.groups.models.groups import Membership, StudyGroup


def new_token() -> str:
    return secrets.token_urlsafe(18)


class JoinLink(models.Model):
    """A link that brings people into a group. One that no longer works stays, to say why.

    `max_uses` None: any number of people. With an `email` it is an invitation to one person.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Expired")
        USED = "used", _("Used up")
        ENDED = "ended", _("Ended")
        ARCHIVED = "archived", _("Archived")

    group = models.ForeignKey(
        StudyGroup, models.PROTECT, related_name="join_links", verbose_name=_("group")
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Membership.Role,
        default=Membership.Role.MEMBER,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True)
    max_uses = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("people who joined by it"), default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = querysets.JoinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("joining link")
        verbose_name_plural = _("joining links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.group)

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.token])

    @property
    def state(self) -> JoinLink.State:
        """Whether it works, else the first reason why not; for links that were `judged`."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.max_uses is not None and self.uses >= self.max_uses:
            return self.State.USED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return self.State.EXPIRED
        if self.role == Membership.Role.FACILITATOR and not self.__dict__["maker_stands"]:
            return self.State.ENDED
        if self.group.is_archived:
            return self.State.ARCHIVED
        return self.State.OPEN


class SignInCode(models.Model):
    """A code, used once, by which a person without a password signs in.

    A facilitator of the group that added the person (`User.host`) hands it over. Only its digest
    is kept. A newer one puts an end to those before it.
    """

    ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read aloud as something else
    LENGTH = 10  # 49 bits: with the rate limit and the short life nobody guesses one

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_in_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = querysets.SignInCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"

    @classmethod
    def new_code(cls) -> str:
        """A new code as people write it: two groups of five letters and digits."""
        letters = "".join(secrets.choice(cls.ALPHABET) for _ in range(cls.LENGTH))
        return f"{letters[:5]}-{letters[5:]}"

    @classmethod
    def digest_of(cls, code: str) -> str:
        """What is kept of a code, however it is spaced or cased. (A plain hash will do: the code
        is random, lives for days, and works once.)"""
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        return hashlib.sha256(plain.encode()).hexdigest()
