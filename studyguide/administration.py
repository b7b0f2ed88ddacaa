"""The admin site: Django's own, under the guide's name and with one door fewer."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as BaseAdminConfig
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    site_title = site_header = _("Study Guide")
    index_title = _("Texts, groups and people")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without "view on site", which sends anybody on the staff to the address of any row:
        that of a joining link is a secret."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]


class AdminConfig(BaseAdminConfig):
    default_site = "studyguide.administration.AdminSite"
