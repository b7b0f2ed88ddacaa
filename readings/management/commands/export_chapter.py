"""Writes a chapter as Markdown that can be edited by hand and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from readings.exporting.markdown import chapter_markdown
from readings.exporting.queries import chapter_at, chapter_text
from readings.text.models import Chapter


class Command(BaseCommand):
    help = "Writes a chapter as Markdown, with its reasons and footnotes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chapter", help="its address without the group: book/chapter")
        parser.add_argument("--output", metavar="FILE", help="a file instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chapter = chapter_at(options["chapter"])
        except Chapter.DoesNotExist:
            raise CommandError(_unknown(options["chapter"])) from None
        text = chapter_markdown(chapter_text(chapter))
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["output"]).write_bytes(text.encode())
        except OSError as error:
            said = f"{options['output']} cannot be written: {error.strerror}."
            raise CommandError(said) from error
        self.stdout.write(self.style.SUCCESS(f"Written: {chapter}"))


def _unknown(address: str) -> str:
    """Says which chapters there are: nobody knows addresses by heart."""
    known = Chapter.objects.order_by("book__slug", "number").values_list("book__slug", "slug")
    there = "\n".join(f"  {book}/{chapter}" for book, chapter in known)
    return f"There is no chapter {address}." + (f" There are:\n{there}" if there else "")
