"""House rules for templates, styles and scripts that no linter of theirs knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

# A property that names a side of the screen is wrong in a language that is written the other way.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|scroll-margin|scroll-padding)-(?:top|right|bottom|left)"
    r"|border-(?:top|right|bottom|left)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:top|right|bottom|left)"
    r"|(?:min-|max-)?(?:width|height)"
    r")\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(", re.IGNORECASE
)
# What the content security policy would refuse, or what would need it weakened.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:",
    re.IGNORECASE,
)
DATA_SCRIPT = re.compile(r"<script[^>]*type=.(?:application/json|speculationrules)", re.IGNORECASE)


def files(pattern: str) -> list[Path]:
    return sorted(ROOT.glob(pattern))


def styles() -> list[Path]:
    return files("static/css/**/*.css")


def without_comments(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL).split(
        "\n"
    )


def markup(path: Path) -> list[str]:
    """The lines of a template without what Django reads: `{% include … with style=… %}` is fine."""
    text = path.read_text(encoding="utf-8")
    django = r"{%.*?%}|{{.*?}}|{#.*?#}"
    return re.sub(django, lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL).split("\n")


def declarations(path: Path) -> list[str]:
    """The lines of a stylesheet without the conditions of @media and @container."""
    return [
        re.sub(r"@(?:media|container|supports)[^{]*", "", line) for line in without_comments(path)
    ]


@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_styles_use_logical_properties(path):
    assert [line.strip() for line in declarations(path) if PHYSICAL.search(line)] == []


def test_colours_stand_in_the_tokens_alone():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in styles()
        if path.name != "tokens.css"
        for number, line in enumerate(without_comments(path), 1)
        if COLOUR.search(line)
    ]
    assert found == []


def test_templates_hold_no_inline_script_or_style():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files("templates/**/*.html")
        for number, line in enumerate(markup(path), 1)
        if INLINE.search(line) and not DATA_SCRIPT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["margin-left: 1rem;", "  top: 0;", "max-width: 60ch;", "text-align: right;", "left:0"],
)
def test_a_physical_property_is_noticed(line):
    assert PHYSICAL.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "margin-inline-start: 1rem;",
        "inset-block-start: 0;",
        "--left: 1px;",
        "border-inline-end: 0;",
    ],
)
def test_a_logical_property_is_let_through(line):
    assert not PHYSICAL.search(line)


@pytest.mark.parametrize(
    "markup",
    ['<p style="color: red">', "<script>alert(1)</script>", '<a onclick="go()">', "<style>"],
)
def test_inline_code_is_noticed(markup):
    assert INLINE.search(markup)


def test_a_script_from_a_file_is_let_through():
    assert not INLINE.search('<script type="module" src="/static/js/app.js"></script>')
