"""The databases that are measured: one for each amount of notes, all grown from the same one."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.asking import reading
from benchmarks.data import COOKIES
from benchmarks.figures import Thing
from benchmarks.server import BARE, ROOT, SITE, environment, serving

AMOUNTS = (0, 100, 1_000, 10_000)
DEMO = 1_000  # notes on the demo chapter

ADDRESS = (
    "import django; django.setup(); from readings.text.models import Reading; "
    "print(Reading.objects.get().get_absolute_url())"
)
BUSIEST = (
    "import django; django.setup(); from readings.annotation.models import Tally; "
    "from readings.text.models import Block; "
    "print(Block.objects.get(pk=Tally.objects.filter(kind='block').order_by('-count')[0].ref).key)"
)
FULLEST = (
    "import django; django.setup(); from readings.annotation.models import Tally; "
    "print(Tally.objects.filter(kind='section').order_by('-count')[0].ref)"
)


@dataclass(frozen=True)
class Demo:
    """The demo chapter with notes: its address, and the section with the most notes."""

    base: str
    section: str
    editor: str  # the session of one who edits the text
    sessions: list[str]

    @property
    def desk(self) -> str:
        return f"/admin/readings/section/{self.section}/change/"


@dataclass(frozen=True)
class Site:
    """Where the data are, and how the chapter is reached."""

    root: Path
    base: str  # the chapter's address
    busiest: str  # the key of the block with the most notes
    sessions: list[str]
    bare_sessions: list[str]
    demo: Demo

    def folder(self, amount: int | str) -> Path:
        return self.root / str(amount)

    def copy(self, amount: int | str, name: str) -> Path:
        """The same data in a folder that may be written to."""
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder(amount), folder)
        return folder

    @property
    def hello(self) -> str:
        return hello(self.base)

    @property
    def block(self) -> str:
        return f"{self.base}b/{self.busiest}/notes/"


def hello(base: str) -> str:
    """The address of the unit of measure in a chapter."""
    return f"/hello{base[2:]}"


def build(root: Path) -> Site:
    """Makes everything that the servers need below the folder."""
    base = build_base(root / "0")
    run(base, "-m", "benchmarks.bare.people", settings=BARE[0])
    for amount in AMOUNTS[1:]:
        shutil.copytree(base, root / str(amount))
        run(root / str(amount), "-m", "benchmarks.data", "notes", str(amount))
    return Site(
        root=root,
        base=run(base, "-c", ADDRESS),
        busiest=run(root / str(AMOUNTS[-1]), "-c", BUSIEST),
        sessions=json.loads((base / COOKIES).read_text()),
        bare_sessions=json.loads((base / "bare-cookies.json").read_text()),
        demo=build_demo(root / "demo"),
    )


def build_base(folder: Path) -> Path:
    """The chapter without notes, and the site's static files."""
    folder.mkdir()
    run(folder, "-m", "benchmarks.data", "base")
    run(folder, "manage.py", "collectstatic", "--noinput", "--verbosity=0")
    return folder


@contextlib.contextmanager
def hello_alone() -> Iterator[Thing]:
    """The unit of measure on a site of its own, for what is measured outside of one."""
    with tempfile.TemporaryDirectory(prefix="studyguide-bench-") as name:
        base = build_base(Path(name) / "0")
        sessions = json.loads((base / COOKIES).read_text())
        with serving(base, SITE) as server:
            yield Thing("hello", server, reading(hello(run(base, "-c", ADDRESS)), sessions))


def build_demo(folder: Path) -> Demo:
    """The demo's own database."""
    folder.mkdir()
    run(folder, "-m", "benchmarks.data", "demo", str(DEMO))
    editor, *sessions = json.loads((folder / COOKIES).read_text())
    return Demo(run(folder, "-c", ADDRESS), run(folder, "-c", FULLEST), editor, sessions)


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
