"""Imports one chapter from a file: text, Markdown, a web page, EPUB, Word or OpenDocument."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from readings.editing import effects
from readings.importing.actions import Refused, import_outline, places_before
from readings.importing.books import BookOutline
from readings.importing.outline import Outline
from readings.importing.problems import ImportProblem
from readings.importing.reading import MAX_FILE, read_file
from readings.text.markdown import TextProblem


class Command(BaseCommand):
    help = (
        "Imports a chapter from plain text as people copy it from a web page, from Markdown (.md), "
        "such as export_chapter writes, or from an HTML, EPUB, Word (.docx) or OpenDocument (.odt) "
        "file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file; - for standard input")
        parser.add_argument("--book", default="", help="the book's title, where the file has none")
        parser.add_argument(
            "--title", default="", help="the chapter's title, where the file has none"
        )
        parser.add_argument("--number", type=int, help="the chapter's number")
        parser.add_argument(
            "--update",
            action="store_true",
            help="change the chapter that has this number, or else this title, into the file's; "
            "notes are carried along",
        )
        parser.add_argument("--chapter", type=int, help="which chapter of a file with several")
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported")
        parser.add_argument("--json", action="store_true", help="print the outline as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read(options["file"])
        outline = self._chosen(found, options["chapter"])
        if options["json"]:
            self.stdout.write(json.dumps(outline.as_json(), ensure_ascii=False, indent=1))
        else:
            self._describe(outline)
        if options["dry_run"] and not options["update"]:
            return
        try:
            with transaction.atomic():
                told = self._import(outline, options, found)
                transaction.set_rollback(options["dry_run"])
        except Refused as error:
            raise CommandError(str(error)) from error
        except TextProblem as problem:
            raise CommandError(str(problem)) from problem
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS(told))

    def _import(self, outline: Outline, options: dict[str, Any], found: BookOutline) -> str:
        """Imports, and says what that did, or in a dry run would do."""
        names = {name: options[name] for name in ("book", "number", "title")}
        before = places_before(outline, **names) if options["update"] else {}
        imported = import_outline(
            user=None,
            outline=outline,
            update=options["update"],
            pictures=found.pictures,
            **names,
            **found.facts,
        )
        would = options["dry_run"]
        if imported.created:
            return f"{'Would import' if would else 'Imported'}: {imported.chapter}"
        if not imported.updated:
            return f"Nothing to do: already imported: {imported.chapter}"
        sections = f"{imported.sections} section{'' if imported.sections == 1 else 's'}"
        done = f"{'Would update' if would else 'Updated'}: {imported.chapter} ({sections})"
        return f"{done}\n{effects.sentence(effects.measure(before, imported.targets))}"

    @staticmethod
    def _chosen(found: BookOutline, number: int | None) -> Outline:
        """The chapter that is meant: the file's only one, or the one with this number."""
        if number is None and len(found.chapters) == 1:
            return found.chapters[0]
        for outline in found.chapters:
            if number is not None and outline.chapter_number == number:
                return outline
        there = "; ".join(f"{c.chapter_number}. {c.chapter_title}" for c in found.chapters)
        raise CommandError(
            f"Choose one chapter with --chapter, or import all with import_book: {there}"
        )

    def _read(self, name: str) -> BookOutline:
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

            return sys.stdin.buffer.read(MAX_FILE + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_FILE + 1)

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
