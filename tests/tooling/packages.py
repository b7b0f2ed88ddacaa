"""Installs what the tests need from Debian's packages, where that asks nobody anything."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(name: str, why: str) -> None:
    """Tries, as root or through sudo; where neither is at hand nothing happens. Never fails."""
    apt = shutil.which("apt-get")
    as_root = _as_root()
    if apt is None or as_root is None:
        return
    print(f"Installing {name} for {why} (Debian's package).", flush=True)
    for arguments in (["update", "-q"], ["install", "-q", "-y", name]):
        command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, *arguments]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return


def _as_root() -> list[str] | None:
    """What to put before a command that root must run, or None without a way to ask nobody."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if asked.returncode == 0 else None
