"""What to say of the pictures that Markdown shows: those that are not here, or say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from readings.importing.outline import OutlineSection, PlacedDoubt
from readings.text.markdown.inline import alternative_text
from readings.text.markdown.parsers import section_parser
from readings.text.markdown.pictures import key_of

_OUTSIDE = ("http:", "https:", "//")


def picture_doubts(sections: Sequence[OutlineSection]) -> list[PlacedDoubt]:
    """What a person should look at again, beside the blocks that show the pictures."""
    return [
        PlacedDoubt(s, b, "picture", sentence)
        for s, section in enumerate(sections)
        for b, block in enumerate(section.blocks)
        for sentence in about_pictures(block.markdown)
    ]


def about_pictures(source: str) -> list[str]:
    """Warnings, each once. The words of a picture stand for it where it cannot be shown."""
    if "![" not in source:
        return []
    said = (_about(address, words) for address, words in pictures_in(source))
    return list(dict.fromkeys(filter(None, said)))


def words_of_pictures(source: str) -> str:
    """What the pictures in a block show, as the words between their brackets say."""
    return "; ".join(filter(None, (words.strip() for _address, words in pictures_in(source))))


def pictures_in(source: str) -> Iterator[tuple[str, str]]:
    """The address and the words of every image in a block."""
    for block in section_parser().parse(source, {}):
        for token in block.children or ():
            if token.type == "image":
                yield str(token.attrGet("src") or ""), alternative_text(token.children or ())


def _about(address: str, words: str) -> str:
    name = address.rpartition("/")[2][:40] or address[:40]
    if not key_of(address):
        said = _("The picture “%(name)s” cannot be shown: its words stand for it.")
        if address.lower().startswith(_OUTSIDE):
            said = _(
                "The picture “%(name)s” lies outside the file, and nothing is fetched: its words "
                "stand for it."
            )
        return said % {"name": name}
    if not words.strip():
        said = _("The picture “%(name)s” has no description for those who do not see it.")
        return said % {"name": name}
    return ""
