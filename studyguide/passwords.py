"""What a password must not be, besides short, common, or the name of its owner."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FORMS = ("%d%m%Y", "%m%d%Y", "%Y%m%d", "%Y%d%m")


class DateValidator:
    """Refuses a day written in eight digits: the first that is tried by whoever knows a birthday.

    Any other digits are as good as letters. To refuse all of them would be a rule about what a
    password is made of, and drives people to "1234567a".
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError for a day from 1900 to 2099."""
        if len(password) == 8 and password.isascii() and password.isdecimal():
            for form in FORMS:
                if _is_day(password, form):
                    raise ValidationError(
                        _("This password is a date, which is easily guessed."),
                        code="password_is_date",
                    )

    def get_help_text(self) -> str:
        return _("Your password can’t be a date.")


def _is_day(digits: str, form: str) -> bool:
    try:
        day = datetime.strptime(digits, form)  # noqa: DTZ007 - a day, nowhere in particular
    except ValueError:
        return False
    return 1900 <= day.year <= 2099
