"""A Redis server of the tests' own; `python -m tests.tooling.redis` installs one where it can.

It never fails: the tests themselves say what they could not do.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.tooling.packages import install

NAMES = ("redis-server", "valkey-server")
HOW_TO = (
    "no Redis was found: install Debian's package `redis-server`, "
    "or name another one in REDIS_SERVER=/path/to/it"
)


def find() -> str | None:
    """The path of the server to test with: REDIS_SERVER, else the first one found."""
    named = os.environ.get("REDIS_SERVER")
    candidates = [named] if named else map(shutil.which, NAMES)
    return next((path for path in candidates if path and Path(path).is_file()), None)


@contextlib.contextmanager
def server(program: str) -> Iterator[str]:
    """A running server on a free loopback port that keeps nothing on disk, as its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="studyguide-redis-") as folder:
        process = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            _await(port, process)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
            break
    raise AssertionError("Redis did not start.")


def main() -> None:
    """Installs the server where it is missing and may be installed; else says what is missing."""
    if find() is None:
        install("redis-server", "the tests of several processes")
    if find() is None:
        print(f"Some tests cannot run: {HOW_TO}.", flush=True)


if __name__ == "__main__":
    main()
