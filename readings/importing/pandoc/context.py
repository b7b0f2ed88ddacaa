"""What is gathered while a chapter is written: its notes, its pictures, what to look at again."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from readings.importing.outline import Doubt, DoubtCode
from readings.importing.plaintext.vocabulary import shorten
from readings.text.markdown.pictures import picture_markdown

from .images import Images
from .links import Anchors
from .tree import Node, words


@dataclass
class ChapterContext:
    """One chapter on its way into the dialect; notes are numbered as they are met."""

    anchors: Anchors
    chapter: int
    images: Images = field(default_factory=Images)
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

    def picture(self, image: Node) -> str:
        """The picture in Markdown; empty for one that stays out, and why is said."""
        said, name = words(image["c"][1]), self.images.name(image)
        found = self.images.find(image)
        if found is None:
            self._left_out(name, self.images.why_not(image), said)
            return ""
        if found.moved:
            sentence = _("The picture “%(name)s” moves; its first frame stands for it.")
            self.warn(sentence % {"name": name}, "picture")
        if not said:
            sentence = _("The picture “%(name)s” has no description for those who do not see it.")
            self.warn(sentence % {"name": name}, "picture")
        return picture_markdown(said, found.key)

    def _left_out(self, name: str, why: str, said: str) -> None:
        told = {"name": name, "why": why, "words": shorten(said)}
        sentence = _("The picture “%(name)s” was left out: %(why)s. It has no description.")
        if said:
            sentence = _(
                "The picture “%(name)s” was left out: %(why)s. "
                "Its description stands in the text: %(words)s."
            )
        self.warn(sentence % told, "picture")

    def warn(self, sentence: str, code: DoubtCode) -> None:
        """Says something that is about the place which is written just now."""
        self.warnings[sentence] = None
        self._new[Doubt(code, sentence)] = None

    def take(self) -> tuple[Doubt, ...]:
        """What was said since the last call, each sentence once."""
        taken = tuple(self._new)
        self._new.clear()
        return taken
