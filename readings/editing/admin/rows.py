"""The rows of a form: sections of a chapter, reasons of a section, footnotes of a chapter.

The admin never saves them. They say what the editor wants, in the shape that the verbs take.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _

from readings.editing.admin.forms import digest
from readings.editing.admin.ordering import Row, fresh_positions, in_order
from readings.editing.admin.problems import how_to_go_on, stale_message
from readings.editing.drafts import draft_of
from readings.text.models import Section
from readings.text.writing import ReasonDraft, SectionDraft


class RowFormSet(BaseInlineFormSet):
    """Rows that keep what was typed when somebody else has changed or removed them meanwhile.

    `needed` are the relations that a row's form reads.
    """

    needed: tuple[str, ...] = ()

    def get_queryset(self) -> Any:
        """The rows that stand; of a sent form the rows that its editor saw."""
        if self.is_bound and not hasattr(self, "_queryset"):
            sent = [
                int(pk)
                for index in range(self.initial_form_count())
                if (pk := self.data.get(f"{self.add_prefix(index)}-id", "")).isdecimal()
            ]
            assert self.model is not None
            rows: QuerySet[Any] = self.model._base_manager.filter(
                **{self.fk.name: self.instance.pk}
            )
            found = rows.select_related(*self.needed).in_bulk(sent)
            self._queryset = [found[pk] for pk in sent if pk in found]
        return super().get_queryset()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's own hidden field asks the database once for every row; this one need not."""
        super().add_fields(form, index)
        form.fields["id"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=form.instance.pk
        )
        if deletion := form.fields.get(DELETION_FIELD_NAME):
            deletion.widget.attrs["aria-label"] = _("Remove")

    def clean(self) -> None:
        super().clean()
        if any(not form.instance.pk for form in self.initial_forms):
            raise ValidationError(_("A row is not of this page any more: open the page anew."))

    @property
    def standing(self) -> list[Any]:
        """The rows that are to stand after the edit; an empty row for a new one does not count."""
        removed = set(map(id, self.deleted_forms))
        return [
            form
            for form in self.forms
            if id(form) not in removed and (form.instance.pk or form.has_changed())
        ]

    @property
    def removed(self) -> list[Any]:
        """The rows that stood and are to go."""
        return [form.instance for form in self.deleted_forms if form.instance.pk]


class SortableRowFormSet(RowFormSet):
    """Rows in an order: dragged, moved with buttons, or numbered by hand."""

    def __init__(
        self,
        *args: Any,
        default_order_direction: str = "",
        default_order_field: str = "",
        **kwargs: Any,
    ) -> None:
        self.default_order_direction = default_order_direction
        self.default_order_field = default_order_field
        super().__init__(*args, **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if i < self.initial_form_count():
            form.initial[self.default_order_field] = i + 1
        return form

    def ordered(self) -> list[Any]:
        """The rows that are to stand, in the order that the editor asked for."""
        name = self.default_order_field
        return in_order(
            [Row(form, form.number_before(name), form.cleaned_data[name]) for form in self.standing]
        )


class ReasonFormSet(SortableRowFormSet):
    """The list of reasons; the section's own form asks for it to see whether the text holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.reason_rows = self

    def drafts(self) -> tuple[ReasonDraft, ...]:
        """The reasons as they are to stand; call it when the rows are valid."""
        return tuple(
            ReasonDraft(
                form.cleaned_data["text"], form.cleaned_data["commentary"], form.instance.key
            )
            for form in self.ordered()
        )


class SectionFormSet(SortableRowFormSet):
    """The sections of a chapter: their order and headings; new ones come with their text."""

    needed = ("version",)

    @cached_property
    def stored(self) -> dict[int, Section]:
        """The sections as they stand in the database; a form's own carry what was typed."""
        sections = Section.objects.select_related("version")
        return sections.filter(chapter=self.instance.pk).in_bulk()

    def drafts(self) -> list[SectionDraft]:
        """The sections that are to be written: changed, moved, new and removed ones."""
        rows = self.ordered()
        found = [
            self._draft(form, order) for form, order in zip(rows, self._orders(rows), strict=True)
        ]
        gone = [replace(draft_of(self.stored[row.pk]), removed=True) for row in self.removed]
        return [draft for draft in found if draft is not None] + gone

    def base_versions(self) -> dict[int, int]:
        """By section the version that the editor saw."""
        return {
            form.instance.pk: int(number) if (number := form["base_version"].data) else 0
            for form in self.initial_forms
            if form.instance.pk
        }

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        seen = self.base_versions()
        sections = (self.stored[d.section_id] for d in self.drafts() if d.section_id)
        stale = [s for s in sections if s.removed_at or s.current.number != seen[s.pk]]
        if stale:
            raise ValidationError(stale_message(stale))

    def _orders(self, rows: list[Any]) -> list[int]:
        """A position for each row. If nothing was moved all keep theirs and new ones come last."""
        standing = [self.stored[form.instance.pk].order for form in rows if form.instance.pk]
        if any("order" in form.changed_data for form in rows):
            return fresh_positions(standing, len(rows))
        last = max((s.order for s in self.stored.values() if not s.removed_at), default=-1)
        return standing + [last + n for n in range(1, len(rows) - len(standing) + 1)]

    def _draft(self, form: Any, order: int) -> SectionDraft | None:
        """What the row wants to be written; None when it wants nothing."""
        data = form.cleaned_data
        if not form.instance.pk:
            return SectionDraft(heading=data["heading"], body=data["body"], order=order)
        stands = draft_of(self.stored[form.instance.pk])
        wanted = replace(stands, order=order)
        if "heading" in form.changed_data:
            wanted = replace(wanted, heading=data["heading"])
        return wanted if wanted != stands else None


class FootnoteFormSet(RowFormSet):
    """The chapter's footnotes by their numbers."""

    @cached_property
    def stored(self) -> dict[int, str]:
        """What stands: the Markdown by number."""
        standing = self.instance.footnotes.filter(removed_at=None) if self.instance.pk else ()
        return {footnote.number: footnote.body for footnote in standing}

    def mapping(self) -> dict[int, str]:
        """All footnotes as they are to stand, by number."""
        wanted = dict(self.stored)
        for row in self.removed:
            wanted.pop(row.number, None)
        for form in self.standing:
            if form.has_changed():
                wanted[form.cleaned_data["number"]] = form.cleaned_data["body"]
        return wanted

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        self._refuse_stale()
        self._refuse_twice()

    def _refuse_stale(self) -> None:
        touched = [f for f in self.initial_forms if f.has_changed() or f in self.deleted_forms]
        for form in touched:
            body = self.stored.get(form.instance.number)
            if body is None or digest(body) != form["base"].data:
                raise ValidationError(
                    _("Somebody else has changed footnote %(number)s since you opened it. %(how)s"),
                    params={"number": form.instance.number, "how": how_to_go_on()},
                )

    def _refuse_twice(self) -> None:
        gone = {row.number for row in self.removed}
        taken = [number for number in self.stored if number not in gone]
        new = [f.cleaned_data["number"] for f in self.standing if not f.instance.pk]
        for number in new:
            if (taken + new).count(number) > 1:
                raise ValidationError(
                    _("There can be only one footnote with the number %(number)s."),
                    params={"number": number},
                )
