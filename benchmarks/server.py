"""Granian with two workers on loopback, and the processor time that its processes have used."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
# One thread a worker: threads share one interpreter, and more of them only pass its lock around.
# (docs/deploy.md has four, so that a password that is being checked keeps nobody waiting.)
OPTIONS = (
    "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "1",
    "--no-ws", "--log-level", "error",
)  # fmt: skip
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
SITE = ("benchmarks.settings", "studyguide.wsgi:application")
BARE = ("benchmarks.bare.settings", "benchmarks.bare.wsgi:application")


def environment(folder: Path, settings: str) -> dict[str, str]:
    """The environment of a process that works on the data in this folder."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": settings}


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float | None:
        """What all its processes have used so far; None where the system does not tell."""
        return processor_time(self.process.pid)


@contextlib.contextmanager
def serving(folder: Path, application: tuple[str, str]) -> Iterator[Server]:
    """A server of (settings, application) on the data in the folder, stopped at the end."""
    settings, target = application
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--port", str(port), *OPTIONS, target]
    with (folder / f"{target.partition('.')[0]}-{port}.log").open("ab") as log:  # the access log
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, settings), stderr=log)
    try:
        _await(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def processor_time(pid: int) -> float | None:
    """Seconds that a process and its children, those alive included, have spent on a processor."""
    if not Path("/proc/self/stat").exists():
        return None
    ticks = 0
    for process in [pid, *_children(pid)]:
        with contextlib.suppress(FileNotFoundError):
            # The name in brackets may hold spaces; utime and stime are fields 14 and 15.
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in listing.read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once the server takes connections. Raises SystemExit if it ends or never does."""
    deadline = monotonic() + 60
    while monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)  # its end ends the waiting
    raise SystemExit("The server to be measured did not start.")
