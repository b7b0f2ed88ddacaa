"""Calls pandoc: alone in an empty folder, without the site's environment, and within limits.

Its sandbox lets it read no file but the input, fetch nothing and run nothing. Memory and time are
bounded, and one file is read at a time in each process of the site.
"""

import json
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.utils.translation import gettext as _

from readings.importing.problems import ImportProblem

from .archives import damaged
from .nesting import nested
from .tree import too_deep

SECONDS = 30
MAX_TREE = 150_000_000  # bytes of pandoc's answer

_LIMITS = ("--sandbox", "+RTS", "-M512M", "-RTS")
_HEAP_IS_FULL = 251
_one_at_a_time = threading.Lock()


def syntax_tree(data: bytes, source: str) -> dict[str, Any]:
    """Pandoc's syntax tree of a file in the named format. Raises ImportProblem."""
    return _parsed(_written(data, source, "json"))


def plain_text(data: bytes, source: str) -> str:
    """The file's words without their forms, a paragraph a line. Raises ImportProblem."""
    return _written(data, source, "plain").decode("utf-8", "replace")


def _written(data: bytes, source: str, to: str) -> bytes:
    """What pandoc writes of the file in another format."""
    if not _one_at_a_time.acquire(timeout=SECONDS):
        message = _("Other files are being read. Try again in a minute.")
        raise ImportProblem(message, code="busy")
    try:
        with TemporaryDirectory(prefix="studyguide-import-") as folder:
            return _read(Path(folder), data, source, to)
    finally:
        _one_at_a_time.release()


def pandoc() -> Path:
    """The program that its package brings. Raises ImportProblem where it is missing."""
    package = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        path = Path(folder, "files", name)
        if path.is_file():
            return path
    message = _("This site cannot read such files: pandoc is not installed.")
    raise ImportProblem(message, code="no_reader")


def _read(folder: Path, data: bytes, source: str, to: str) -> bytes:
    (folder / "input").write_bytes(data)
    answer = folder / "tree.json"
    with answer.open("wb") as out:
        formats = ("-f", source, "-t", to, "--wrap=none")
        code = _run([str(pandoc()), *_LIMITS, *formats, "input"], folder, out)
    if code == _HEAP_IS_FULL or answer.stat().st_size > MAX_TREE:
        raise ImportProblem(_("The file needs more memory than it may have."), code="too_large")
    if code != 0:
        raise damaged()
    return answer.read_bytes()


def _run(command: list[str], folder: Path, out: IO[bytes]) -> int:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with arguments of our own
            command,
            cwd=folder,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = _("Reading the file took longer than %(seconds)s seconds.")
        raise ImportProblem(message % {"seconds": SECONDS}, code="too_slow") from None
    return done.returncode


def _parsed(answer: bytes) -> dict[str, Any]:
    try:
        tree: dict[str, Any] = json.loads(answer)
    except RecursionError:
        raise nested() from None
    except ValueError:
        raise damaged() from None
    if too_deep(tree):
        raise nested()
    return tree
