"""Choosing a file or pasting a text, naming what was found, and one correction as it is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from readings.groups.asked import whole_number
from readings.groups.models import StudyGroup
from readings.importing.books import BookOutline
from readings.importing.correcting import Correction
from readings.importing.models import ImportDraft
from readings.importing.plaintext.decode import MAX_BYTES
from readings.importing.problems import ImportProblem
from readings.importing.reading import MAX_FILE
from readings.text.models import Chapter
from readings.text.queries import NUMBER

ACCEPTED = ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.epub,.docx,.odt,.zip,text/plain"


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "dir": "auto"})


class SourceForm(forms.Form):
    """A file, or a text that was copied somewhere: one of the two."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "Plain text as copied from a web page, Markdown, a web page, EPUB, Word (.docx) or "
            "OpenDocument (.odt), or Markdown with its pictures (.zip). You look at what was found "
            "before anything is saved."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # the reader says what is wrong with it
    )
    text = forms.CharField(
        label=_("Or paste a text"),
        required=False,
        strip=False,
        max_length=MAX_BYTES,
        help_text=_("One chapter, with its headings, its footnotes and all, as you copied it."),
        widget=_text_area(10),
    )
    form = forms.ChoiceField(
        label=_("The pasted text is"),
        choices=[("text", _("plain text")), ("markdown", _("Markdown"))],
        initial="text",
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, text = data.get("file"), (data.get("text") or "").strip()
        if file and text:
            self.add_error("file", _("Choose a file or paste a text, not both."))
        elif file is None and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste a text below."))
        return data

    @property
    def field(self) -> str:
        """The field that what is wrong with the text belongs to."""
        return "file" if self.cleaned_data.get("file") else "text"

    def source(self) -> dict[str, Any]:
        """What `begin_import` takes."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is not None:
            # One byte more than may be imported: a huge file is not read to its end.
            return {"data": file.read(MAX_FILE + 1), "name": file.name or ""}
        form = self.cleaned_data.get("form") or "text"
        return {"data": self.cleaned_data["text"].encode(), "form": form}


class TextForm(forms.Form):
    """The text of a file, put right by hand."""

    text = forms.CharField(
        label=_("Text of the file"), strip=False, max_length=MAX_BYTES, widget=_text_area(16)
    )


class ChapterField(forms.ModelChoiceField):
    """A chapter, with the book that it stands in."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.book}: {obj}"


class ReadingForm(forms.Form):
    """One of the chapters that are there already."""

    chapter = ChapterField(
        label=_("Chapter"),
        queryset=Chapter.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("This chapter cannot be chosen any more.")},
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chapter"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Chapter.objects.open_to(group)
            .exclude(readings__group=group)
            .select_related("book")
            .order_by("book__title", "number")
        )


class NamesForm(forms.ModelForm):
    """What the book is called, and its one chapter, or which of its chapters come in."""

    number = forms.IntegerField(
        label=_("Chapter's number"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Without a number it follows the book's last chapter."),
    )
    chapter_title = forms.CharField(
        label=_("Chapter's title"),
        max_length=300,
        error_messages={"required": _("Give the chapter a title.")},
    )
    chapters = forms.TypedMultipleChoiceField(
        label=_("Chapters that come in"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ["title", "number", "chapter_title", "chapters"]

    class Meta:
        model = ImportDraft
        fields = ("title", "author", "language", "source", "rights")
        labels = {"title": _("Book")}
        widgets = {
            "source": forms.Textarea(attrs={"rows": 2}),
            "rights": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "title": _("Chapters of one book stand together under its title."),
            "rights": _("Why it may be read here, such as a licence."),
            "language": _("A code such as en, de or ar."),
        }

    def __init__(self, *args: Any, book: BookOutline, **kwargs: Any) -> None:
        draft = kwargs["instance"]
        first = book.chapters[0]
        initial = {
            "number": first.chapter_number,
            "chapter_title": first.chapter_title,
            "chapters": [n for n in range(len(book.chapters)) if n not in draft.skipped],
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        title = self.fields["title"]
        title.required = True
        title.error_messages["required"] = _("Say which book the text belongs to.")
        self.book = book
        if len(book.chapters) == 1:
            del self.fields["chapters"]
            return
        del self.fields["number"], self.fields["chapter_title"]
        choice = self.fields["chapters"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)
        choice.choices = [
            (n, f"{o.chapter_number or '–'}. {o.chapter_title or '–'}")
            for n, o in enumerate(book.chapters)
        ]

    def arguments(self) -> dict[str, Any]:
        """What `name_import` takes."""
        data = self.cleaned_data
        facts = {name: data[name] for name in self.Meta.fields}
        if "chapters" not in self.fields:
            return {**facts, "names": {0: (data["number"], data["chapter_title"])}}
        places = range(len(self.book.chapters))
        return {**facts, "skipped": [n for n in places if n not in data["chapters"]]}


def sent_correction(data: QueryDict) -> Correction:
    """The correction that a form asks for. Raises ImportProblem for what is none."""
    change = data.get("change", "")
    said = {name: data.get(name, "") for name in ("chapter", "section", "block", "number")}
    if change == "choose_reasons":
        said["section"], _dash, said["block"] = data.get("list", "").partition("-")
        change = change if said["section"] else "no_reasons"
    elif change == "take_back":
        said["section"], said["block"] = _place_before(data.get("before", ""))
    numbers = {name: whole_number(value) for name, value in said.items()}
    name = {"kind": "kind", "join_section": "kind", "reword": "words"}.get(change, "title")
    value = data.get(name, "")
    if "\0" in value:  # no database keeps it
        value = value.replace("\0", "")
    found = {name: number for name, number in numbers.items() if number is not None}
    return Correction.of_data({"change": change, **found, "value": value})


def _place_before(said: str) -> tuple[str, str]:
    """The section and block, counted from 0, of a number as people say it; empty where nothing was
    said. Raises ImportProblem for what is no number."""
    if not said.strip():
        return "", ""
    match = NUMBER.fullmatch(said)
    if match is None:
        message = _gettext("“%(said)s” is no number of a block, such as 2.3.")
        raise ImportProblem(message % {"said": said[:20]}, code="correction")
    return str(int(match[1]) - 1), str(int(match[2]) - 1)


def sent_updates(data: QueryDict) -> dict[int, int]:
    """The standing chapters that were ticked, each with the revision that was shown."""
    pairs = [said.partition("/")[::2] for said in data.getlist("update")]
    found = [(whole_number(key), whole_number(seen)) for key, seen in pairs]
    return {key: seen for key, seen in found if key is not None and seen is not None}
