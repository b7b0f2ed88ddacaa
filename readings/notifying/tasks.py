"""The worker's own turn: every five minutes. `manage.py send_notices` does the same for cron."""

from __future__ import annotations

import contextlib

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from readings.notifying.actions import Away, send_notices


@db_periodic_task(crontab(minute="*/5"))
def tell() -> None:
    """Sends what is new. That a mail server is away is in the log by then, and no fault of ours."""
    with contextlib.suppress(Away):
        send_notices()
