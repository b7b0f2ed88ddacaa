"""The review shows a block as its page would: lists in lists, tables, emphasis, links."""

from __future__ import annotations

import pytest

from readings.importing.looks import rendered
from tests.importing.making import FORMATS, document

TEXT = """# The Rope {#rope}

Of *hemp*, see [the pail](#pail) and [elsewhere](https://example.org/).[^1] Again.[^1]

- one
    - two

| a | b |
|---|---|
| c | d |

## On <script>alert(1)</script> ropes

Text.[^1]

# The Pail {#pail}

Of oak.

[^1]: A note.
"""


@pytest.mark.parametrize("kind", FORMATS)
def test_a_block_looks_as_on_its_page(desk, kind):
    html = desk.html(desk.begin(document(TEXT, kind), f"wells.{kind}"))
    assert "Of <em>hemp</em>" in html
    assert '<a href="https://example.org/"' in html
    assert "<td>c</td>" in html
    assert "<ul><li>one" in html.replace("<p>", "").replace("\n", "")
    assert "<ul><li>two" in html.replace("<p>", "").replace("\n", "")
    assert 'id="fn-1"' in html


def test_links_inside_the_book_lead_nowhere_yet(desk):
    html = desk.html(desk.begin(document(TEXT, "epub"), "wells.epub"))
    assert "<a>the pail</a>" in html


def test_no_id_stands_twice(desk, outline_now):
    draft = desk.begin(document(TEXT, "html"), "wells.html")
    blocks = rendered(outline_now(draft).chapters[0], {})
    ids = [part.split('"')[0] for part in "".join(map("".join, blocks)).split(' id="')[1:]]
    assert len(ids) == 3
    assert len(set(ids)) == 3


def test_pictures_from_elsewhere_are_led_to(desk):
    text = '# T\n\nA ![rim "of" <oak>](https://example.org/a.png) b ![x](y.png).\n'
    html = desk.look(desk.begin(text, form="markdown")).content.decode()
    rim = '<a href="https://example.org/a.png"><img alt="rim &quot;of&quot; &lt;oak&gt;"></a>'
    assert f'<p>A {rim} b <a href="y.png"><img alt="x"></a>.</p>' in html
    assert "src=" not in html.partition("A <a")[2].partition("</p>")[0], "nothing is fetched"
