"""The static files as a site serves them: hashed names, and no reference that leads nowhere."""

from __future__ import annotations

import re
from typing import cast

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from tests.tooling.rooms import ROOT

IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def stored_name(name: str) -> str:
    storage = cast("ManifestStaticFilesStorage", staticfiles_storage)
    return storage.stored_name(name)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A folder with every static file, collected by the storage of the site itself."""
    root = tmp_path_factory.mktemp("static")
    hashed = {"staticfiles": {"BACKEND": "studyguide.staticfiles.HashedStaticFilesStorage"}}
    default = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES={**default, **hashed}):
        call_command("collectstatic", interactive=False, verbosity=0)
        sources = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
        names = [path.relative_to(ROOT / "static").as_posix() for path in sources]
        yield root, {name: stored_name(name) for name in names}


def targets(collected, suffix, pattern):
    """Where the collected files of ours refer to: (file, reference, target) for each reference."""
    root, names = collected
    for source, stored in names.items():
        if not source.endswith(suffix):
            continue
        path = root / stored
        for reference in pattern.findall(path.read_text(encoding="utf-8")):
            if not reference.startswith(("data:", "#", "http://www.w3.org/")):
                yield source, reference, (path.parent / reference).resolve()


def test_every_file_has_a_hashed_name(collected):
    root, names = collected
    assert names
    for source, stored in names.items():
        assert stored != source
        assert (root / stored).is_file()


def test_modules_import_each_other_by_hashed_names(collected):
    for source, reference, target in targets(collected, ".js", IMPORT):
        assert reference.startswith("."), f"{source} imports {reference}"
        assert target.is_file(), f"{source} imports {reference}, which is not there"
        assert re.search(r"\.[0-9a-f]{12}\.js$", reference), f"{source}: {reference} is not hashed"


def test_styles_refer_to_files_that_exist(collected):
    for source, reference, target in targets(collected, ".css", ADDRESS):
        assert target.is_file(), f"{source} refers to {reference}, which is not there"
