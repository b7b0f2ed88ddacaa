"""Study groups, who is in them, when they meet, and what happens in them."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readings.groups import querysets
from readings.groups.models.people import validate_time_zone


class StudyGroup(models.Model):
    """A small group that reads together. `seq` numbers, without gaps, what its members can see.

    An archived group is read, and nothing in it is written. `continues` is the round before.
    """

    class Inviters(models.TextChoices):
        FACILITATORS = "facilitators", _("Facilitators")
        MEMBERS = "members", _("Every member")

    class Audience(models.TextChoices):
        """Whom a new note is for unless its author says otherwise; the values are a note's."""

        GROUP = "group", _("The group")
        ME = "me", _("Its author alone")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    who_invites = models.CharField(
        _("who may invite"), max_length=12, choices=Inviters, default=Inviters.FACILITATORS
    )
    first_audience = models.CharField(
        _("new notes are for"), max_length=8, choices=Audience, default=Audience.GROUP
    )
    shows_name = models.BooleanField(_("its name may show in previews of links"), default=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="continued_by",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("continues"),
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
    def manner(self) -> tuple[str, str, bool]:
        """What of the group stands in the HTML around notes: fragments are kept under it."""
        return (self.name, self.first_audience, self.is_archived)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def rounds(self) -> set[int]:
        """The keys of this group and of the rounds that it continues."""
        found: set[int] = set()
        group: StudyGroup | None = self
        while group is not None and group.pk not in found:
            found.add(group.pk)
            group = group.continues
        return found

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clock that the group goes by; the site's where it has none of its own."""
        return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)


class Membership(models.Model):
    """One person in one group. `seen_seq`: the group's `seq` when they last looked at its news;
    `told_seq`: up to where they were told of it by mail, or there was nothing to tell;
    `reminded_until`: up to when they were reminded of what is due.

    A facilitator until a time (`until`) is a member from then on; nobody has to write that down.
    """

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
    until = models.DateTimeField(_("facilitator until"), null=True, blank=True)
    seen_seq = models.PositiveBigIntegerField(default=0, editable=False)
    told_seq = models.PositiveBigIntegerField(default=0, editable=False)
    reminded_until = models.DateTimeField(null=True, blank=True, editable=False)
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
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(role="facilitator"),
                name="membership_until_of_facilitators",
                violation_error_message=_("Only a facilitator is one until a date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"

    @property
    def facilitates(self) -> bool:
        """Whether the person is a facilitator now."""
        return self.role == self.Role.FACILITATOR and not self.has_lapsed

    @property
    def has_lapsed(self) -> bool:
        return self.until is not None and self.until <= timezone.now()


class FormerMember(models.Model):
    """Somebody who was in the group, and how what they wrote is signed since.

    One row for each time that a person left or was removed (`removed_by`).
    """

    class Signed(models.TextChoices):
        NAME = "name", _("Under the name")
        FORMER = "former", _("As “Former member”")

    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="former_members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    signed = models.CharField(max_length=8, choices=Signed, default=Signed.NAME)
    left_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former member")
        verbose_name_plural = _("former members")
        ordering = ["-left_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


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
