"""The forms of the section tools. What they cannot know, the verbs refuse beside their fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readings.editing.actions import Edit
from readings.editing.admin.forms import SummaryField
from readings.editing.foresight import BACK
from readings.editing.parts import LONGEST_HEADING, sections_in_order
from readings.editing.relocating import move_section, rename_section
from readings.editing.sectioning import (
    merge_sections,
    next_section,
    refuse_two_lists,
    split_section,
)
from readings.groups.models import User
from readings.text.models import Block, Section

EXCERPT = 110


class HeadingField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "vTextField"})
        options = {"required": False, "max_length": LONGEST_HEADING, "widget": widget, **options}
        super().__init__(**options)


class ToolForm(forms.Form):
    """What every tool asks for. `hindrance` is why it cannot be used on this section, if so.

    `rearranged`: words only change their sections. `shows`: of the sections that it writes the one
    to look at afterwards, whose key is in `leads_to` then.
    """

    title: Any = ""
    link: Any = ""
    submit: Any = ""
    help: Any = ""
    rearranged = False
    shows = 0
    hindrance = ""

    summary = SummaryField()
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        self.leads_to = section.pk
        self.initial["base_version"] = section.current.number
        self.fields["summary"].help_text = _("Kept with the version, after what the tool did.")

    def is_valid(self) -> bool:
        """A form that comes back from a look ahead is shown again as it was sent."""
        return BACK not in self.data and super().is_valid()

    def touched(self) -> list[int]:
        """The sections whose places may change."""
        return [self.section.pk]

    def use(self, user: User) -> Edit:
        """Calls the verb. Raises StaleEdit, and ValidationError beside the fields."""
        raise NotImplementedError


class SplitForm(ToolForm):
    title = _("Split this section")
    link = _("Split…")
    submit = _("Split")
    help = _(
        "All from the chosen paragraph on becomes a section of its own, right behind this one. "
        "Notes and reasons go along; notes on the whole section stay with the first part."
    )
    rearranged = True
    shows = 1
    field_order = ["block", "heading", "take_heading", "summary", "base_version"]

    block = forms.ChoiceField(label=_("The new section begins with"), widget=forms.RadioSelect)
    heading = HeadingField(label=_("Heading of the new section"))
    take_heading = forms.BooleanField(
        label=_("Take the heading that stands there"),
        required=False,
        help_text=_("It leaves the text and becomes the section’s own; notes on it go along."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocks = list(self.section.blocks.filter(removed_at=None).order_by("order").defer("html"))
        # Reasons stay with the sentence that leads into them.
        offered = [block for block in blocks[1:] if not block.lead_in]
        choices = [(block.key, _described(block, self.section)) for block in offered]
        block = self.fields["block"]
        assert isinstance(block, forms.ChoiceField)
        block.choices = choices
        if not choices:
            self.hindrance = gettext("There is no paragraph here at which it could be split.")
        headings = {block.key for block in offered if block.kind == Block.Kind.HEADING}
        if not headings:
            del self.fields["take_heading"]

    def use(self, user: User) -> Edit:
        data = self.cleaned_data
        return split_section(
            user=user,
            section=self.section,
            base_version=data["base_version"],
            block=data["block"],
            heading=data["heading"],
            take_heading=data.get("take_heading", False),
            summary=data["summary"],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("heading") and data.get("take_heading"):
            said = _("Write a heading, or take the one that stands there: not both.")
            self.add_error("heading", said)
        return data


class MergeForm(ToolForm):
    title = _("Merge with the next section")
    link = _("Merge with the next…")
    submit = _("Merge")
    rearranged = True
    field_order = ["heading", "keep_heading", "summary"]

    heading = HeadingField(label=_("Heading"))
    keep_heading = forms.BooleanField(label="", required=False)
    following = forms.IntegerField(widget=forms.HiddenInput)
    following_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        two = self.next = next_section(self.section)
        if two is None:
            self.hindrance = gettext("This is the last section of its chapter.")
            return
        self.help = _about_merging(two)
        try:
            refuse_two_lists(self.section, two)
        except ValidationError as error:
            self.hindrance = " ".join(error.messages)
        self.initial.update(
            heading=self.section.heading,
            keep_heading=True,
            following=two.pk,
            following_version=two.current.number,
        )
        if two.heading:
            label = gettext("Keep “%(heading)s” as a heading in the text")
            self.fields["keep_heading"].label = label % {"heading": two.heading}
        else:
            del self.fields["keep_heading"]

    def touched(self) -> list[int]:
        return [self.section.pk, self.cleaned_data["following"]]

    def clean_following(self) -> int:
        """The section that the editor saw may have moved or gone: the verb says so."""
        pk: int = self.cleaned_data["following"]
        self.other = self.section.chapter.sections.filter(pk=pk).first()
        if self.other is None:
            raise forms.ValidationError(_("That section is not in this chapter."))
        return pk

    def use(self, user: User) -> Edit:
        data = self.cleaned_data
        assert self.other is not None
        return merge_sections(
            user=user,
            section=self.section,
            base_version=data["base_version"],
            following=self.other,
            following_version=data["following_version"],
            heading=data["heading"],
            keep_heading=data.get("keep_heading", False),
            summary=data["summary"],
        )


class MoveForm(ToolForm):
    title = _("Move this section")
    link = _("Move…")
    submit = _("Move")
    help = _("Its paragraphs get new numbers; notes and addresses stay theirs.")
    field_order = ["after", "summary"]

    after = forms.ChoiceField(label=_("Its place"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sections_in_order(self.section.chapter)
        at = rows.index(self.section)
        self.initial["after"] = str(rows[at - 1].pk) if at else ""
        self.others = {str(row.pk): row for row in rows if row != self.section}
        first = [("", gettext("First"))] if at == 0 or rows[0].heading else []
        after = self.fields["after"]
        assert isinstance(after, forms.ChoiceField)
        after.choices = first + [(pk, _after(row)) for pk, row in self.others.items()]
        if len(rows) == 1:
            self.hindrance = gettext("This is the only section of its chapter.")
        elif not self.section.heading:
            self.hindrance = gettext(
                "A section without a heading stands first. Give it one before you move it."
            )

    def use(self, user: User) -> Edit:
        data = self.cleaned_data
        return move_section(
            user=user,
            section=self.section,
            base_version=data["base_version"],
            after=self.others.get(data["after"]),
            summary=data["summary"],
        )


class RenameForm(ToolForm):
    title = _("Rename this section")
    link = _("Rename…")
    submit = _("Rename")
    help = _("No word of the text changes, and no note.")
    field_order = ["heading", "slug", "summary"]

    heading = HeadingField(label=_("Heading"))
    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=60,
        help_text=_("Empty: made from the heading. The address before goes on leading here."),
        widget=forms.TextInput(attrs={"class": "vTextField", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(heading=self.section.heading, slug=self.section.slug)

    def use(self, user: User) -> Edit:
        data = self.cleaned_data
        return rename_section(
            user=user,
            section=self.section,
            base_version=data["base_version"],
            heading=data["heading"],
            slug=data["slug"],
            summary=data["summary"],
        )


TOOLS: dict[str, type[ToolForm]] = {
    "split": SplitForm,
    "merge": MergeForm,
    "move": MoveForm,
    "rename": RenameForm,
}


def _described(block: Block, section: Section) -> SafeString:
    """A block in a list of choices: number, words, and what it is unless it is a paragraph."""
    words = Truncator(section.current.plain_text[block.start : block.end]).chars(EXCERPT)
    kind = "" if block.kind == Block.Kind.PARAGRAPH else block.get_kind_display()
    return format_html(
        '<span class="tool-number">{}</span> <span>{}</span>',
        block.number,
        " · ".join(filter(None, (words, kind))),
    )


def _about_merging(two: Section) -> str:
    words = ngettext("%(n)s word", "%(n)s words", two.words) % {"n": two.words}
    said = gettext(
        "“%(section)s” (%(words)s) becomes the end of this section. Its notes and reasons come "
        "along, and its address leads here."
    )
    return said % {"section": two.name, "words": words}


def _after(section: Section) -> str:
    return gettext("After “%(section)s”") % {"section": section.name}
