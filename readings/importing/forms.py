"""Choosing a file, and looking at what was found in it. Plain text travels in the form between the
two pages; documents.py has the form for other files."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from readings.importing.books import BookOutline
from readings.importing.formats import format_of
from readings.importing.outline import Outline
from readings.importing.problems import ImportProblem
from readings.importing.reading import MAX_FILE, read_file
from readings.importing.texts import Form, form_of, read_text, text_of


def _read(data: bytes | str, form: Form, name: str = "") -> tuple[str, Outline]:
    """The text and the outline. Raises ValidationError with the words of the problem."""
    try:
        return text_of(data, form), read_text(data, name=name, form=form)
    except ImportProblem as problem:
        raise forms.ValidationError(problem.message) from problem


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Plain text as copied from a web page, Markdown, a web page, EPUB, Word (.docx) or "
            "OpenDocument (.odt). Nothing is saved yet."
        ),
        widget=forms.FileInput(
            attrs={
                "accept": ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.epub,.docx,.odt,text/plain"
            }
        ),
        allow_empty_file=True,  # the reader says what is wrong with it
    )

    text: str
    outline: Outline
    form: Form
    content: bytes
    document: BookOutline | None = None  # a file that is no text, which `outline` is of

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # One byte more than may be imported: a huge file is not read to its end.
        name = file.name or ""
        self.content, self.form = file.read(MAX_FILE + 1), form_of(name)
        try:
            if format_of(self.content) != "text":
                self.document = read_file(self.content, name=name)
                return file
        except ImportProblem as problem:
            raise forms.ValidationError(problem.message) from problem
        self.text, self.outline = _read(self.content, self.form, name)
        return file


class BookForm(forms.Form):
    """Which book the chapters go into."""

    book = forms.CharField(
        label=_("Book"),
        max_length=300,
        help_text=_("A book with this title is made if there is none."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class OutlineForm(BookForm):
    """What the chapter will be called, and its text, which can be put right before the import.

    `seen` is the digest of the text whose outline the page shows, `form` how it is read.
    """

    form = forms.ChoiceField(
        choices=[("text", "text"), ("markdown", "markdown")],
        required=False,
        widget=forms.HiddenInput,
    )
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        help_text=_("Without a number it follows the book's last chapter."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    text = forms.CharField(
        label=_("Text of the file"),
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "vLargeTextField", "spellcheck": "false"}
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    data: Any
    outline: Outline | None = None
    is_seen = False

    @classmethod
    def of(cls, text: str, outline: Outline, form: Form = "text") -> OutlineForm:
        """The form for what was found in a file."""
        shown = cls(
            initial={
                "form": form,
                "book": outline.book,
                "number": outline.chapter_number,
                "title": outline.chapter_title,
                "text": text,
                "seen": digest(text),
            }
        )
        shown.outline = outline
        return shown

    def clean_text(self) -> str:
        text, self.outline = _read(
            self.cleaned_data["text"], self.cleaned_data.get("form") or "text"
        )
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "text" in data:
            self.is_seen = data["seen"] == digest(data["text"])
            # When the page is shown again it shows the outline of this text.
            self.data = {**self.data.dict(), "seen": digest(data["text"])}
        return data
