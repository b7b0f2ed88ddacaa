"""Pictures of a book's text."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.text import querysets
from readings.text.models.books import Book
from readings.text.pictures import ENDINGS


def picture_storage() -> Storage:
    """Where the files are: a folder that no web server knows, or what the settings name."""
    return storages["pictures"]


class Picture(models.Model):
    """A picture that chapters of a book may show; `key` is what their Markdown calls it by.

    The row's file is its own: it is written before the row and read by no other, so that a write
    which is taken back leaves a file that nobody misses. `width` and `height` are pixels, `size`
    is bytes.
    """

    class Format(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"

    book = models.ForeignKey(
        Book, models.PROTECT, related_name="pictures", verbose_name=_("book"), editable=False
    )
    key = models.CharField(_("key"), max_length=60, editable=False)
    format = models.CharField(_("format"), max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    file = models.FileField(_("file"), storage=picture_storage, max_length=200, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = querysets.PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["book", "-created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="picture_once")]
        indexes = [models.Index(fields=["key"], name="picture_by_key")]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """What the file is called wherever it is handed out."""
        return f"{self.key}.{ENDINGS[self.format]}"

    @property
    def content_type(self) -> str:
        """What a browser is told that it is; nothing else decides."""
        return f"image/{self.format}"
