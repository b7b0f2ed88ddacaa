"""Imports one chapter from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from readings.importing.actions import Refused, import_outline
from readings.importing.outline import Outline
from readings.importing.plaintext import MAX_BYTES
from readings.importing.problems import ImportProblem
from readings.importing.reading import read_file


class Command(BaseCommand):
    help = (
        "Imports a chapter from Markdown (.md), such as export_chapter writes, or from plain text "
        "as people copy it from a web page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file; - for standard input")
        parser.add_argument("--book", default="", help="the book's title, where the file has none")
        parser.add_argument(
            "--title", default="", help="the chapter's title, where the file has none"
        )
        parser.add_argument("--number", type=int, help="the chapter's number")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported")
        parser.add_argument("--json", action="store_true", help="print the outline as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        outline = self._read(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps(outline.as_json(), ensure_ascii=False, indent=1))
        else:
            self._describe(outline)
        if options["dry_run"]:
            return
        try:
            imported = import_outline(
                user=None,
                outline=outline,
                book=options["book"],
                number=options["number"],
                title=options["title"],
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        if not options["json"]:
            done = "Imported" if imported.created else "Nothing to do: already imported"
            self.stdout.write(self.style.SUCCESS(f"{done}: {imported.chapter}"))

    def _read(self, name: str) -> Outline:
        try:
            data = self._bytes(name)
            return read_file(data, name="" if name == "-" else Path(name).name)
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
        except ImportProblem as problem:
            raise CommandError(f"{name}: {problem.message}") from problem

    @staticmethod
    def _bytes(name: str) -> bytes:
        """At most one byte more than may be imported: a huge file is not read to its end."""
        if name == "-":
            import sys

            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)

    def _describe(self, outline: Outline) -> None:
        blocks = list(outline.blocks)
        self.stdout.write(
            f"{outline.chapter_number or '–'}. {outline.chapter_title or '(no title)'}"
        )
        for section in outline.sections:
            self.stdout.write(f"  {section.heading or '(opening)'}: {len(section.blocks)} blocks")
        self.stdout.write(
            f"  {len(blocks)} blocks, {len(outline.reasons)} reasons, "
            f"{len(outline.footnotes)} footnotes"
        )
        for warning in outline.warnings:
            self.stdout.write(self.style.WARNING(f"  ! {warning}"))
