"""The models of this room, by subject."""

from readings.text.models.addresses import FormerAddress, FormerSectionAddress
from readings.text.models.blocks import Block, Footnote, FootnoteChange, Reason
from readings.text.models.books import Book, Chapter
from readings.text.models.pictures import Picture
from readings.text.models.readings import Reading, ReadingPosition
from readings.text.models.sections import Section, SectionVersion

__all__ = [
    "Block",
    "Book",
    "Chapter",
    "Footnote",
    "FootnoteChange",
    "FormerAddress",
    "FormerSectionAddress",
    "Picture",
    "Reading",
    "ReadingPosition",
    "Reason",
    "Section",
    "SectionVersion",
]
