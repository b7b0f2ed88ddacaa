"""Importing a chapter from a file in the admin: the outline and its warnings come first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from readings.editing.admin import ChapterAdmin
from readings.groups.admin.base import editor
from readings.importing.actions import Imported, Refused, import_outline
from readings.importing.documents import DocumentForm
from readings.importing.forms import OutlineForm, UploadForm
from readings.importing.outline import Outline
from readings.importing.problems import ImportProblem
from readings.text.markdown import TextProblem
from readings.text.models import Block, Chapter


class ImportingChapterAdmin(ChapterAdmin):
    """The chapters' pages, with the way to a new one from a file."""

    change_list_template = "admin/importing/chapters.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="readings_chapter_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A file is chosen, looked at, and only then imported."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, UploadForm())
        if "text" in request.POST:
            return self._outline_sent(request)
        if "kept" in request.POST:
            return self._document_sent(request)
        upload = UploadForm(request.POST, request.FILES)
        if not upload.is_valid():
            return self._page(request, upload)
        if upload.document:
            name, owner = upload.cleaned_data["file"].name, editor(request).pk
            form = DocumentForm.of(upload.document, upload.content, name=name, owner=owner)
            return self._page(request, form)
        return self._page(request, OutlineForm.of(upload.text, upload.outline))

    def _outline_sent(self, request: HttpRequest) -> HttpResponse:
        form = OutlineForm(request.POST)
        if form.is_valid() and "import" in request.POST:
            if not form.is_seen:
                message = _("You have changed the text: this is what is found in it now.")
                form.add_error("text", message)
            elif imported := _import(request, form):
                return self._imported(request, imported)
        return self._page(request, form)

    def _document_sent(self, request: HttpRequest) -> HttpResponse:
        try:
            form = DocumentForm.sent(request.POST, owner=editor(request).pk)
        except ImportProblem as problem:
            self.message_user(request, problem.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:readings_chapter_import"))
        if not form.is_valid():
            return self._page(request, form)
        try:
            made = form.save(editor(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except TextProblem as problem:
            form.add_error(None, _(problem.template) % problem.params)
        else:
            return self._all_imported(request, made)
        return self._page(request, form)

    def _all_imported(self, request: HttpRequest, made: list[Imported]) -> HttpResponse:
        responses = [self._imported(request, imported) for imported in made]
        if len(responses) == 1:
            return responses[0]
        return HttpResponseRedirect(reverse("admin:readings_chapter_changelist"))

    def _page(
        self, request: HttpRequest, form: UploadForm | OutlineForm | DocumentForm
    ) -> HttpResponse:
        outline = getattr(form, "outline", None)
        document = getattr(form, "document", None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a chapter"),
            "opts": self.opts,
            "form": form,
            "outline": outline,
            "sections": _described(outline) if outline else [],
            "document": document,
            "chapters": [(found, _described(found)) for found in document.chapters]
            if document
            else [],
        }
        return TemplateResponse(request, "admin/importing/import.html", context)

    def _imported(self, request: HttpRequest, imported: Imported) -> HttpResponse:
        chapter = imported.chapter
        if imported.created:
            self.log_addition(request, chapter, [{"added": {}}])
            message = _("“%(chapter)s” was imported.") % {"chapter": chapter}
            self.message_user(request, message, messages.SUCCESS)
        else:
            message = _("“%(chapter)s” had been imported before; nothing was changed.")
            self.message_user(request, message % {"chapter": chapter}, messages.INFO)
        return HttpResponseRedirect(reverse("admin:readings_chapter_change", args=[chapter.pk]))


def _import(request: HttpRequest, form: OutlineForm) -> Imported | None:
    """The imported chapter; None when it was refused, which the form then says."""
    data = form.cleaned_data
    assert form.outline is not None
    try:
        return import_outline(
            user=editor(request),
            outline=form.outline,
            book=data["book"],
            number=data["number"],
            title=data["title"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except TextProblem as problem:
        form.add_error("text", _(problem.template) % problem.params)
    return None


def _described(outline: Outline) -> list[dict[str, Any]]:
    """The sections for the page: every block with the number that it will have."""
    return [
        {
            "heading": section.heading,
            "number": number,
            "blocks": [
                {
                    "number": f"{number}.{position}",
                    "kind": Block.Kind(block.kind).label,
                    "text": block.text,
                    "footnotes": block.footnotes,
                    "items": [item.text for item in block.items],
                }
                for position, block in enumerate(section.blocks, 1)
            ],
        }
        for number, section in enumerate(outline.sections, 1)
    ]


admin.site.unregister(Chapter)
admin.site.register(Chapter, ImportingChapterAdmin)
