"""Every check that `make check` runs: one line for each, and what failed below it.

`python -m tests.tooling.checks [NAME...]` runs the named ones alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """A command that says by its exit code whether something is in order."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)


def checks(data_dir: str) -> Iterator[Check]:
    """All checks in the order of their cost. `data_dir` is an empty folder for what they write."""
    python = Path(sys.executable)
    manage: list[str | Path] = [python, "manage.py"]
    site = production(data_dir)
    yield Check("ruff-lint", [python, "-m", "ruff", "check", "."])
    yield Check("ruff-format", [python, "-m", "ruff", "format", "--check", "."])
    if templates := sorted(ROOT.glob("templates/**/*.html")):
        yield Check("template-format", [BIN / "djade", "--check", *templates])
        yield Check("template-lint", [python, "-m", "djlint", "templates", "--lint", "--quiet"])
    yield Check(
        "scripts-and-styles", [BIN / "biome", "ci", "--colors=off", "--error-on-warnings", "static"]
    )
    yield Check("imports", [BIN / "lint-imports", "--no-logo"])
    yield Check("structure", [python, "-m", "pytest", "-q", "-m", "structure", "tests/tooling"])
    yield Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], site)
    yield Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], site)
    yield Check("types", [python, "-m", "mypy"])


def production(data_dir: str) -> dict[str, str]:
    """The environment of a site that others reach, for Django's deployment checks."""
    return {
        "DJANGO_SETTINGS_MODULE": "studyguide.settings",
        "DATA_DIR": data_dir,
        "SECRET_KEY": "k3y-for-checks-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "guide.example.org",
        "SITE_URL": "https://guide.example.org",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "DEBUG": "0",
    }


def run(check: Check) -> bool:
    """Runs one check and tells its result; its output is shown only if it failed."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    print(f"{word:<7} {check.name:<20} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout.rstrip(), "\n", sep="", flush=True)
    return done.returncode == 0


def main(names: Sequence[str]) -> int:
    """Runs the named checks, or all of them; returns 1 if any failed, and 2 for an unknown name."""
    with tempfile.TemporaryDirectory(prefix="studyguide-checks-") as data_dir:
        chosen = {check.name: check for check in checks(data_dir)}
        if unknown := set(names) - set(chosen):
            print(f"No such check: {', '.join(sorted(unknown))}. There are {', '.join(chosen)}.")
            return 2
        failed = [name for name in names or chosen if not run(chosen[name])]
    total = len(names or chosen)
    print(f"{total - len(failed)} of {total} checks passed.", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
