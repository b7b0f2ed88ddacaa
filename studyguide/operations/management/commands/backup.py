"""Writes or checks a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyguide.operations import backups
from studyguide.operations.archive import BackupProblem


class Command(BaseCommand):
    help = "Writes all that the site keeps into one file, while it runs; or checks such a file."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup, which is not there yet")
        parser.add_argument("--check", action="store_true", help="check a backup that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"].absolute()
        try:
            manifest = backups.check(path) if options["check"] else backups.make(path)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(manifest.summary())
        if manifest.lost:
            said = f"{len(manifest.lost)} files were lost before: {', '.join(manifest.lost[:5])}"
            self.stderr.write(self.style.WARNING(said))
        done = "The backup is whole." if options["check"] else f"Written: {path}"
        self.stdout.write(self.style.SUCCESS(done))
