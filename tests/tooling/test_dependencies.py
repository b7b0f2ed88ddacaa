"""What the code imports is what the project declares: what came along by chance may go."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

OURS = {"studyguide", "readings", "tests", "benchmarks"}


def declared(*groups: str) -> set[str]:
    """The packages that pyproject.toml names for running the site, and those of extra groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    for group in groups:
        lines += project["optional-dependencies"][group]
    return {folded(re.split(r"[\[~=<>! ]", line)[0]) for line in lines}


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def imported(folder: str) -> dict[str, str]:
    """Every package of others that a folder's modules import, with one of the importing files."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in modules(node):
                top = name.partition(".")[0]
                if top not in OURS and top not in sys.stdlib_module_names:
                    found[top] = str(path.relative_to(ROOT))
    return found


def modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module]
    return []


@pytest.mark.parametrize(
    ("folder", "groups"),
    [("studyguide", ()), ("readings", ()), ("tests", ("dev",)), ("benchmarks", ("dev",))],
)
def test_every_import_is_declared(folder, groups):
    known = declared(*groups)
    sources = packages_distributions()
    strays = {
        module: path
        for module, path in imported(folder).items()
        if known.isdisjoint(map(folded, sources.get(module, [module])))
    }
    assert strays == {}


def test_the_locks_hold_every_declared_package():
    def locked(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {folded(line.split("==")[0]) for line in lines if "==" in line}

    assert declared() <= locked("requirements.txt")
    assert declared("dev") <= locked("requirements-dev.txt")
