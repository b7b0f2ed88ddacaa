"""A backup's file: a ZIP with the database, the files of the storages, and a manifest that says
what has to be in it. docs/deploy.md describes it for people.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024  # bytes


class BackupProblem(Exception):
    """A backup cannot be made, read or put back; the message says why, in words for people."""


@dataclass
class Manifest:
    """What a backup holds."""

    made_at: str  # ISO 8601, UTC
    engine: str  # "sqlite" or "postgresql"
    format: int = FORMAT
    migrations: list[tuple[str, str]] = field(default_factory=list)  # as they were applied
    rows: dict[str, int] = field(default_factory=dict)  # by table
    columns: dict[str, list[str]] = field(default_factory=dict)  # PostgreSQL's, by table
    sequences: dict[str, list[int]] = field(default_factory=dict)  # value, and 1 where it was used
    members: dict[str, tuple[str, int]] = field(default_factory=dict)  # SHA-256 and bytes, by name
    lost: list[str] = field(default_factory=list)  # files that rows name and that were not there

    def summary(self) -> str:
        """One line for people."""
        files = sum(name.startswith("files/") for name in self.members)
        return (
            f"Made {self.made_at} from {self.engine}: {len(self.rows)} tables with "
            f"{sum(self.rows.values())} rows, {files} files."
        )


class Writer:
    """Adds members to an archive and notes their checksums in its manifest."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive = archive
        self.manifest = manifest

    def add(self, name: str, chunks: Iterable[bytes], *, compress: bool = True) -> None:
        """Writes one member. Pictures are compressed as they are."""
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.archive.open(entry, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.manifest.members[name] = (digest.hexdigest(), size)


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """A new archive, for its owner's eyes alone, that stands at the path when all of it is on the
    disk, and not before. Raises BackupProblem where something is there or nothing can be written.
    """
    if path.exists():
        raise BackupProblem(f"{path} is there already: choose another name.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupProblem(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                yield Writer(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def reading(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive with its manifest. Raises BackupProblem where this version cannot read it."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise BackupProblem(f"{path} cannot be read: {error.strerror}.") from error
    except zipfile.BadZipFile as error:
        raise BackupProblem(f"{path} is no backup, or its end is missing.") from error
    with archive:
        yield archive, _manifest(archive, path)


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        found = json.loads(archive.read(MANIFEST))
        if found["format"] > FORMAT:
            raise BackupProblem(f"{path} was made by a newer version of Study Guide.")
        manifest = Manifest(**found)
        manifest.migrations = [(app, name) for app, name in manifest.migrations]
        manifest.members = {name: (sha, size) for name, (sha, size) in manifest.members.items()}
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise BackupProblem(
            f"{path} is no backup of Study Guide: its manifest is broken."
        ) from error
    return manifest


def verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises BackupProblem unless the members are those of the manifest, to the byte."""
    there = set(archive.namelist()) - {MANIFEST}
    for name in sorted(there ^ set(manifest.members)):
        word = "is missing" if name in manifest.members else "does not belong there"
        raise BackupProblem(f"The backup is damaged: {name} {word}.")
    for name, expected in manifest.members.items():
        try:
            found = _digest(archive, name)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise BackupProblem(f"The backup is damaged: {name} cannot be read.") from error
        if found != expected:
            raise BackupProblem(f"The backup is damaged: {name} is not what was written.")


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as member:
        for chunk in chunks_of(member):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """The file's bytes, piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def unpack(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """One member as a file of its own, on the disk when this returns."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file, archive.open(name) as member:
        for chunk in chunks_of(member):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on the disk: renaming alone does not survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
