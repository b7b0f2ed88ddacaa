"""Times as people write them: on the clock of their group."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup

FIRST_YEAR, LAST_YEAR = 2000, 2199
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


class ClockField(forms.DateTimeField):
    """A time on one group's clock, whatever zone the person is in who types or reads it."""

    zone: tzinfo = UTC

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
        super().__init__(**{"input_formats": FORMATS, "widget": widget, **options})

    def go_by(self, group: StudyGroup) -> None:
        """Makes the field the group's, and lets it say so."""
        self.zone = group.zone
        zone = group.zone.key.replace("_", " ")
        self.help_text = _("In the group's time zone, %(zone)s.") % {"zone": zone}

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            moment: datetime | None = super().to_python(value)
        # At the ends of the calendar another zone's clock cannot say the time.
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(_("Choose a date nearer to today."))
        return moment

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)
