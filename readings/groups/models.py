"""Users, study groups and what happens in them."""

from __future__ import annotations

import secrets
import unicodedata
import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readings.groups import querysets

COLOURS = 12  # as many hues as static/css/tokens.css names


def fold_name(name: str) -> str:
    """The sign-in form of a name: NFKC, one space between words, no case.

    People sign in with the name they typed when they joined; "Ana  María" and "ana maría" are one.
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def validate_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone called “%(name)s”."), params={"name": name})


def new_token() -> str:
    return secrets.token_urlsafe(18)


class User(AbstractUser):
    """A person. `username` is the folded sign-in name, `display_name` what others see."""

    username = models.CharField(
        _("sign-in name"),
        max_length=150,
        unique=True,
        error_messages={"unique": _("Somebody already signs in with that name.")},
    )
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), null=True, blank=True)  # type: ignore[assignment]
    display_name = models.CharField(_("name shown to others"), max_length=80)
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    colour = models.PositiveSmallIntegerField(_("colour"), default=0)

    objects = querysets.UserManager()  # type: ignore[misc]

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_caseless"),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_caseless",
                violation_error_message=_("Somebody already uses that e-mail address."),
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_has_display_name"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Django's name for it; `createsuperuser` comes by here."""
        return fold_name(username)

    def clean(self) -> None:
        super().clean()
        self.email = self.email or None

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def hue(self) -> int:
        return self.colour % COLOURS


class StudyGroup(models.Model):
    """A small group that reads together. `seq` numbers, without gaps, what its members can see."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    seq = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.StudyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("study group")
        verbose_name_plural = _("study groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clock that the group goes by; the site's where it has none of its own."""
        return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)


class Membership(models.Model):
    """One person in one group. `seen_seq`: the group's `seq` when they last looked at its news."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FACILITATOR = "facilitator", _("Facilitator")

    group = models.ForeignKey(
        StudyGroup, models.PROTECT, related_name="memberships", verbose_name=_("group")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    seen_seq = models.PositiveBigIntegerField(default=0, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="membership_once",
                violation_error_message=_("This person is already in the group."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


class JoinLink(models.Model):
    """The group's joining link. A revoked one stays, so that it can say that it was revoked."""

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="join_links")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.JoinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("joining link")
        verbose_name_plural = _("joining links")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(revoked_at=None), name="joinlink_one_active"
            )
        ]

    def __str__(self) -> str:
        return str(self.group)

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.token])


class Meeting(models.Model):
    """When a group meets, and where if that is said; what has been stays."""

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["group", "starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class Activity(models.Model):
    """Something that happened in a group and that every member may see, in the order of `seq`.

    `object_id` is the key of a row in a higher room (a note, a question), so it is no foreign key.
    """

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="activities", db_index=False)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", null=True
    )
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["group", "seq"], name="activity_order")]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.seq} {self.kind}"
