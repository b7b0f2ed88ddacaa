"""The Makefile's words for a machine that lacks something."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def machine(tmp_path):
    """A machine with a shell, make and the given `python3`; returns how to call make there."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "make", "touch", "grep", "sed", "awk"):
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)

    def make(*arguments: str, python: str | None = None) -> subprocess.CompletedProcess[str]:
        if python is not None:
            stub = tools / "python3"
            stub.write_text(f"#!/bin/sh\n{python}\n")
            stub.chmod(0o755)
        return subprocess.run(
            [tools / "make", "-C", ROOT, f"VENV={tmp_path / 'venv'}", *arguments],
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return make


def test_without_python_it_says_which_one_it_needs(machine):
    done = machine("install")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make install PYTHON=" in done.stderr


def test_an_old_python_is_refused(machine):
    done = machine("install", python='case "$2" in *version_info*) exit 1;; esac')
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr


def test_debians_bare_python_is_told_what_to_install(machine, tmp_path):
    done = machine("install", python='case "$2" in *ensurepip*) exit 1;; esac')
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_help_lists_every_command(machine):
    done = machine("help")
    assert done.returncode == 0
    for target in ("install", "run", "test", "test-postgres", "check", "bench", "lock"):
        assert f"make {target} " in done.stdout
