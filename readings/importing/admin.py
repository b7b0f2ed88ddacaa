"""Importing a chapter from a file in the admin: the outline and its warnings come first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from readings.editing import effects
from readings.editing.admin import ChapterAdmin
from readings.groups.admin.base import editor
from readings.importing.actions import (
    Imported,
    Refused,
    import_outline,
    outline_digest,
    places_before,
    standing_chapter,
)
from readings.importing.documents import DocumentForm
from readings.importing.forms import OutlineForm, UploadForm
from readings.importing.outline import Outline
from readings.importing.problems import ImportProblem
from readings.text.markdown import TextProblem
from readings.text.models import Block, Chapter
from readings.text.queries import lock_chapter


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
        return self._page(request, OutlineForm.of(upload.text, upload.outline, upload.form))

    def _outline_sent(self, request: HttpRequest) -> HttpResponse:
        form = OutlineForm(request.POST)
        if form.is_valid() and not {"import", "update"}.isdisjoint(request.POST):
            if not form.is_seen:
                message = _("You have changed the text: this is what is found in it now.")
                form.add_error("text", message)
            elif done := _import(request, form):
                return self._imported(request, *done)
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
        responses = [self._imported(request, imported, "") for imported in made]
        if len(responses) == 1:
            return responses[0]
        return HttpResponseRedirect(reverse("admin:readings_chapter_changelist"))

    def _page(
        self, request: HttpRequest, form: UploadForm | OutlineForm | DocumentForm
    ) -> HttpResponse:
        outline = getattr(form, "outline", None)
        standing = _standing(form) if isinstance(form, OutlineForm) else None
        document = getattr(form, "document", None)
        context = {
            "standing": standing,
            "foreseen": _foreseen(request, form) if standing else "",
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

    def _imported(self, request: HttpRequest, imported: Imported, told: str) -> HttpResponse:
        chapter = imported.chapter
        if imported.created:
            self.log_addition(request, chapter, [{"added": {}}])
            message = _("“%(chapter)s” was imported.") % {"chapter": chapter}
            self.message_user(request, message, messages.SUCCESS)
        elif imported.updated:
            self.log_change(request, chapter, [{"changed": {"fields": [str(_("text"))]}}])
            message = _("“%(chapter)s” was updated.") % {"chapter": chapter}
            self.message_user(request, f"{message} {told}", messages.SUCCESS)
        else:
            message = _("“%(chapter)s” had been imported before; nothing was changed.")
            self.message_user(request, message % {"chapter": chapter}, messages.INFO)
        return HttpResponseRedirect(reverse("admin:readings_chapter_change", args=[chapter.pk]))


def _names(form: OutlineForm) -> dict[str, Any]:
    """What the chapter is to be called, as far as the form says."""
    said = getattr(form, "cleaned_data", {}) if form.is_bound else form.initial
    names = {name: said.get(name) or "" for name in ("book", "title")}
    return {**names, "number": said.get("number")}


def _standing(form: OutlineForm) -> Chapter | None:
    """The chapter that the text could update, if it says anything else."""
    names = _names(form)
    if form.outline is None or not names["title"]:
        return None
    chapter = standing_chapter(**names)
    is_same = chapter and chapter.import_digest == outline_digest(form.outline, names["title"])
    return None if is_same else chapter


def _foreseen(request: HttpRequest, form: Any) -> str:
    """What an update would do to the notes; it is tried and taken back."""
    with transaction.atomic():
        try:
            _imported, told = _written(request, form, update=True)
        except (Refused, TextProblem) as problem:
            told = str(problem)
        transaction.set_rollback(True)
    return told


def _written(request: HttpRequest, form: OutlineForm, *, update: bool) -> tuple[Imported, str]:
    """Imports, and tells in a sentence what became of the notes."""
    assert form.outline is not None
    names = _names(form)
    before = places_before(form.outline, **names)
    imported = import_outline(user=editor(request), outline=form.outline, update=update, **names)
    return imported, effects.sentence(effects.measure(before, imported.targets))


def _import(request: HttpRequest, form: OutlineForm) -> tuple[Imported, str] | None:
    """What was imported; None when it was refused, which the form then says."""
    update = "update" in request.POST
    try:
        with transaction.atomic():
            if update:
                _refuse_unseen(request, form)
            return _written(request, form, update=update)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except TextProblem as problem:
        form.add_error("text", _(problem.template) % problem.params)
    return None


def _refuse_unseen(request: HttpRequest, form: OutlineForm) -> None:
    """Raises Refused unless the page showed what the update does to the chapter as it stands."""
    chapter = standing_chapter(**_names(form))
    if chapter is not None:
        chapter = lock_chapter(chapter.pk)
    now = f"{chapter.pk}.{chapter.revision}" if chapter else ""
    if request.POST.get("standing", "") != now:
        raise Refused(_("Look again: this is what the update would do now."))


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
