"""Names as long as they may be, and what the world is."""

from __future__ import annotations

from readings.groups.models import StudyGroup, User
from readings.text.models import Reading

LONG_WORD = "Wolfeschlegelsteinhausenbergerdorff"


LONG_NAME = f"{LONG_WORD} Maximiliana Konstantinopolitanskaya van den Berg"[:80].ljust(80, "e")


LONG_GROUP = ("The Reading Circle of the Cooperative Housing Association by the River " * 2)[:120]


LONG_HEADING = ("A heading that goes on for longer than anybody would expect of one " * 5)[
    :300
].strip()


class World(dict[str, str]):
    """Addresses and keys of what there is, by name; the people stand in `people`."""

    people: dict[str, User]
    reading: Reading
    group: StudyGroup
