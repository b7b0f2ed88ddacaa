"""How a person reads and is told of what is new: kept with the person, whom every page reads."""

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


class NoticeSettings(models.Model):
    """Whether news come by mail, when, and about what; the site itself always shows them.

    `noticed_at` is when the last daily look was taken for this person. `notice_key` is the secret
    in the links that switch mail off; it is made for the first mail, and tells nothing of whose it
    is. Accounts from before there were notices have chosen "none" (migration).
    """

    class Notices(models.TextChoices):
        SOON = "soon", _("By e-mail, within some minutes")
        DAILY = "daily", _("One e-mail a day, at about 7 a.m.")
        NONE = "none", _("No e-mail: only on the site")

    # By the name of its field: what each mail may be about.
    ABOUT = {
        "notices_of_replies": _("Replies to me, and in threads of mine"),
        "notices_of_questions": _("Questions for me, and when they are due"),
        "notices_of_corrections": _("Decisions on my corrections"),
    }

    notices = models.CharField(_("notices"), max_length=8, choices=Notices, default=Notices.DAILY)
    notices_of_replies = models.BooleanField(ABOUT["notices_of_replies"], default=True)
    notices_of_questions = models.BooleanField(ABOUT["notices_of_questions"], default=True)
    notices_of_corrections = models.BooleanField(ABOUT["notices_of_corrections"], default=True)
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)
    notice_key = models.CharField(max_length=43, unique=True, null=True, blank=True, editable=False)

    class Meta:
        abstract = True
