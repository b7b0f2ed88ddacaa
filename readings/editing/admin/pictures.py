"""Pictures that an editor adds to a section while writing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from readings.groups.admin.base import editor
from readings.groups.limits import hold_up, said, too_many
from readings.groups.permissions import Permission, allows
from readings.text.actions import add_picture
from readings.text.markdown.pictures import picture_markdown
from readings.text.models import Section
from readings.text.pictures import MAX_BYTES, CheckedPicture, PictureProblem, check_picture
from readings.text.problems import problem_in_words


class PictureForm(forms.Form):
    """One file; what it is its content says, and neither its name nor its sender."""

    image = forms.FileField(allow_empty_file=True)

    picture: CheckedPicture

    def clean_image(self) -> Any:
        file = self.cleaned_data["image"]
        try:
            self.picture = check_picture(file.read(MAX_BYTES + 1))
        except PictureProblem as problem:
            said = _("“%(name)s” was not added: %(why)s.")
            told = {"name": file.name[:60], "why": problem_in_words(problem)}
            raise forms.ValidationError(said % told) from problem
        return file


@method_decorator(login_not_required, name="dispatch")  # refuses by itself, for a script
class PictureUpload(View):
    """Gives the section's book a picture, and answers with the Markdown that shows it.

    markdownx's own view, in whose place this stands, took any file under its own name.
    """

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allows(request.user, Permission.EDIT_TEXT):
            message = _("Only those who edit texts may add pictures.")
            return HttpResponse(message, status=403, content_type="text/plain; charset=utf-8")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, section: int) -> HttpResponse:
        if wait := hold_up(request, "picture"):
            return too_many(JsonResponse({"problem": said(wait)}), wait)
        found = get_object_or_404(Section.objects.select_related("chapter__book"), pk=section)
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"problem": " ".join(map(str, form.errors["image"]))}, status=400)
        book = found.chapter.book
        picture = add_picture(user=editor(request), book=book, picture=form.picture)
        return JsonResponse({"image_code": picture_markdown("", picture.key)})
