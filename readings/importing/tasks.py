"""The tasks of the worker: long files are read, and many chapters saved, outside of any request.

A task that is lost (the worker was killed) is found by its draft, which shows no sign of life, and
started again under another number.
"""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from readings.importing.drafting import State, sweep
from readings.importing.models import ImportDraft
from readings.importing.running import read_draft, save_draft

# What takes no longer than a page may is done at once: the common import needs no worker.
SMALL_FILE = 200_000  # bytes
FEW_CHAPTERS = 3


def start(draft: ImportDraft) -> ImportDraft:
    """Reads the file, or saves the chapters, of a draft that waits for it: at once or by a task.
    Returns the draft as it stands then."""
    if not _is_short(draft):
        start_later(draft)
    elif draft.state == State.WAITING:
        read_draft(draft.pk, draft.run)
    elif draft.state == State.QUEUED:
        save_draft(draft.pk, draft.run)
    draft.refresh_from_db()
    return draft


def start_later(draft: ImportDraft) -> None:
    """Leaves the work to the worker."""
    task = read_later if draft.state == State.WAITING else save_later
    task(draft.pk, draft.run)


def _is_short(draft: ImportDraft) -> bool:
    if draft.state == State.WAITING:
        return bool(draft.form) and draft.size <= SMALL_FILE
    chapters = len(draft.outline["chapters"]) if draft.outline else 0
    return draft.size <= SMALL_FILE and chapters - len(draft.skipped) <= FEW_CHAPTERS


@db_task()
def read_later(pk: int, run: int) -> None:
    read_draft(pk, run)


@db_task()
def save_later(pk: int, run: int) -> None:
    save_draft(pk, run)


@db_periodic_task(crontab(minute="*"))
def start_lost() -> None:
    """Starts again what was lost, and forgets what is old."""
    for draft in sweep():
        start_later(draft)
