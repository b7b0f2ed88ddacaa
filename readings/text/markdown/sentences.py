"""The last sentence of a block: the lead-in that a list needs wherever an item stands alone."""

import re

# A sentence ends at . ! ? or … with whatever closes behind it, before white space and a beginning
# that is no small letter.
_BORDER = re.compile(r"[.!?…][\"'”’»)\]]*(\s+)(?=[^\sa-z])")

# "Dr. Who" and "J. Smith" are no ends; nor is "p. 5", whose next word is a number.
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Vol|No|cf|vs|e\.g|i\.e|pp?|vol|no|ed|eds|trans))\.$"
)
_LONGEST_SHORT = 8


def last_sentence(text: str) -> str:
    """Return the last sentence of a text in one line; a text of one sentence is returned whole."""
    start = 0
    for found in _BORDER.finditer(text):
        ended = text[max(start, found.start(1) - _LONGEST_SHORT) : found.start(1)]
        if not _SHORT.search(ended):
            start = found.end(1)
    return " ".join(text[start:].split())
