"""Loads the demo: a group, its chapter and questions, and three people who can sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from readings.importing.demo import load


class Command(BaseCommand):
    help = "Loads the demo group, chapter, questions and logins. A second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--credentials",
            type=Path,
            default=settings.DATA_DIR / "demo-logins.json",
            help="where the logins are kept",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = load(options["credentials"])
        if options["verbosity"]:
            done = "Loaded the demo." if made else "The demo is there already; nothing was changed."
            self.stdout.write(f"{done} Logins: {options['credentials']}")
