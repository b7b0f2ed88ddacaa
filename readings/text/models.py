"""Books, their chapters and the text itself.

A section's words are kept three times, each for its own use: Markdown (what an admin edits),
SectionVersion.plain_text (what positions count in) and Block.html (what readers see). Only
`readings.text.actions` writes them, and it writes all three together.
"""

from __future__ import annotations

import math

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.groups.models import StudyGroup
from readings.text import querysets

WORDS_PER_MINUTE = 200


class Book(models.Model):
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    source = models.TextField(_("source"), blank=True, help_text=_("Where the text comes from."))
    language = models.CharField(_("language"), max_length=12, default="en")
    rights = models.TextField(_("rights"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.BookQuerySet.as_manager()

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """One chapter. Every change of its text counts `revision` up and locks this row."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="chapters", verbose_name=_("book"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=60)
    revision = models.PositiveIntegerField(default=0, editable=False)
    keys_given = models.PositiveIntegerField(default=0, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="chapter_number_once",
                violation_error_message=_("The book already has a chapter with this number."),
            ),
            models.UniqueConstraint(
                fields=["book", "slug"],
                name="chapter_slug_once",
                violation_error_message=_("The book already has a chapter at this address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Section(models.Model):
    """A part of a chapter with its own heading; the opening has none."""

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="sections", verbose_name=_("chapter")
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    slug = models.SlugField(_("address"), max_length=60)
    body = models.TextField(_("text"), blank=True)
    version = models.ForeignKey(
        "SectionVersion", models.PROTECT, related_name="+", null=True, editable=False
    )
    words = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["chapter", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "slug"],
                name="section_slug_once",
                violation_error_message=_("The chapter already has a section at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The heading; the opening, which has none, gets a word for it."""
        return self.heading or gettext("Opening")

    @property
    def current(self) -> SectionVersion:
        """The version that stands; only a section that is just being made has none."""
        assert self.version is not None
        return self.version

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least one."""
        return max(1, math.ceil(self.words / WORDS_PER_MINUTE))


class SectionVersion(models.Model):
    """A section as it stood after one edit. Positions of that time are read against it."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    reasons = models.JSONField(default=list)  # [{key, number, text, commentary}]
    plain_text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)  # [[key, kind, start, end]], code points
    renderer = models.PositiveSmallIntegerField()
    summary = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.SectionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a section")
        verbose_name_plural = _("versions of sections")
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="sectionversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.number}"


class Block(models.Model):
    """A paragraph, quote, list … with an address that stays (`key`) and a number that people say.

    `start` and `end` are code points in the section's plain text; `html` is the rendered block;
    `revision` counts up when anything that readers see of it changes, its number included.
    """

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", _("Paragraph")
        QUOTE = "quote", _("Quote")
        VERSE = "verse", _("Verse")
        CAPTION = "caption", _("Caption")
        LIST = "list", _("List")
        HEADING = "heading", _("Heading")
        TABLE = "table", _("Table")
        CODE = "code", _("Code")
        IMAGE = "image", _("Image")
        REASONS = "reasons", _("Reasons")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="blocks")
    section = models.ForeignKey(Section, models.PROTECT, related_name="blocks")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=Kind)
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=16)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    html = models.TextField()
    lead_in = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "key"], name="block_key_once"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="block_start_before_end"),
        ]
        indexes = [models.Index(fields=["chapter", "number"], name="block_by_number")]

    def __str__(self) -> str:
        return self.number


class Reason(models.Model):
    """One item of a chapter's numbered list of reasons; its text stands inside the section's."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="reasons", verbose_name=_("section")
    )
    key = models.CharField(max_length=16, editable=False)
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("text"), max_length=500)
    commentary = models.TextField(_("commentary"), blank=True)
    start = models.PositiveIntegerField(default=0, editable=False)
    end = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["section", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="reason_key_once"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")), name="reason_start_before_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Footnote(models.Model):
    """A note of the book's own. `block`: what it documents where the text has no mark for it."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="footnotes")
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"))
    html = models.TextField(blank=True, editable=False)
    block = models.ForeignKey(
        Block, models.PROTECT, related_name="footnotes", null=True, blank=True, editable=False
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["chapter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "number"],
                condition=Q(removed_at=None),
                name="footnote_number_once",
                violation_error_message=_("The chapter already has a footnote with this number."),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class Reading(models.Model):
    """A group's reading of a chapter. Two groups read the same chapter without meeting."""

    group = models.ForeignKey(
        StudyGroup, models.PROTECT, related_name="readings", verbose_name=_("group")
    )
    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="readings", verbose_name=_("chapter")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    objects = querysets.ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["group", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "chapter"],
                name="reading_once",
                violation_error_message=_("The group already reads this chapter."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.chapter}"

    def get_absolute_url(self) -> str:
        book, chapter = self.chapter.book, self.chapter
        return reverse("chapter", args=[self.group.slug, book.slug, chapter.slug])


class ReadingPosition(models.Model):
    """Where one person stopped reading; theirs alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="positions")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="positions")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = querysets.ReadingPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading position")
        verbose_name_plural = _("reading positions")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "reading"], name="readingposition_once")
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} at {self.block_id}"
