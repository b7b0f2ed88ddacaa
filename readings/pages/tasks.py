"""The tasks of the worker that join rooms."""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from readings.pages.actions import delete_due


@db_periodic_task(crontab(minute="17"))
def delete_due_accounts() -> None:
    """Deletes each hour the accounts whose pause is over."""
    delete_due()
