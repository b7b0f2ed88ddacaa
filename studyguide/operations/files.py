"""The files of all storages but the static ones: into a backup, and back.

Restoring only ever adds files, so the database decides alone, by one step, what stands: files that
no row names are nobody's (`check_pictures --sweep`).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db.models import FileField

from studyguide.operations.archive import BackupProblem, Manifest, Writer, chunks_of

PREFIX = "files"


def kept_storages() -> dict[str, Storage]:
    """The storages that hold people's files, by their names in the settings."""
    return {name: storages[name] for name in settings.STORAGES if name != "staticfiles"}


def columns() -> list[tuple[str, str]]:
    """Every column of the database that names files: table and column."""
    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]


def add_files(writer: Writer, named: set[str]) -> None:
    """Adds all files. They are read after the database was: a file is written before its row, so
    whatever the rows name is there. What is not stands in the manifest as lost."""
    found: set[str] = set()
    for alias, storage in kept_storages().items():
        for name in _names(storage):
            try:
                file = storage.open(name)
            except FileNotFoundError:
                continue  # deleted just now
            with file:
                writer.add(f"{PREFIX}/{alias}/{name}", chunks_of(file), compress=False)
            found.add(name)
    writer.manifest.lost = sorted(named - found)


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    before = f"{folder}/" if folder else ""
    for name in sorted(files):
        yield before + name
    for name in sorted(folders):
        yield from _names(storage, before + name)


class Placing:
    """Files that are put back, until they are kept for good or taken back."""

    def __init__(self, aside: Path) -> None:
        self.aside = aside  # a folder for what stood in the way
        self.added: list[tuple[Storage, str]] = []
        self.replaced: list[tuple[Storage, str, Path]] = []

    def put(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        """Puts back what is not there; a file with the same name and other bytes goes aside.
        Raises BackupProblem for a storage that this site has not got."""
        there = kept_storages()
        for member, (sha, _size) in manifest.members.items():
            if not member.startswith(f"{PREFIX}/"):
                continue
            _, alias, name = member.split("/", 2)
            if alias not in there:
                raise BackupProblem(f"This site has no storage “{alias}”, which the backup has.")
            self._put(there[alias], name, sha, archive, member)

    def _put(
        self, storage: Storage, name: str, sha: str, archive: zipfile.ZipFile, member: str
    ) -> None:
        if storage.exists(name):
            with storage.open(name) as file:
                content: bytes = file.read()
            if hashlib.sha256(content).hexdigest() == sha:
                return
            self.aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = self.aside / f"{len(self.replaced)}-{Path(name).name}"
            kept.write_bytes(content)
            self.replaced.append((storage, name, kept))
            storage.delete(name)
        else:
            self.added.append((storage, name))
        with archive.open(member) as content_of:
            stands = storage.save(name, File(content_of))
        if stands != name:
            raise BackupProblem(f"The storage took {name} under another name: {stands}.")

    def undo(self) -> None:
        """Everything as it stood."""
        for storage, name in self.added:
            storage.delete(name)
        for storage, name, kept in self.replaced:
            storage.delete(name)
            with kept.open("rb") as file:
                storage.save(name, File(file))
