"""The documents keep up with the code."""

from __future__ import annotations

import ast
import re

import pytest

from tests.tooling import rooms

pytestmark = pytest.mark.structure

ROOT = rooms.ROOT
READERS = {
    "str",
    "bool",
    "int",
    "float",
    "list",
    "dj_db_url",
    "dj_email_url",
    "required",
    "choice",
    "at_least",
}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings() -> set[str]:
    """The names of everything that studyguide/ reads from the environment."""
    return {
        call.args[0].value
        for path in (ROOT / "studyguide").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and re.fullmatch(r"[A-Z_]+", call.args[0].value)
    }


def commands() -> set[str]:
    folders = [
        ROOT / app / "management" / "commands" for app in ("readings", "studyguide/operations")
    ]
    found = {path.stem for folder in folders for path in folder.glob("*.py")}
    return {name for name in found if not name.startswith("_")}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE))


def missing(names: set[str], document: str) -> list[str]:
    words = set(re.findall(r"[\w-]+", text(document)))
    return sorted(names - words)


def test_the_settings_are_found():
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATA_DIR", "DATABASE_URL"} <= settings()


def test_architecture_names_every_room():
    assert missing(set(rooms.present()), "ARCHITECTURE.md") == []


def test_architecture_names_every_command():
    assert missing(commands(), "ARCHITECTURE.md") == []


def test_architecture_names_every_make_target():
    assert missing(targets(), "ARCHITECTURE.md") == []


def test_architecture_names_every_setting():
    assert missing(settings(), "ARCHITECTURE.md") == []


def test_architecture_gives_a_reason_for_every_dependency():
    packages = re.findall(
        r'^    "([A-Za-z0-9-]+)', text("pyproject.toml").split("[project.op")[0], re.MULTILINE
    )
    known = text("ARCHITECTURE.md").casefold()
    assert packages
    assert [name for name in packages if name.casefold() not in known] == []


@pytest.mark.parametrize(
    "document", ["README.md", "ARCHITECTURE.md", "docs/deploy.md", "docs/security.md"]
)
def test_links_between_documents_lead_somewhere(document):
    folder = (ROOT / document).parent
    found = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(document))
    assert [link for link in found if not (folder / link).exists()] == []
