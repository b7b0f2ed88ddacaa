"""People who have an account."""

from __future__ import annotations

import unicodedata
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from readings.groups import querysets
from readings.groups.models.going import Going
from readings.groups.preferences import NoticeSettings, ReadingSettings

COLOURS = 12  # as many hues as static/css/tokens.css names


def fold_name(name: str) -> str:
    """The sign-in form of a name: NFKC, one space between words, no case.

    People sign in with the name they typed when they joined; "Ana  María" and "ana maría" are one.
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def validate_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone called “%(name)s”."), params={"name": name})


class User(Going, ReadingSettings, NoticeSettings, AbstractUser):
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
    # The group that added this person, whose facilitators may hand over codes to sign in with as
    # long as there is neither a password nor an e-mail address.
    host = models.ForeignKey(
        "readings.StudyGroup",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        # No address is NULL, also where allauth takes the last one away: "" could stand only once.
        self.email = self.email or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def signs_in_by_code(self) -> bool:
        """Whether a code from a facilitator is this person's only way in."""
        return self.host_id is not None and not self.email and not self.has_usable_password()

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def hue(self) -> int:
        return self.colour % COLOURS
