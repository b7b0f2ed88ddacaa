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
    _use()
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


def _use() -> None:
    """Something in every table that a group fills: a meeting, a proposal, a picture, an import, and
    an address that changed."""
    from datetime import timedelta

    from django.utils import timezone

    from readings.annotation.pointers import Pointer
    from readings.editing.errata import propose_correction
    from readings.groups.actions import make_join_link, plan_meeting
    from readings.groups.models import User
    from readings.importing.drafting import begin_import
    from readings.importing.running import read_draft
    from readings.text.actions import add_picture, change_book
    from readings.text.models import Reading
    from readings.text.pictures import check_picture
    from tests.fixtures.painting import picture_file

    reading = Reading.objects.select_related("group", "chapter__book").get()
    group, book = reading.group, reading.chapter.book
    facilitator = User.objects.get(memberships__role="facilitator", memberships__group=group)
    member = User.objects.get(memberships__role="member", memberships__group=group)
    plan_meeting(user=facilitator, group=group, starts_at=timezone.now() + timedelta(days=9000))
    make_join_link(user=facilitator, group=group)
    add_picture(user=None, book=book, picture=check_picture(picture_file()))
    change_book(user=None, book=book, slug="another-address")
    draft = begin_import(user=facilitator, group=group, data=b"Words.\n\nMore.", name="a.txt")
    read_draft(draft.pk, draft.run)
    section = reading.chapter.sections.select_related("version").get(order=1)
    words = section.current.plain_text[:20]
    pointer = Pointer(
        "passage", section=section.pk, version=section.current.number, start=0, end=20, exact=words
    )
    propose_correction(
        author=member, reading=reading, pointer=pointer, new_words="Other words", why="A slip."
    )


if __name__ == "__main__":
    main()
