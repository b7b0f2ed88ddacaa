"""Puts a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyguide.operations import backups
from studyguide.operations.archive import BackupProblem, Manifest
from studyguide.operations.locks import SiteRuns

RUNS = (
    "The site runs, or somebody else has its database open. Stop the site and its worker "
    "(systemctl stop study-guide study-guide-worker), then restore. Nothing was changed."
)


class Command(BaseCommand):
    help = "Puts a backup in the place of all that the site keeps; the site has to be stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument("--noinput", action="store_true", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"].absolute()
        try:
            self._announce(backups.check(path))
            if not options["noinput"] and input("Type yes to restore: ").strip() != "yes":
                raise CommandError("Nothing was changed.")
            kept = backups.restore(path)
        except BackupProblem as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        except SiteRuns as problem:
            raise CommandError(RUNS) from problem
        if kept:
            self.stdout.write(f"What stood before is kept in {kept}; delete it when all is well.")
        self.stdout.write(self.style.SUCCESS("Restored. Start the site."))

    def _announce(self, manifest: Manifest) -> None:
        """Says what will happen, before anything does."""
        steps = backups.steps(manifest)
        self.stdout.write(f"The backup is whole. {manifest.summary()}")
        if steps:
            names = ", ".join(f"{app}.{name}" for app, name in steps)
            said = (
                f"It is of an older version, and is brought up to date by {len(steps)} migrations"
            )
            self.stdout.write(f"{said}: {names}.")
        else:
            self.stdout.write("It is of this version.")
        self.stdout.write("It takes the place of everything that the site has now.")
