"""What of this room a person may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import models
from django.db.models import F
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


class StudyGroupQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """The groups that the person belongs to, each with `viewer_role` and whose role it is."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user).annotate(
            viewer_role=F("memberships__role"), viewer_id=F("memberships__user_id")
        )


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """Memberships in the person's own groups: members see one another."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(group__memberships__user=user)


class JoinLinkQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(revoked_at=None)


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
