"""The databases that are measured: one for each amount of notes, all grown from the same one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import COOKIES
from benchmarks.server import BARE, ROOT, SITE, environment

AMOUNTS = (0, 100, 1_000, 10_000)

ADDRESS = (
    "import django; django.setup(); from readings.text.models import Reading; "
    "print(Reading.objects.get().get_absolute_url())"
)
BUSIEST = (
    "import django; django.setup(); from readings.annotation.models import Tally; "
    "from readings.text.models import Block; "
    "print(Block.objects.get(pk=Tally.objects.filter(kind='block').order_by('-count')[0].ref).key)"
)


@dataclass(frozen=True)
class Site:
    """Where the data are, and how the chapter is reached."""

    root: Path
    base: str  # the chapter's address
    busiest: str  # the key of the block with the most notes
    sessions: list[str]
    bare_sessions: list[str]

    def folder(self, amount: int) -> Path:
        return self.root / str(amount)

    def copy(self, amount: int, name: str) -> Path:
        """The same data in a folder that may be written to."""
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder(amount), folder)
        return folder

    @property
    def hello(self) -> str:
        return f"/hello{self.base[2:]}"

    @property
    def block(self) -> str:
        return f"{self.base}b/{self.busiest}/notes/"


def build(root: Path) -> Site:
    """Makes everything that the servers need below the folder."""
    base = root / "0"
    base.mkdir()
    run(base, "-m", "benchmarks.data", "base")
    run(base, "-m", "benchmarks.bare.people", settings=BARE[0])
    run(base, "manage.py", "collectstatic", "--noinput", "--verbosity=0")
    for amount in AMOUNTS[1:]:
        shutil.copytree(base, root / str(amount))
        run(root / str(amount), "-m", "benchmarks.data", "notes", str(amount))
    return Site(
        root=root,
        base=run(base, "-c", ADDRESS),
        busiest=run(root / str(AMOUNTS[-1]), "-c", BUSIEST),
        sessions=json.loads((base / COOKIES).read_text()),
        bare_sessions=json.loads((base / "bare-cookies.json").read_text()),
    )


def run(folder: Path, *arguments: str, settings: str = SITE[0]) -> str:
    """What a Python program on the data in the folder prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(folder, settings),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()
