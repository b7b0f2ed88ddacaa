"""What the files hold, part by part and in this order. docs/my-data.md says what each key means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from readings.exporting.personal import company, notes, oneself, reading, records
from readings.exporting.personal.values import Row
from readings.groups.models import User

FORMAT = "study-guide-my-data"
VERSION = 1  # grows when a key changes its meaning or goes; a new key alone leaves it


@dataclass(frozen=True)
class Part:
    """One key of the file: one row of facts, or many rows, read as they are written."""

    key: str
    rows: Row | Iterable[Row]

    @property
    def is_one(self) -> bool:
        return isinstance(self.rows, dict)


def parts_of(user: User, imports: Iterable[Row]) -> Iterator[Part]:
    """Each is asked for when its turn comes. `imports` are what the person's imports are: another
    room's, whose pages hand them over."""
    yield Part("profile", oneself.profile(user))
    yield Part("reading_settings", oneself.reading_settings(user))
    yield Part("notices", oneself.notices(user))
    lists: dict[str, Any] = {
        "email_addresses": oneself.email_addresses,
        "sign_in_methods": oneself.sign_in_methods,
        "sign_in_codes": oneself.sign_in_codes,
        "devices": oneself.devices,
        "groups": company.groups,
        "former_groups": company.former_groups,
        "invitations": company.invitations,
        "meetings": company.meetings,
        "notes": notes.notes,
        "questions": reading.questions,
        "assignments": reading.assignments,
        "reading_positions": reading.reading_positions,
        "text_edits": reading.text_edits,
        "flags": reading.flags,
        "decisions": reading.decisions,
        "audit_log": records.audit_log,
        "admin_log": records.admin_log,
    }
    for key, rows in lists.items():
        yield Part(key, rows(user))
    yield Part("imports", imports)
