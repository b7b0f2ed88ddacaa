"""What of this room a person may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.apps import apps
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from readings.groups.models import User

    Person: TypeAlias = User | AnonymousUser

MEETING_LASTS = timedelta(hours=2)  # nobody says when one was over


class UserManager(BaseUserManager["User"]):
    """Creates users by their sign-in name; an e-mail address is optional."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)

    def _create_user(
        self, username: str, email: str | None, password: str | None, **extra: Any
    ) -> User:
        # Django's own turns a missing address into "", which could stand only once.
        extra.setdefault("display_name", " ".join(username.split()))
        username = self.model.normalize_username(username)
        user = self.model(username=username, email=email or None, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


def not_lapsed(path: str = "") -> Q:
    """Memberships (at the end of `path`) but those of facilitators whose time is over."""
    return Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": timezone.now()})


class StudyGroupQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The groups that the person belongs to, each with whose membership it is (`viewer_id`),
        `viewer_role` and until when (`viewer_until`)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user).annotate(
            viewer_role=F("memberships__role"),
            viewer_until=F("memberships__until"),
            viewer_id=F("memberships__user_id"),
        )


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """Memberships in the person's own groups: members see one another."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(group__memberships__user=user)

    def facilitating(self) -> Self:
        """Those of the facilitators of this moment."""
        return self.filter(not_lapsed(), role="facilitator")


class JoinLinkQuerySet(models.QuerySet):
    def open_to(self, user: User) -> Self:
        """Links by which this person can join now: nobody comes back from a removal by a link of
        before it."""
        removed = apps.get_model("readings", "FormerMember")._default_manager.filter(
            group=OuterRef("group"),
            user=user,
            removed_by__isnull=False,
            left_at__gte=OuterRef("created_at"),
        )
        return self.active().exclude(Exists(removed))

    @staticmethod
    def _maker() -> Exists:
        """Whether a facilitator for good made it, and still is one."""
        memberships = apps.get_model("readings", "Membership")._default_manager
        return Exists(
            memberships.facilitating().filter(
                group=OuterRef("group"), user=OuterRef("created_by"), until=None
            )
        )

    def judged(self) -> Self:
        """With `maker_stands`, which `JoinLink.state` goes by."""
        return self.annotate(maker_stands=Q(self._maker()))

    def active(self) -> Self:
        """Links by which one can join now. One that makes facilitators ends with the rights of who
        made it, whether they were taken, have lapsed or were left behind."""
        return self.filter(
            Q(role="member") | Q(self._maker()),
            Q(max_uses=None) | Q(uses__lt=F("max_uses")),
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            revoked_at=None,
            group__archived_at=None,
        )


class SignInCodeQuerySet(models.QuerySet):
    def working(self) -> Self:
        """Codes that still let their person in."""
        return self.filter(used_at=None, expires_at__gt=timezone.now(), user__is_active=True)


class AuditQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("audit entries are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("audit entries are append-only")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The meetings of the person's own groups."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(group__memberships__user=user)

    def ahead(self) -> Self:
        """Those that are not over, the next one first."""
        return self.filter(starts_at__gt=timezone.now() - MEETING_LASTS).order_by("starts_at", "pk")


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(group__memberships__user=user)
