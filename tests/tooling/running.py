"""Starts the project's programs as a person would, in a process and with data of their own."""

from __future__ import annotations

import os
import subprocess
import sys
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
