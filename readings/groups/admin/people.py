"""People: made with a name and a password, switched off, and deleted by nobody but themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.db.models import ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from readings.groups.actions import change_person, create_person
from readings.groups.admin.base import HouseAdmin, ReadOnlyMixin, editor
from readings.groups.models import User, fold_name
from readings.groups.queries import is_taken

# What may be granted to one person beside their role; the table of permissions decides the rest.
GRANTED = ("moderate_note",)


class NewPersonForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("display_name", "email")

    def clean_display_name(self) -> str:
        name = " ".join(self.cleaned_data["display_name"].split())
        if is_taken(name):
            raise forms.ValidationError(User._meta.get_field("username").error_messages["unique"])
        # The password is compared with it.
        self.instance.username = fold_name(name)
        return name


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        fields = (  # type: ignore[assignment]
            "username", "password", "display_name", "email", "time_zone",
            "is_active", "is_staff", "is_superuser", "user_permissions",
        )  # fmt: skip

    def clean_username(self) -> str:
        name = fold_name(self.cleaned_data["username"])
        if User.objects.filter(username=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(User._meta.get_field("username").error_messages["unique"])
        return name


class GrantsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: DjangoPermission) -> str:
        return obj.name


@admin.register(User)
class UserAdmin(HouseAdmin, BaseUserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_fieldsets = ((None, {"fields": ("display_name", "email", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("display_name", "email", "time_zone")}),
        (
            _("Permissions"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "user_permissions"),
                "description": _(
                    "Staff edit texts. Superusers also manage people and groups. Neither reads "
                    "a group's notes without being in the group or the permission below."
                ),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    list_display = ("display_name", "username", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("display_name", "username", "email")
    ordering = ("display_name", "pk")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody comes back from a deletion: the row stands for what is signed with it."""
        is_gone = obj is not None and obj.deleted_at is not None
        return not is_gone and super().has_change_permission(request, obj)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name != "user_permissions":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return GrantsField(
            queryset=DjangoPermission.objects.filter(
                content_type__app_label="readings", codename__in=GRANTED
            ),
            required=False,
            label=_("Also"),
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        data = form.cleaned_data
        if change:
            facts = {name: data[name] for name in form.changed_data if name in _COLUMNS}
            change_person(user=editor(request), person=obj, **facts)
            return
        made = create_person(
            name=data["display_name"], password=data["password1"], email=data["email"]
        )
        obj.__dict__.update(made.__dict__)


_COLUMNS = {
    "username", "display_name", "email", "time_zone", "is_active", "is_staff", "is_superuser",
}  # fmt: skip


class AuthenticatorAdmin(ReadOnlyMixin, HouseAdmin):
    """Second factors: seen and taken away when somebody has lost theirs; their secrets stay so."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__display_name", "user__username")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)


# Permissions follow the table and single grants, so groups of permissions would do nothing here;
# a person's one address stands with the person.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)
admin.site.register(Authenticator, AuthenticatorAdmin)
