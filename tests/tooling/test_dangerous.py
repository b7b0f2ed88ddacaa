"""What no code of the site does, and the few places that come near it: another one is looked at."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

BUILT_IN = {"eval", "exec", "compile", "__import__"}
METHODS = {"raw", "extra", "RawSQL", "system", "popen", "from_string", "md5", "sha1"}
# Objects from bytes, guessable numbers, ciphers of one's own, parsers of XML, and other sites.
MODULES = {
    "pickle", "marshal", "shelve", "random", "cryptography", "xml", "lxml", "requests", "httpx",
    "aiohttp", "urllib.request", "http.client", "ftplib", "ldap3", "jinja2", "yaml",
}  # fmt: skip
STARTS_PROGRAMS = {"readings/importing/pandoc/running.py", "studyguide/local/worker.py"}
WRITES_SQL = {
    "readings/annotation/tallies.py",
    "readings/groups/actions/recording.py",
    "readings/groups/prepared.py",
    "readings/groups/rows.py",
}
SAFE = re.compile(r"\{\{\s*([^}|]*)\|safe(?:seq)?\s*\}\}")


def trees(*folders: str) -> dict[str, ast.Module]:
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


def called(tree: ast.Module) -> list[tuple[str, ast.Call]]:
    """The calls in a module: `name(...)` or `.name(...)`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    by_name = [(c.func.id, c) for c in calls if isinstance(c.func, ast.Name)]
    return by_name + [(f".{c.func.attr}", c) for c in calls if isinstance(c.func, ast.Attribute)]


def imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def dangers(tree: ast.Module) -> set[str]:
    names = {name for name, _call in called(tree)}
    found = (names & BUILT_IN) | {n for n in names if n.removeprefix(".") in METHODS}
    modules = imported(tree)
    return found | {m for m in MODULES if any(i == m or i.startswith(f"{m}.") for i in modules)}


def test_nothing_runs_words_or_trusts_bytes():
    found = {path: dangers(tree) for path, tree in trees("readings", "studyguide").items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_programs_are_started_in_two_places_and_never_by_a_shell():
    starting = set()
    for path, tree in trees("readings", "studyguide").items():
        if {"subprocess", "os.exec", "pty"} & imported(tree):
            starting.add(path)
        for _name, call in called(tree):
            assert "shell" not in {keyword.arg for keyword in call.keywords}, path
    assert starting == STARTS_PROGRAMS


def test_values_stand_beside_sql_and_never_in_it():
    """Who writes SQL by hand is known here; the site's operations have nothing of people in it."""
    writing = set()
    for path, tree in trees("readings").items():
        for name, call in called(tree):
            if name in {".execute", ".executemany"}:
                writing.add(path)
                assert len(call.args) == 2, path
    assert writing == WRITES_SQL


def test_templates_escape_all_but_what_the_renderer_made():
    """`html` is what text/markdown writes, and passed the sanitiser; helps are words of our own."""
    found = {
        said.strip()
        for path in (ROOT / "templates").rglob("*.html")
        for said in SAFE.findall(path.read_text(encoding="utf-8"))
    }
    assert {said for said in found if not said.endswith(".html")} <= {"field.help_text"}
    for path in (ROOT / "templates").rglob("*.html"):
        assert "autoescape off" not in path.read_text(encoding="utf-8"), path


SETS_HTML = re.compile(
    r"(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function"
)
SHOWS_WHAT_THE_SERVER_RENDERED = {
    "static/js/annotation/preview.js",
    "static/js/annotation/proposing.js",
}


def test_scripts_write_words_as_words():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "static" / "js").rglob("*.js")
        if "vendor" not in path.parts and SETS_HTML.search(path.read_text(encoding="utf-8"))
    }
    assert found == SHOWS_WHAT_THE_SERVER_RENDERED


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("eval(words)", {"eval"}),
        ("Note.objects.raw(words)", {".raw"}),
        ("import pickle", {"pickle"}),
        ("from urllib import request", {"urllib.request"}),
        ("re.compile('a'); import urllib.parse", set()),
    ],
)
def test_a_danger_is_seen(code, seen):
    assert dangers(ast.parse(code)) == seen


def test_every_package_is_pinned_by_its_digest():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = Path(ROOT / name).read_text(encoding="utf-8")
        packages = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n    --hash[^\n]*)*", lock, re.MULTILINE)
        assert len(packages) > 20
        for package in packages:
            assert re.match(r"[\w.\-\[\]]+==\S+", package), package
            assert "--hash=sha256:" in package, package
