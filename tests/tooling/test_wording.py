"""Every sentence that people read goes through gettext, wherever it is written."""

from __future__ import annotations

import ast
import re

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
# What people see of Python: the terminal and the demo speak to whoever runs them.
MODULES = sorted(
    path
    for path in [*(ROOT / "readings").rglob("*.py"), *(ROOT / "studyguide").glob("*.py")]
    if not {"migrations", "management", "demo"} & set(path.parts)
)

ASIDE = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}"
    r"|{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}"
    r"|{% block (?:page_class|bodyclass) %}.*?{% endblock(?: \w+)? %}",
    re.DOTALL,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
KEYS = {"Ctrl", "Enter", "Esc"}  # as they stand on the keyboard
WORD = re.compile(r"[^\W\d_]{2,}")
# Two words or more, the first with a capital: a sentence or a label, and no name of anything.
SENTENCE = re.compile(r"[A-Z“][a-z]+,? [\w“]")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# These speak to whoever runs the site, or to a programmer.
OTHERS = {
    "ImproperlyConfigured", "required", "str", "NotImplementedError", "ValueError",
    "info", "exception",  # the log is for whoever runs the server
}  # fmt: skip


def unwrapped(template: str) -> list[str]:
    """The words of a template that no tag of gettext is around."""
    text = ASIDE.sub("", template)
    said = [TAGS.sub("", value) for value in SPOKEN.findall(text)]
    plain = re.sub(r"<[^>]*>", "\n", TAGS.sub("", text), flags=re.DOTALL)
    lines = [line.strip() for line in [*said, *plain.split("\n")]]
    return [line for line in lines if WORD.search(line) and line not in KEYS]


def sentences(source: str) -> list[str]:
    """The sentences of a module that go through no function of gettext."""
    tree = ast.parse(source)
    known = {id(node) for call in ast.walk(tree) if _is_known(call) for node in ast.walk(call)}
    known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in known
        and SENTENCE.match(node.value)
    ]


def _is_known(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    name = getattr(node, "func", None)
    return getattr(name, "id", getattr(name, "attr", "")) in GETTEXT | OTHERS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_say_nothing_without_gettext(path):
    assert unwrapped(path.read_text(encoding="utf-8")) == []


def test_modules_say_nothing_without_gettext():
    found = {
        str(path.relative_to(ROOT)): said
        for path in MODULES
        if (said := sentences(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_scripts_hold_no_sentences():
    """They take them from the page (templates/components/script_parts.html)."""
    quoted = re.compile(r"""(["'`])((?:(?!\1).)*)\1""")
    found = [
        f"{path.name}: {words}"
        for path in SCRIPTS
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("//", "*", "/*"))
        for _quote, words in quoted.findall(line.split(" // ")[0])
        if SENTENCE.match(words)
    ]
    assert found == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Two words</p>",
        '<a title="Read more">',
        "{% if a %}Yes{% endif %}",
        "<b>{{ n }} notes</b>",
    ],
)
def test_words_in_a_template_are_noticed(markup):
    assert unwrapped(markup)


@pytest.mark.parametrize(
    "markup",
    [
        '<p>{% translate "Two words" %}</p>',
        "{% blocktranslate %}{{ n }} notes{% endblocktranslate %}",
        '<kbd>Ctrl</kbd> + <i title="{{ name }}">{{ name }}</i>',
        "{# A comment in words. #}",
    ],
)
def test_words_that_can_be_translated_are_let_through(markup):
    assert unwrapped(markup) == []


def test_a_sentence_in_a_module_is_noticed():
    assert sentences('"""Says what this is."""\nsay(_("A known one."))\nsay("Another one.")') == [
        "Another one."
    ]
