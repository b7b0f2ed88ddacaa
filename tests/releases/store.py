"""Keeps a database of this release: the demo, with an edit behind it, as SQL text.

Run `python -m tests.releases.store 0.1.0` when a release lands. What is stored is never made anew.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    target = HERE / f"{sys.argv[1]}.sql.gz"
    if target.exists():
        raise SystemExit(f"{target.name} is stored already, and a release does not change.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "db.sqlite3"
        _build(path, Path(folder))
        dump = "\n".join(sqlite3.connect(path).iterdump())
    # No time stamp in the file, so that the same database gives the same bytes.
    target.write_bytes(gzip.compress(dump.encode(), mtime=0))
    print(f"Stored {target.name}: {target.stat().st_size} bytes.")  # noqa: T201


def _build(path: Path, folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connection, connections

    connections["default"].settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)
    call_command("load_demo", credentials=folder / "logins.json", verbosity=0)
    _edit()
    connection.close()


def _edit() -> None:
    """One passage goes, another moves: so versions, placements and a lost note are stored too."""
    from readings.editing.actions import edit_chapter
    from readings.text.models import Chapter
    from readings.text.writing import ReasonDraft, SectionDraft

    chapter = Chapter.objects.get()
    section = chapter.sections.get(order=0)
    body = section.body.replace("The doubt is about practice.", "").replace(
        "Their order leads", "As the author reads them, their order leads"
    )
    reasons = tuple(
        ReasonDraft(r.text, r.commentary, r.key) for r in section.reasons.order_by("number")
    )
    draft = SectionDraft("", body, reasons, section.pk, 0, section.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft], summary="Stored.")


if __name__ == "__main__":
    main()
