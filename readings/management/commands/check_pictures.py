"""Looks after the files of the books' pictures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from readings.text.models.pictures import picture_storage
from readings.text.picture_files import loose_files, lost_pictures


class Command(BaseCommand):
    help = (
        "Says which pictures have lost their file, and which files belong to no picture: an import "
        "that failed, or was only looked at, may leave such."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sweep",
            action="store_true",
            help="delete the files that belong to no picture and are older than a day",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        loose = loose_files()
        for name in loose if options["sweep"] else ():
            picture_storage().delete(name)
        done = "deleted" if options["sweep"] else "found (--sweep deletes them)"
        self.stdout.write(f"Files that belong to no picture: {len(loose)} {done}.")
        lost = lost_pictures()
        for picture in lost:
            self.stdout.write(f"  {picture.book}: {picture.key}")
        if lost:
            raise CommandError(
                f"{len(lost)} pictures have lost their file. Put the folder back from a backup, or "
                "import the books' files again."
            )
        self.stdout.write(self.style.SUCCESS("Every picture has its file."))
