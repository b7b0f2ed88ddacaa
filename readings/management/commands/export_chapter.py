"""Writes a chapter as Markdown that can be edited by hand and imported again, with its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from readings.exporting.bundles import chapter_bundle
from readings.exporting.markdown import chapter_markdown
from readings.exporting.queries import chapter_at, chapter_pictures, chapter_text
from readings.text.models import Chapter, Picture


class Command(BaseCommand):
    help = (
        "Writes a chapter as Markdown, with its reasons and footnotes; into a file whose name ends "
        "with .zip also its pictures."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chapter", help="its address without the group: book/chapter")
        parser.add_argument(
            "--output",
            metavar="FILE",
            help="a file instead of standard output; .zip: with pictures",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chapter = chapter_at(options["chapter"])
        except Chapter.DoesNotExist:
            raise CommandError(_unknown(options["chapter"])) from None
        text = chapter_markdown(chapter_text(chapter))
        pictures = chapter_pictures(chapter, text)
        bundled = (options["output"] or "").lower().endswith(".zip")
        if pictures and not bundled:
            said = f"The text shows {len(pictures)} of the book's pictures, which are not in it."
            self.stderr.write(self.style.WARNING(f"{said} --output FILE.zip takes them along."))
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            data = self._bundle(text, pictures) if bundled else text.encode()
            Path(options["output"]).write_bytes(data)
        except OSError as error:
            said = f"{options['output']} cannot be written: {error.strerror}."
            raise CommandError(said) from error
        self.stdout.write(self.style.SUCCESS(f"Written: {chapter}"))

    @staticmethod
    def _bundle(text: str, pictures: list[Picture]) -> bytes:
        """Raises CommandError where the file of a picture is gone."""
        contents = {}
        for picture in pictures:
            try:
                with picture.file.open("rb") as file:
                    contents[picture.key] = file.read()
            except OSError as error:
                raise CommandError(f"The file of picture {picture.key} is gone.") from error
        return chapter_bundle(text, {p.key: p.name for p in pictures}, contents)


def _unknown(address: str) -> str:
    """Says which chapters there are: nobody knows addresses by heart."""
    known = Chapter.objects.order_by("book__slug", "number").values_list("book__slug", "slug")
    there = "\n".join(f"  {book}/{chapter}" for book, chapter in known)
    return f"There is no chapter {address}." + (f" There are:\n{there}" if there else "")
