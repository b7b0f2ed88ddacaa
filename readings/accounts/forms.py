"""Who one is to others, how one reads, and how one is told of what is new."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from readings.groups.models import User, fold_name

# As static/css/tokens.css has them, in the order of their numbers.
HUES = (
    _("Brick red"), _("Slate blue"), _("Brown"), _("Sage green"), _("Plum"), _("Teal"),
    _("Violet"), _("Ochre"), _("Moss green"), _("Raspberry"), _("Blue"), _("Grey"),
)  # fmt: skip
REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip


class ColourSelect(forms.RadioSelect):
    option_template_name = "accounts/colour_option.html"


def zone_choices(present: str) -> list[tuple[str, Any]]:
    """The site's zone, then all by regions; an old name that somebody has stays theirs."""
    site = _("As the site has it (%(zone)s)") % {"zone": _spoken(settings.TIME_ZONE)}
    regions: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in regions:
            regions[region].append((name, _spoken(place)))
    known = {name for zones in regions.values() for name, _place in zones} | {"UTC", ""}
    other = [] if present in known else [(present, _spoken(present))]
    return [("", site), ("UTC", "UTC"), *other, *regions.items()]


def _spoken(zone: str) -> str:
    return zone.replace("_", " ").replace("/", ", ")


class ProfileForm(forms.Form):
    """The name, the colour and the clock of one person; the language where there are several."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    colour = forms.TypedChoiceField(
        label=_("Your colour"),
        help_text=_("It stands behind your initials, beside what you write."),
        choices=list(enumerate(HUES)),
        coerce=int,
        widget=ColourSelect(attrs={"class": "colours"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("Meetings and due dates are shown to you by this clock."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: QueryDict | None, *, person: User) -> None:
        initial = {
            "name": person.display_name,
            "colour": person.hue,
            "time_zone": person.time_zone,
            "language": person.language,
        }
        super().__init__(data, initial=initial)
        self.person = person
        tied = person.username == fold_name(person.display_name)
        self.fields["name"].help_text = (
            _("Your groups see it, and you sign in with it.")
            if tied
            else _("Your groups see it. You go on signing in as “%(name)s”.")
            % {"name": person.username}
        )
        self._choices("time_zone", zone_choices(person.time_zone))
        if len(settings.LANGUAGES) > 1:
            self._choices("language", [("", _("As my device has it")), *settings.LANGUAGES])
        else:
            del self.fields["language"]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(_("A name has at least one letter."))
        return name


KINDS: dict[str, type[models.TextChoices]] = {
    "text_size": User.TextSize,
    "measure": User.Measure,
    "theme": User.Theme,
    "highlights": User.Highlights,
}


class ReadingSettingsForm(forms.ModelForm):
    """How one person reads."""

    class Meta:
        model = User
        fields = tuple(KINDS)
        labels = {
            "text_size": _("Size of the text"),
            "measure": _("Length of the lines"),
            "theme": _("Colours"),
            "highlights": _("Show what others have marked"),
        }
        help_texts = {
            "measure": _("On a phone the text takes all of the width."),
            "highlights": _(
                "Notes are always there at the number beside each paragraph, by keyboard too."
            ),
        }
        widgets = {name: forms.RadioSelect(attrs={"class": "in-row"}) for name in KINDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in KINDS.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            # Each of them always is something: no choice is empty.
            field.choices = kind.choices


class NoticesForm(forms.Form):
    """Whether, when and about what one person gets mail."""

    notices = forms.ChoiceField(
        label=_("When"), choices=User.Notices.choices, widget=forms.RadioSelect
    )
    about = forms.MultipleChoiceField(
        label=_("About what"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, person: User) -> None:
        about = [name for name in User.ABOUT if getattr(person, name)]
        super().__init__(data, initial={"notices": person.notices, "about": about})
        field = self.fields["about"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(User.ABOUT.items())
        spoken = _spoken(person.time_zone or settings.TIME_ZONE)
        self.fields["notices"].help_text = _("Mornings are those of your time zone, %(zone)s.") % {
            "zone": spoken
        }
