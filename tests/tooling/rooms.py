"""The rooms and their order, read from the import contracts, which are their only list."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def contract(identity: str) -> dict[str, Any]:
    """An import contract of pyproject.toml by its id."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return next(entry for entry in contracts if entry["id"] == identity)


def levels() -> dict[str, int]:
    """Every room's height: 0 is the lowest, and rooms of one height know nothing of each other."""
    layers = contract("rooms")["layers"][1:]  # the first layer holds Django's own modules
    return {
        room: height
        for height, layer in enumerate(reversed(layers))
        for room in re.findall(r"\w+", layer)
    }


def present() -> list[str]:
    """The rooms that exist: the packages of `readings` that the contracts call rooms."""
    return sorted(room for room in levels() if (ROOT / "readings" / room / "__init__.py").is_file())
