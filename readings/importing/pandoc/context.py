"""What is gathered while a chapter is written: its notes, its pictures, what to look at again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from readings.importing.outline import Doubt, DoubtCode
from readings.importing.plaintext.vocabulary import shorten

from .links import Anchors
from .tree import Node, target, words


@dataclass
class ChapterContext:
    """One chapter on its way into the dialect; notes are numbered as they are met."""

    anchors: Anchors
    chapter: int
    notes: list[Node] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)  # an ordered set
    _new: dict[Doubt, None] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def note_number(self, note: Node) -> int:
        """The number of a note; it stays the same however often its block is written."""
        if id(note["c"]) not in self._numbers:
            self.notes.append(note)
            self._numbers[id(note["c"])] = len(self.notes)
        return self._numbers[id(note["c"])]

    def address(self, url: str) -> str:
        """The address to link, empty for none; what was no address of a site is said."""
        found = self.anchors.address(url, self.chapter)
        scheme = url.partition(":")[0].lower()
        if not found and ":" in url and scheme in ("javascript", "file", "data", "vbscript"):
            said = _("A link that begins with “%(scheme)s:” was left out.")
            self.warn(said % {"scheme": scheme}, "link")
        elif not found and url:
            said = _("A link to “%(url)s” leads out of the file and was left out; its words stand.")
            self.warn(said % {"url": url[:60]}, "link")
        return found

    def picture(self, image: Node) -> None:
        """Says that a picture stays out, whatever it shows and wherever it lies."""
        said = words(image["c"][1])
        if said:
            sentence = _("A picture was left out; its description stands in the text: %(words)s.")
            self.warn(sentence % {"words": shorten(said)}, "picture")
        else:
            url = target(image)
            name = "–" if url.startswith("data:") else url.rpartition("/")[2][:40]
            sentence = _("A picture without a description was left out: %(name)s.")
            self.warn(sentence % {"name": name}, "picture")

    def warn(self, sentence: str, code: DoubtCode) -> None:
        """Says something that is about the place which is written just now."""
        self.warnings[sentence] = None
        self._new[Doubt(code, sentence)] = None

    def take(self) -> tuple[Doubt, ...]:
        """What was said since the last call, each sentence once."""
        taken = tuple(self._new)
        self._new.clear()
        return taken
