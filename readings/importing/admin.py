"""The way from the chapters' list to bringing in a text, which has its own pages."""

from __future__ import annotations

from django.contrib import admin

from readings.editing.admin import ChapterAdmin
from readings.text.models import Chapter


class ImportingChapterAdmin(ChapterAdmin):
    """The chapters' pages, with the way to new ones from a file."""

    change_list_template = "admin/importing/chapters.html"


admin.site.unregister(Chapter)
admin.site.register(Chapter, ImportingChapterAdmin)
