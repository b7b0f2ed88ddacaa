"""Starts the project's programs as a person would, in a process and with data of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.tooling.rooms import ROOT

# What a person's shell brings along; every setting of this project stays out.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "SSL_CERT_FILE")


def environment(data_dir: Path, **values: str) -> dict[str, str]:
    """An environment without this project's settings, but for the given ones."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "DATA_DIR": str(data_dir), "PYTHONWARNINGS": "error::RuntimeWarning", **values}


def run_python(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs this Python with the arguments in the project's folder until it ends."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class LocalSite:
    """The site as `make run` starts it, on a free port: what it says, and how it ends."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "studyguide.local", "--port", "0", *arguments],
            cwd=ROOT,
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def url(self) -> str:
        """The address that it printed; fails with its words if it ended before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"Study Guide is at (\S+)/ ", line):
                return found[1]
        raise AssertionError("".join(self.said))

    def end(self, number: signal.Signals) -> int:
        """Sends the signal; returns the exit code once it has ended."""
        assert self.process.stdout is not None
        self.process.send_signal(number)
        # Not `communicate`, which loses the lines that were read ahead of the address.
        late = threading.Timer(30, self.process.kill)
        late.start()
        self.said += self.process.stdout
        late.cancel()
        return self.process.wait()

    def kill(self) -> None:
        """Ends it at once, if it has not ended, and lets go of what it said."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
