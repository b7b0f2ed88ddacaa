"""The file for programs: written row by row, so that its size is nobody's memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.conf import settings

from readings.exporting.personal.gathering import FORMAT, VERSION, Part
from readings.exporting.personal.values import when


def write_json(out: IO[bytes], parts: Iterable[Part], *, now: datetime) -> None:
    """Writes the file in UTF-8: an object whose lists have one row a line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "written_at": when(now),
        "site": settings.SITE_URL,
    }
    lines = [f"{_said(key)}: {_said(value)}" for key, value in head.items()]
    out.write(("{\n" + ",\n".join(lines)).encode())
    for part in parts:
        out.write(f",\n{_said(part.key)}: ".encode())
        _write(out, part)
    out.write(b"\n}\n")


def _write(out: IO[bytes], part: Part) -> None:
    if part.is_one:
        out.write(_said(part.rows).encode())
        return
    mark = "[\n"
    for row in part.rows:
        out.write(f"{mark}{_said(row)}".encode())
        mark = ",\n"
    out.write(b"[]" if mark == "[\n" else b"\n]")


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
