"""Words with footnote marks between them."""

import re
from dataclasses import dataclass
from functools import cached_property

from readings.text.markdown import escape_text

from .vocabulary import QUOTES

# Holds a mark's place while the words around it are escaped: no character, so in no file.
PLACE = "\ufdd0"
_PLACE = re.compile(PLACE)
_BESIDE_PLACE = re.compile(f"!(?={PLACE})|(?<={PLACE})[(:]")


@dataclass(frozen=True)
class Marked:
    """A run of text: pieces of it (str) and the numbers of the marks between them (int)."""

    parts: tuple[str | int, ...]

    @cached_property
    def text(self) -> str:
        """The plain text, without the marks."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def marks(self) -> tuple[int, ...]:
        return tuple(part for part in self.parts if isinstance(part, int))

    @property
    def ends_with_mark(self) -> bool:
        return bool(self.parts) and isinstance(self.parts[-1], int)

    @property
    def ends_quoted(self) -> bool:
        """Whether a closing quotation mark stands at the end, before or behind the full stop."""
        end = self.text.rstrip(".,;!?…")[-1:] + self.text[-1:]
        if "’" in end and "‘" in self.text:
            return True
        return any(sign in QUOTES for sign in end)

    @property
    def markdown(self) -> str:
        """The line in the project's dialect; every sign of the words shows as it is."""
        marks = iter(self.marks)
        held = "".join(part if isinstance(part, str) else PLACE for part in self.parts)
        # "![" would open an image, a mark and "(" a link, a mark and ":" a definition.
        safe = _BESIDE_PLACE.sub(r"\\\g<0>", escape_text(held))
        return _PLACE.sub(lambda _: f"[^{next(marks)}]", safe)
