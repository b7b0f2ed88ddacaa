"""Sends the mails that are due: for sites whose worker is cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from readings.notifying.actions import Away, send_notices


class Command(BaseCommand):
    help = (
        "Mails people what is new for them, as they chose. The worker (run_huey) does so every "
        "five minutes; without one, let cron call this as often. Nobody is told twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sent = send_notices()
        except Away as error:
            raise CommandError(
                f"The mail server failed ({type(error.__cause__).__name__}). What waits is sent "
                "the next time."
            ) from error
        self.stdout.write(f"Notices sent: {sent}.")
