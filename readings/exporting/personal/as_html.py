"""The file for people: one page that fetches nothing, written part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.template import loader
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from readings.exporting.personal.gathering import Part
from readings.exporting.personal.labels import LABELS, TITLES, place_said, said, time_said
from readings.exporting.personal.values import Row
from readings.groups.models import User

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}parts\N{OBJECT REPLACEMENT CHARACTER}"
KINDS = {
    "note": lambda: _("Note"),
    "answer": lambda: _("Answer to a question"),
    "reply": lambda: _("Reply"),
    "correction": lambda: _("Correction proposed"),
}
STATES = {
    "open": lambda: _("Open"),
    "accepted": lambda: _("Accepted"),
    "declined": lambda: _("Declined"),
}


def write_html(out: IO[bytes], user: User, parts: Iterable[Part], *, now: datetime) -> None:
    """Writes the page in UTF-8."""
    head = {
        "name": user.display_name.replace(HOLE, ""),
        "site": settings.SITE_URL,
        "now": time_said(timezone.localtime(now)),
        "zone": timezone.get_current_timezone_name(),
        "titles": TITLES.items(),
        "parts": HOLE,
        "style": mark_safe(f"<style>\n{loader.render_to_string('exporting/my_data.css')}</style>"),
    }
    top, bottom = loader.render_to_string("exporting/my_data.html", head).split(HOLE)
    out.write(top.encode())
    for part in parts:
        title = {"key": part.key, "title": TITLES[part.key]}
        if part.key == "notes" and not isinstance(part.rows, dict):
            _say(out, "notes_head", title)
            _write_notes(out, part.rows)
        else:
            rows = [part.rows] if isinstance(part.rows, dict) else part.rows
            _say(out, "part", {**title, "rows": [list(_lines(row)) for row in rows]})
    out.write(bottom.encode())


def _say(out: IO[bytes], name: str, context: dict[str, Any]) -> None:
    out.write(loader.render_to_string(f"exporting/my_data_{name}.html", context).encode())


def _lines(row: Row) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if words := said(key, value):
            yield str(LABELS.get(key, key)), words
        if isinstance(value, dict) and value.get("quote"):
            yield _("Words"), value["quote"]


def _write_notes(out: IO[bytes], notes: Iterable[Row]) -> None:
    """Under a heading for each group, and under that for each chapter."""
    template = loader.get_template("exporting/my_data_note.html")
    before: tuple[str, str] = ("", "")
    for note in notes:
        here = (note["group"], note["chapter_address"])
        context = {
            "note": note,
            "new_group": here[0] != before[0],
            "new_chapter": here != before,
            **_words(note),
        }
        out.write(template.render(context).encode())
        before = here
    if before == ("", ""):
        _say(out, "nothing", {})


def _words(note: Row) -> dict[str, Any]:
    correction = note["correction"]
    times = (
        (_("Written"), note["written_at"]),
        (_("Edited"), note["edited_at"]),
        (_("Deleted"), note["deleted_at"]),
        (_("Hidden by whoever looks after the group"), note["hidden_at"]),
        (_("Archived"), note["archived_at"]),
    )
    return {
        "kind": KINDS[note["kind"]](),
        "times": [(label, said("", at)) for label, at in times if at],
        "place": place_said(note["place"]) if note["place"] else "",
        "words": mark_safe(note["html"]),  # cleaned when it was written
        "earlier": [(row["text"], said("", row["until"])) for row in note["earlier_texts"]],
        "decision": STATES[correction["state"]]() if correction else "",
    }
