"""The pages of the section tools: a form, what it would do to notes, and then the verb."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from readings.editing import effects
from readings.editing.actions import StaleEdit
from readings.editing.admin.conflict import Conflict, find
from readings.editing.admin.preflight import page
from readings.editing.admin.tool_forms import TOOLS, ToolForm
from readings.editing.foresight import BACK, LookFirst, look_first
from readings.groups.admin.base import editor
from readings.text.models import Chapter, Section


class ToolsMixin:
    """For the admin of sections: a page for each tool, and the ways there on a section's page."""

    def get_urls(self) -> list[URLPattern]:
        site: Any = self
        view = site.admin_site.admin_view(self.tool)
        parent: Any = super()
        return [
            *(
                path(f"<int:pk>/{name}/", view, {"name": name}, name=f"readings_section_{name}")
                for name in TOOLS
            ),
            *parent.get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        section = kwargs.get("obj")
        if section is not None and section.removed_at is None:
            context["tools"] = [(_address(name, section), TOOLS[name].link) for name in TOOLS]
        parent: Any = super()
        response: HttpResponse = parent.render_change_form(request, context, *args, **kwargs)
        return response

    def tool(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """GET: the form. POST: uses the tool, after a look at what that does to notes."""
        site: Any = self
        if not site.has_change_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        context = {**site.admin_site.each_context(request), "opts": site.opts}
        if request.method != "POST":
            form = TOOLS[name](section=_section(pk))
            return _tool_page(request, form, context)
        try:
            with transaction.atomic():
                form, told = _used(request, pk, name)
        except LookFirst as look:
            context["original"] = _section(pk)
            return page(request, look, action=request.get_full_path(), **context)
        except StaleEdit as stale:
            return self._stale(request, pk, name, stale, context)
        if not told:
            return _tool_page(request, form, context)
        site.message_user(request, told, messages.SUCCESS)
        return redirect("admin:readings_section_change", form.leads_to)

    def _stale(
        self,
        request: HttpRequest,
        pk: int,
        name: str,
        stale: StaleEdit,
        context: dict[str, Any],
    ) -> HttpResponse:
        """The form as it was sent, beside what somebody else has done meanwhile."""
        site: Any = self
        section = Section.objects.select_related("version", "chapter__book").get(pk=pk)
        if section.removed_at is not None:
            site.message_user(request, f"{stale} {_('Nothing was changed.')}", messages.ERROR)
            return redirect("admin:readings_section_change", pk)
        fresh = TOOLS[name](section=section)
        sent = request.POST.copy()
        conflicts = [_conflict(fresh, sent, row) for row in stale.sections]
        sent.update({field.name: field.value() for field in fresh.hidden_fields()})
        sent[BACK] = "1"
        form = TOOLS[name](sent, section=section)
        return _tool_page(request, form, {**context, "conflicts": conflicts})


def _used(request: HttpRequest, pk: int, name: str) -> tuple[ToolForm, str]:
    """The form, and what the tool did in words; none where it was not used."""
    Chapter.objects.select_for_update().filter(sections=pk).first()
    stands = Section.objects.select_related("version", "chapter__book").filter(pk=pk).first()
    if stands is None:
        raise Http404
    if stands.removed_at is not None:
        raise StaleEdit([stands])
    form = TOOLS[name](request.POST, section=stands)
    if form.hindrance or not form.is_valid():
        return form, ""
    before = effects.standing(stands.chapter, form.touched())
    try:
        with transaction.atomic():
            edit = form.use(editor(request))
    except ValidationError as error:
        form.add_error(None, error)
        return form, ""
    done = effects.measure(before, edit.targets)
    changed = bool(edit.changes)
    look_first(request, edit.changes, done, rearranged=form.rearranged, changed=changed)
    if not changed:
        return form, _("The text is as it was.")
    form.leads_to = edit.changes[form.shows].section.pk
    return form, f"{edit.changes[0].new.summary} {effects.sentence(done)}"


def _section(pk: int) -> Section:
    sections = Section.objects.current().select_related("version", "chapter__book")
    section: Section | None = sections.filter(pk=pk, version__isnull=False).first()
    if section is None:
        raise Http404
    return section


def _conflict(form: ToolForm, sent: Any, section: Section) -> tuple[Section, Conflict]:
    own = section.pk == form.section.pk
    return section, find(section.pk, sent.get("base_version" if own else "following_version"))


def _address(name: str, section: Section) -> str:
    return reverse(f"admin:readings_section_{name}", args=[section.pk])


def _tool_page(request: HttpRequest, form: ToolForm, context: dict[str, Any]) -> HttpResponse:
    context = {
        "original": form.section,
        "title": form.title,
        "form": form,
        "back": reverse("admin:readings_section_change", args=[form.section.pk]),
        **context,
    }
    return TemplateResponse(request, "admin/editing/tool.html", context)
