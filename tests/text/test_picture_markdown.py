"""`![words](picture:KEY)`: how the site's own pictures stand in the text."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from readings.text.markdown import pictures, render_footnote, render_inline, render_note
from readings.text.markdown import render_section as render
from readings.text.markdown.pictures import (
    PATH,
    key_of,
    mentioned,
    picture_markdown,
    shown,
    words_of,
)
from tests.text.generated import WORDS

KEY = f"{'0123456789abcdef' * 2}-640x480"
OTHER = f"{'fedcba9876543210' * 2}-64x48"
IMG = (
    f'<img src="/pictures/{KEY}/" alt="a map" width="640" height="480" '
    'loading="lazy" decoding="async">'
)


def test_a_picture_alone_is_a_block_without_text():
    (block,) = render(f"![a *map*](picture:{KEY})")
    assert (block.kind, block.text, block.html) == ("image", "", f"<p>{IMG}</p>")
    assert shown(block.html) == [KEY]
    assert words_of(block.html) == "a map"


def test_a_picture_among_words_takes_no_room_in_the_text():
    (block,) = render(f"One ![a map](picture:{KEY}) two.")
    assert (block.kind, block.text) == ("paragraph", "One  two.")
    assert IMG in block.html


def test_the_title_stands_beside_the_words():
    (block,) = render(f'![a map](picture:{KEY} "Of 1801")')
    assert 'alt="a map" title="Of 1801" width="640"' in block.html


def test_a_picture_that_leads_somewhere():
    (block,) = render(f"[![a map](picture:{KEY})](https://example.org/)")
    assert block.html == f'<p><a href="https://example.org/">{IMG}</a></p>'
    assert block.kind == "image"


def test_footnotes_and_single_lines_show_pictures_and_notes_do_not():
    source = f"![a map](picture:{KEY})"
    assert render_footnote(source) == f"<p>{IMG}</p>"
    assert render_inline(source) == IMG
    assert render_note(source) == "<p>a map</p>"


@pytest.mark.parametrize(
    "address",
    [
        "picture:", "picture:x", f"picture:{KEY}x", f"PICTURE:{KEY}", f"picture:{KEY.upper()}",
        f"picture:{KEY}/../../admin/", f"picture:{'0' * 32}-0x1", f"picture:{'0' * 32}-123456x1",
        f"picture://{KEY}", f"picture:{KEY}?x=1", f"picture:{KEY}#x",
    ],
)  # fmt: skip
def test_what_is_no_key_is_no_picture(address):
    assert key_of(address) == ""
    (block,) = render(f"![words]({address})")
    assert block.html == "<p>words</p>"


@pytest.mark.parametrize("address", ["/media/map.png", "https://elsewhere.example/map.png"])
def test_other_pictures_are_never_fetched_but_led_to(address):
    """A page fetches nothing from elsewhere; the words stay an image's, which are no text."""
    (block,) = render(f"![a map]({address})")
    assert block.html == f'<p><a href="{address}"><img alt="a map"></a></p>'
    assert (block.kind, block.text) == ("image", "")
    (block,) = render(f"![]({address})")
    assert block.html == f'<p><a href="{address}"><img alt="{address}"></a></p>'
    (block,) = render(f"[![a map]({address})](https://a.example/)")
    assert block.html == '<p><a href="https://a.example/"><img alt="a map"></a></p>'


def test_the_address_is_that_of_the_view():
    assert reverse("picture", args=[KEY]) == PATH % KEY


def test_the_keys_of_a_text():
    body = f"![a](picture:{KEY}) ![b](picture:{OTHER})\n\n![c](picture:{KEY} 'T') picture:{KEY}x"
    assert mentioned(body) == [KEY, OTHER]
    assert list(pictures.lines_with(KEY, f"a\n\n{body}")) == [3, 5]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=6).map(" ".join))
def test_any_words_can_say_what_a_picture_shows(words):
    """They are shown as they are, and none of them becomes a part of the text."""
    wanted = " ".join(words.split())
    (block,) = render(picture_markdown(words, KEY))
    assert (block.kind, block.text, shown(block.html)) == ("image", "", [KEY])
    (again,) = render(f"![x](picture:{KEY})")
    assert block.html.count("<") == again.html.count("<")
    if wanted.isascii() and wanted.isprintable() and "&" not in wanted:
        assert f'alt="{_escaped(wanted)}"' in block.html


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )
