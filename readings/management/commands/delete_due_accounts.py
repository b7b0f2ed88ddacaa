"""Deletes the accounts that are due: for who has no worker running, and for who cannot wait."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from readings.pages.actions import delete_due


class Command(BaseCommand):
    help = (
        "Deletes the accounts whose people have asked for it and whose pause is over. The worker "
        "does the same each hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done, held = delete_due()
        self.stdout.write(f"Accounts deleted: {done}.")
        if held:
            self.stdout.write(
                f"Accounts that wait: {held}. Their people are the only ones to look after a group "
                "or the site, and read so on every page; or the log says what failed."
            )
