"""Pictures that stand in a text of Markdown itself, as `data:` addresses."""

from __future__ import annotations

import base64
import binascii
import re

from readings.importing.gallery import Gallery
from readings.text.markdown.pictures import SCHEME
from readings.text.pictures import BEGINNING

_DATA = r"<?data:image/(?P<kind>[\w.+-]{1,40});base64,(?P<data>[A-Za-z0-9+/=]{8,})>?"
_IMAGE = re.compile(r"(?P<before>!\[(?:\\.|[^\[\]\\\n])*\]\([ \t]*)" + _DATA)
# As word processors write it: the address stands in a line of its own, behind a label.
_LABEL = re.compile(
    rf"^[ ]{{0,3}}\[(?P<label>[^\[\]\n]{{1,100}})\]:[ \t]*{_DATA}[ \t]*$", re.MULTILINE
)
_LABELLED = re.compile(
    r"!\[(?P<words>(?:\\.|[^\[\]\\\n])*)\](?:\[(?P<label>[^\[\]\n]{0,100})\])?(?!\()"
)


def apart(text: str) -> tuple[str, Gallery]:
    """The text with the key of every picture in place of its bytes, and the pictures. What cannot
    be taken has a short name, which shows nothing; no line comes or goes."""
    if "data:image/" not in text:
        return text, Gallery()
    gallery = Gallery()
    labels: dict[str, str] = {}

    def address(found: re.Match[str]) -> str:
        name = f"picture-{len(gallery.names) + 1}.{found['kind'].partition('+')[0]}"
        content = _decoded(found["data"])
        gallery.add(name, content[:BEGINNING], lambda: content)
        picture = gallery.pictures.get(name)
        return SCHEME + picture.key if picture else name

    def keep(found: re.Match[str]) -> str:
        labels.setdefault(_folded(found["label"]), address(found))
        return ""

    def shown(found: re.Match[str]) -> str:
        there = labels.get(_folded(found["label"] or found["words"]))
        return f"![{found['words']}]({there})" if there else found[0]

    text = _LABEL.sub(keep, _IMAGE.sub(lambda found: found["before"] + address(found), text))
    return (_LABELLED.sub(shown, text) if labels else text), gallery


def shortened(line: str) -> str:
    """A line for people: without the bytes of pictures."""
    return re.sub(r"(data:image/[\w.+-]{1,40};base64,)[A-Za-z0-9+/=]{8,}", r"\1…", line)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written)
    except (binascii.Error, ValueError):
        return b""
