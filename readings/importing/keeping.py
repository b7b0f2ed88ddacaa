"""Uploaded files between the page that shows what is in them and the one that imports it.

Only files that cannot travel in a form as text are kept: in the data directory, under a random
name, for an hour or two, and for the person alone who uploaded them.
"""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from readings.importing.problems import ImportProblem

KEPT_FOR = 2 * 60 * 60  # seconds

_SALT = "readings.importing.keeping"


def keep(data: bytes, *, name: str, owner: int) -> str:
    """Keeps a file and returns the ticket for it. Files whose time is over go."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    key = secrets.token_hex(16)
    path = folder / key
    path.touch(mode=0o600)
    path.write_bytes(data)
    return signing.dumps([key, name, owner], salt=_SALT)


def kept(ticket: str, *, owner: int) -> tuple[bytes, str]:
    """The file and its name. Raises ImportProblem when it is gone, or somebody else's."""
    try:
        key, name, of = signing.loads(ticket, salt=_SALT, max_age=KEPT_FOR)
        if of == owner:
            return (_folder() / key).read_bytes(), name
    except (signing.BadSignature, OSError):
        pass
    message = _("The uploaded file is kept no more. Choose it again.")
    raise ImportProblem(message, code="expired")


def forget(ticket: str) -> None:
    """Deletes the file of a ticket that has been used."""
    key = signing.loads(ticket, salt=_SALT)[0]
    (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR, "imports")


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < time.time() - KEPT_FOR:
                path.unlink()
        except FileNotFoundError:
            continue
