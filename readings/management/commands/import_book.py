"""Imports a whole book from one file."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from readings.importing.actions import Refused, import_book
from readings.management.commands import import_chapter
from readings.text.markdown import TextProblem


class Command(import_chapter.Command):
    help = "Imports all chapters of an EPUB, HTML, Word (.docx), OpenDocument (.odt) or text file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file; - for standard input")
        parser.add_argument("--book", default="", help="the book's title, in place of the file's")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported")
        parser.add_argument("--json", action="store_true", help="print the outlines as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(options["book"] or found.title or "(no title)")
            for warning in found.warnings:
                self.stdout.write(self.style.WARNING(f"! {warning}"))
            for outline in found.chapters:
                self._describe(outline)
        if options["dry_run"]:
            return
        try:
            made = import_book(user=None, outline=found, title=options["book"])
        except (Refused, TextProblem) as error:
            raise CommandError(str(error)) from error
        if not options["json"]:
            new = sum(imported.created for imported in made)
            done = f"Imported {new} of {len(made)} chapters; the others were there."
            self.stdout.write(self.style.SUCCESS(done))
