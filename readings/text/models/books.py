"""Books and their chapters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.groups.models import StudyGroup
from readings.text import querysets

# What is written from right to left, by the primary subtag or the script of a BCP 47 tag (the
# default scripts are those of Unicode CLDR).
RIGHT_TO_LEFT = frozenset(
    "ar arc arz ckb dv fa he iw khw ks lrc mzn nqo pnb prs ps sd syr ug ur yi".split()
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


class Book(models.Model):
    """A book. `group`: the group whose own it is, which alone reads it; None: the site's, for all.
    `given_by`: the group that brought it in, once it is the site's."""

    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    source = models.TextField(_("source"), blank=True, help_text=_("Where the text comes from."))
    language = models.CharField(_("language"), max_length=12, default="en")
    rights = models.TextField(_("rights"), blank=True)
    group = models.ForeignKey(
        StudyGroup,
        models.PROTECT,
        related_name="books",
        null=True,
        blank=True,
        verbose_name=_("group"),
    )
    given_by = models.ForeignKey(
        StudyGroup,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("brought in by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.BookQuerySet.as_manager()

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def direction(self) -> str:
        """Which way its text runs, as HTML's `dir` has it."""
        primary, *subtags = self.language.casefold().replace("_", "-").split("-")
        scripts = [subtag for subtag in subtags if len(subtag) == 4]  # of ISO 15924
        if scripts:
            return "rtl" if scripts[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"
        return "rtl" if primary in RIGHT_TO_LEFT else "ltr"


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
