"""The admin site: Django's own, under the guide's name and with one door fewer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as BaseAdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    site_title = site_header = _("Study Guide")
    index_title = _("Texts, groups and people")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without "view on site", which sends anybody on the staff to the address of any row:
        that of a joining link is a secret."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and where ADMIN_MFA says so with a second step, which they then had to take."""
        return super().has_permission(request) and not self.lacks_second_step(request)

    def lacks_second_step(self, request: HttpRequest) -> bool:
        """Whether somebody may not come in for want of a passkey or an app for codes."""
        if settings.ADMIN_MFA != "required":
            return False
        # This module names an app, and is read before there are any models.
        from allauth.mfa.models import Authenticator
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(
            request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        )

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Here come those whom `secure_admin_login` lets pass: staff who are signed in."""
        if self.lacks_second_step(request):
            return render(request, "accounts/second_step_wanted.html", status=403)
        return super().login(request, extra_context)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page says beside a list how much of it waits (`waiting` of its ModelAdmin)."""
        apps = self.get_app_list(request)
        for row in (row for app in apps for row in app["models"]):
            count = getattr(self._registry[row["model"]], "waiting", None)
            if count is not None and (words := count(request)):
                row["name"] = f"{row['name']} ({words})"
        return super().index(request, {"app_list": apps, **(extra_context or {})})


class AdminConfig(BaseAdminConfig):
    default_site = "studyguide.administration.AdminSite"
