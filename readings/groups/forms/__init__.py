"""The forms of this room, by subject."""

from readings.groups.forms.groups import (
    GroupForm,
    MeetingForm,
    NewGroupForm,
    RoleForm,
    SignedForm,
)
from readings.groups.forms.joining import CodeForm, LinkForm, MailForm, NameForm, NewcomerForm
from readings.groups.forms.signing import ChangePasswordForm, DeviceTimeZone, LoginForm

__all__ = [
    "ChangePasswordForm",
    "CodeForm",
    "DeviceTimeZone",
    "GroupForm",
    "LinkForm",
    "LoginForm",
    "MailForm",
    "MeetingForm",
    "NameForm",
    "NewGroupForm",
    "NewcomerForm",
    "RoleForm",
    "SignedForm",
]
