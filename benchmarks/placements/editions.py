"""Two editions of one text: pages of packages' documentation in neighbouring releases.

The source archives are fetched with pip, by name and version, and kept in a folder outside the
repository. Nothing of them is run or installed; only their pages of documentation are read.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.placements.prose import prose


@dataclass(frozen=True)
class Package:
    """A package with prose: its releases, oldest first, and where its pages stand."""

    name: str
    releases: tuple[str, ...]
    folder: str
    suffix: str


PACKAGES = (
    Package("Django", ("4.2.16", "5.0.9", "5.1.2", "5.2.1"), "docs", ".txt"),
    Package("SQLAlchemy", ("1.4.54", "2.0.36"), "doc/build", ".rst"),
    Package("Sphinx", ("7.2.6", "8.1.3"), "doc", ".rst"),
    Package("pytest", ("7.4.4", "8.3.3"), "doc/en", ".rst"),
    Package("requests", ("2.28.2", "2.32.3"), "docs", ".rst"),
    Package("Flask", ("2.2.5", "3.1.0"), "docs", ".rst"),
)
# A list of changes is added to and nothing else: there is nothing to follow in it.
LISTS = re.compile(r"(^|/)(changelog|changes|releases|history|authors)", re.IGNORECASE)


@dataclass(frozen=True)
class Edition:
    """A page as it stood in two releases."""

    name: str
    old: str
    new: str


def editions(folder: Path) -> Iterator[Edition]:
    """Every page that changed between two neighbouring releases, from archives in the folder."""
    for package in PACKAGES:
        for before, after in pairwise(package.releases):
            old = _pages(_archive(folder, package.name, before), package)
            new = _pages(_archive(folder, package.name, after), package)
            for path in sorted(old.keys() & new.keys()):
                if old[path] != new[path]:
                    name = f"{package.name} {before} to {after}: {path}"
                    yield Edition(name, old[path], new[path])


def _archive(folder: Path, name: str, release: str) -> Path:
    """The source archive of a release, fetched if it is not there yet."""
    found = _in(folder, name, release)
    if found is None:
        print(f"Fetching {name} {release}.", flush=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--no-binary", name, "--dest", str(folder), f"{name}=={release}"),
            ],
            check=True,
        )
        found = _in(folder, name, release)
    if found is None:
        raise SystemExit(f"No source archive of {name} {release} came.")
    return found


def _in(folder: Path, name: str, release: str) -> Path | None:
    wanted = f"{name}-{release}.tar.gz".lower()
    return next((path for path in folder.iterdir() if path.name.lower() == wanted), None)


def _pages(archive: Path, package: Package) -> dict[str, str]:
    """The pages of a release as plain text, by their path below the folder of pages."""
    pages = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            path = member.name.partition("/")[2]
            if not (path.startswith(f"{package.folder}/") and path.endswith(package.suffix)):
                continue
            inside = path.removeprefix(f"{package.folder}/")
            stream = tar.extractfile(member)
            if stream is not None and not LISTS.search(inside):
                pages[inside] = prose(stream.read().decode("utf-8", "replace"))
    return pages
