"""The admin's form for a file that cannot be corrected in a text field: what to import of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.groups.models import User
from readings.importing.actions import Imported, import_book, import_outline
from readings.importing.books import BookOutline
from readings.importing.forms import BookForm
from readings.importing.keeping import forget, keep, kept
from readings.importing.reading import read_file


class DocumentForm(BookForm):
    """A book's title, and its chapters: one of them, which may get another name, or all."""

    chapter = forms.TypedChoiceField(
        label=_("Chapters"), coerce=int, empty_value=None, required=False
    )
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=0,
        help_text=_("For one chapter; without a number it follows the book's last chapter."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("For one chapter."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    kept = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, document: BookOutline, **more: Any) -> None:
        super().__init__(**more)
        self.document = document
        choices: list[tuple[str | int, Any]] = [
            (i, f"{outline.chapter_number or '–'}. {outline.chapter_title or '–'}")
            for i, outline in enumerate(document.chapters)
        ]
        if len(choices) > 1:
            choices.insert(0, ("", _("All chapters")))
        field = self.fields["chapter"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices

    @classmethod
    def of(cls, document: BookOutline, data: bytes, *, name: str, owner: int) -> DocumentForm:
        """The form for a file that was just uploaded."""
        first = document.chapters[0]
        initial: dict[str, Any] = {
            "book": document.title,
            "kept": keep(data, name=name, owner=owner),
        }
        if len(document.chapters) == 1:
            initial |= {"number": first.chapter_number, "title": first.chapter_title, "chapter": 0}
        return cls(document, initial=initial)

    @classmethod
    def sent(cls, data: Any, *, owner: int) -> DocumentForm:
        """The form as it came back. Raises ImportProblem when its file is gone."""
        content, name = kept(str(data.get("kept", "")), owner=owner)
        return cls(read_file(content, name=name), data=data)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("chapter") is None and len(self.document.chapters) > 1:
            for name in ("number", "title"):
                if data.get(name):
                    self.add_error(name, _("Choose the one chapter that this is for."))
        return data

    def save(self, user: User) -> list[Imported]:
        """Imports what was chosen. Raises as `import_outline` does; the file is kept then."""
        data = self.cleaned_data
        if data["chapter"] is None:
            made = import_book(user=user, outline=self.document, title=data["book"])
        else:
            imported = import_outline(
                user=user,
                outline=self.document.chapters[data["chapter"]],
                book=data["book"],
                number=data["number"],
                title=data["title"],
                **self.document.facts,
            )
            made = [imported]
        forget(data["kept"])
        return made
