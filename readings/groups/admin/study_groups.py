"""Groups, who is in them, and their joining links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readings.groups.actions import (
    change_group,
    change_role,
    enrol,
    found_group,
    is_last_facilitator,
    remove_member,
    revoke_join_link,
)
from readings.groups.admin.base import (
    HouseAdmin,
    ReadOnlyMixin,
    RelatedFilter,
    WhetherFilter,
    editor,
)
from readings.groups.models import JoinLink, Membership, StudyGroup, User
from readings.groups.permissions import Permission, allows


class NewGroupForm(forms.ModelForm):
    facilitator = forms.ModelChoiceField(
        queryset=User.objects.filter(is_active=True),
        label=_("Facilitator"),
        help_text=_("The first one; more people are added afterwards."),
        widget=AutocompleteSelect(Membership._meta.get_field("user"), admin.site),
    )

    class Meta:
        model = StudyGroup
        fields = ("name", "time_zone", "description")


@admin.register(StudyGroup)
class StudyGroupAdmin(HouseAdmin):
    """The whole staff may look: they put chapters on the groups' lists."""

    list_display = ("name", "time_zone", "members", "created_at")
    search_fields = ("name", "slug")
    ordering = ("name", "pk")
    fields = (
        "name", "slug", "time_zone", "description", "who_invites", "first_audience", "shows_name",
    )  # fmt: skip
    readonly_fields = ("reading_list", "people_lists")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, Permission.EDIT_TEXT)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StudyGroup]:
        groups: QuerySet[StudyGroup] = super().get_queryset(request)
        return groups.annotate(people=Count("memberships"))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = NewGroupForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "facilitator", "time_zone", "description")
        # The lists of people are for those who manage them.
        lists = self.readonly_fields[: 1 + self.has_change_permission(request)]
        return (*self.fields, *lists)

    @admin.display(description=_("members"), ordering="people")
    def members(self, obj: Any) -> int:
        return int(obj.people)

    @admin.display(description=_("Chapters"))
    def reading_list(self, obj: StudyGroup) -> str:
        return _list_of(obj, "reading", gettext("Chapters on its list"))

    @admin.display(description=_("People"))
    def people_lists(self, obj: StudyGroup) -> str:
        members = _list_of(obj, "membership", gettext("Members"))
        links = _list_of(obj, "joinlink", gettext("Joining links"))
        return format_html("{} · {}", members, links)

    def save_model(
        self, request: HttpRequest, obj: StudyGroup, form: forms.ModelForm, change: bool
    ) -> None:
        data = form.cleaned_data
        if change:
            facts = {name: data[name] for name in form.changed_data}
        else:
            facts = {"description": data["description"]}
            made = found_group(
                user=data["facilitator"], name=data["name"], time_zone=data["time_zone"]
            )
            obj.__dict__.update(made.__dict__)
        change_group(user=editor(request), group=obj, **facts)


def _list_of(group: StudyGroup, model: str, label: str) -> SafeString:
    """A link to the group's rows of a kind."""
    address = reverse(f"admin:readings_{model}_changelist")
    return format_html('<a href="{}?group__id__exact={}">{}</a>', address, group.pk, label)


class MembershipForm(forms.ModelForm):
    """Says beside the form what the verb would refuse."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if until := self.fields.get("until"):
            # Two boxes under one label that belongs to neither.
            for box, name in zip(until.widget.widgets, (_("date"), _("time")), strict=True):
                box.attrs["aria-label"] = f"{until.label}: {name}"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        standing, until = self.instance, data.get("until")
        if until is not None and until <= timezone.now():
            self.add_error("until", _("Choose a time that is still to come."))
        stays = data.get("role") == Membership.Role.FACILITATOR and data.get("until") is None
        if standing.pk and not stays and is_last_facilitator(standing):
            raise forms.ValidationError(
                _("This is the only facilitator of the group. Make somebody else one first.")
            )
        return data


@admin.register(Membership)
class MembershipAdmin(HouseAdmin):
    list_display = ("user", "group", "role", "joined_at")
    list_filter = ("role", ("group", RelatedFilter))
    list_select_related = ("user", "group")
    search_fields = ("user__display_name", "user__username", "group__name")
    autocomplete_fields = ("user", "group")
    fields = ("user", "group", "role", "until")
    form = MembershipForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "group") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The last facilitator of a group is protected, and named as such."""
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        said = gettext("%(membership)s: the only facilitator")
        protected += [said % {"membership": one} for one in objs if is_last_facilitator(one)]
        return gone, counts, missing, protected

    def save_model(
        self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            change_role(user=editor(request), membership=obj, role=obj.role, until=obj.until)
        else:
            made = enrol(
                user=editor(request),
                group=obj.group,
                person=obj.user,
                role=obj.role,
                until=obj.until,
            )
            obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        remove_member(user=editor(request), membership=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user", "group"):
            try:
                remove_member(user=editor(request), membership=membership)
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.ERROR)


class RevokedFilter(WhetherFilter):
    title = _("state")
    parameter_name = "revoked"
    field = "revoked_at"
    yes, no = _("Revoked"), _("Open")


@admin.register(JoinLink)
class JoinLinkAdmin(ReadOnlyMixin, HouseAdmin):
    """Who made a link and whether it still works. The link itself is the group's secret."""

    list_display = ("group", "role", "created_by", "created_at", "expires_at", "uses", "revoked_at")
    list_filter = (
        RevokedFilter,
        ("group", RelatedFilter),
    )
    list_select_related = ("group", "created_by")
    search_fields = ("group__name", "created_by__display_name")
    fields = (
        "group", "role", "created_by", "created_at", "expires_at", "max_uses", "uses", "revoked_at",
    )  # fmt: skip
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, Permission.ADMINISTER)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """A question in the address, "begins with …", would give the link away bit by bit."""
        return not lookup.startswith("token") and super().lookup_allowed(lookup, value, request)

    @admin.action(description=_("Revoke the selected joining links"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[JoinLink]) -> None:
        links = queryset.filter(revoked_at=None).select_related("group")
        count = sum(revoke_join_link(user=editor(request), link=link) for link in links)
        message = ngettext(
            "%(count)s joining link no longer works.",
            "%(count)s joining links no longer work.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
