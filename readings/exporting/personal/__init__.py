"""Everything of one person's, as one file of JSON or one page of HTML; nobody else's words."""

from readings.exporting.personal.as_html import write_html
from readings.exporting.personal.as_json import write_json
from readings.exporting.personal.counting import Amounts, amounts
from readings.exporting.personal.gathering import FORMAT, VERSION, Part, parts_of

__all__ = [
    "FORMAT",
    "VERSION",
    "Amounts",
    "Part",
    "amounts",
    "parts_of",
    "write_html",
    "write_json",
]
