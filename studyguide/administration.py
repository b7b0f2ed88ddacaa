"""The admin site: Django's own, under the guide's name and with one door fewer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as BaseAdminConfig
from django.http import HttpRequest
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
