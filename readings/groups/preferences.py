"""How a person reads: kept with the person, so that no page asks the database for it."""

from __future__ import annotations

from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class ReadingSettings(models.Model):
    """Text size, measure, colours and highlights.

    What is usual says nothing in the page, which then looks as it does to who is signed out.
    """

    class TextSize(models.TextChoices):
        SMALL = "small", _("Small")
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")
        LARGEST = "largest", _("Very large")

    class Measure(models.TextChoices):
        NARROW = "narrow", _("Narrow")
        NORMAL = "normal", _("Normal")
        WIDE = "wide", _("Wide")

    class Theme(models.TextChoices):
        DEVICE = "device", _("As my device has it")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Highlights(models.TextChoices):
        ALWAYS = "always", _("Always")
        HOVER = "hover", _("Where I point or work")
        OFF = "off", _("Never")

    text_size = models.CharField(
        _("text size"), max_length=8, choices=TextSize, default=TextSize.NORMAL
    )
    measure = models.CharField(
        _("length of lines"), max_length=8, choices=Measure, default=Measure.NORMAL
    )
    theme = models.CharField(_("colours"), max_length=8, choices=Theme, default=Theme.DEVICE)
    highlights = models.CharField(
        _("marks in the text"), max_length=8, choices=Highlights, default=Highlights.ALWAYS
    )

    class Meta:
        abstract = True

    @property
    def appearance(self) -> SafeString:
        """What differs from the usual, as attributes of <html>: there before the first paint."""
        chosen = (
            ("theme", self.theme, self.Theme.DEVICE),
            ("text", self.text_size, self.TextSize.NORMAL),
            ("measure", self.measure, self.Measure.NORMAL),
            ("marks", self.highlights, self.Highlights.ALWAYS),
        )
        told = ((name, value) for name, value, usual in chosen if value != usual)
        return format_html_join("", ' data-{}="{}"', told)
