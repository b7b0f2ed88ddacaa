"""Imports in every state."""

from __future__ import annotations

import base64

from readings.importing.drafting import begin_import, name_import
from readings.importing.running import read_draft, save_draft
from readings.importing.saving import ask_to_save
from tests.fixtures.painting import picture_file
from tests.pages.world.names import LONG_HEADING, LONG_WORD, World

COPIED = f"""The Commons

Chapter 9: {LONG_HEADING}

{LONG_WORD} wrote that a rule is kept by those who made it. They kept to it in order to:

1. know one another
2. hear of trouble early, even of {LONG_WORD}

{LONG_HEADING[:80]}

Some words, and a line that goes on: {"https://example.org/" + "a" * 90}

Go to Chapter 10
"""


def make_imports(world: World) -> None:
    user, group = world.people["facilitator"], world.group
    picture = base64.b64encode(picture_file(size=(900, 200))).decode()
    book = (
        f"<h1>{LONG_WORD}</h1><p>One.</p><ul><li>a</li><li>b</li></ul>"
        f"<p><img src='data:image/png;base64,{picture}' alt='{LONG_WORD}'></p>"
        "<h1>Two</h1><p>Two.</p>"
    )
    for name, file, data in (
        ("import", "copied.txt", COPIED.encode()),
        ("import_book", "book.html", f"<html><body>{book}</body></html>".encode()),
        ("import_failed", f"{LONG_WORD * 3}.txt", b"... --- ..."),
        ("import_waiting", f"{LONG_WORD * 3}.txt", b"Words."),
        ("import_done", "done.txt", b"Words.\n\nAnd words."),
    ):
        draft = begin_import(user=user, group=group, data=data, name=file)
        if name != "import_waiting":
            read_draft(draft.pk, draft.run)
        world[name] = draft.get_absolute_url()
        if name == "import_done":
            names = {0: (90, LONG_HEADING)}
            draft = name_import(user=user, draft=draft, revision=0, title=LONG_WORD, names=names)
            draft = ask_to_save(user=user, draft=draft, revision=1, updates={})
            save_draft(draft.pk, draft.run)
