"""The pictures that a file brings along: each is checked before the text is read that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.text.markdown.problems import gettext_noop
from readings.text.pictures import (
    DRAWING,
    UNKNOWN,
    CheckedPicture,
    PictureProblem,
    check_picture,
    looks_like_drawing,
    looks_like_picture,
    pixels_of,
)
from readings.text.problems import problem_in_words

MAX_PICTURES = 1_000  # of one file
MAX_PIXELS = 1_000_000_000  # of all of them: what the file may cost to look at
MAX_KEPT = 150_000_000  # bytes of all of them

_MISSING = gettext_noop("it did not come with the file")
_OUTSIDE = gettext_noop("it lies outside the file, and nothing is fetched")
_TOO_MANY = gettext_noop("the file holds more pictures than are taken")


@dataclass
class Gallery:
    """Pictures by the names that the file gives them, and why others cannot be shown."""

    pictures: dict[str, CheckedPicture] = field(default_factory=dict)
    problems: dict[str, PictureProblem] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    _pixels: int = 0
    _kept: int = 0

    def add(self, name: str, beginning: bytes, read: Callable[[], bytes]) -> None:
        """Looks at a file that may be a picture. What it begins with decides whether it is read."""
        self.names.add(name)
        try:
            if looks_like_picture(beginning):
                self._take(name, read())
            elif looks_like_drawing(beginning):
                raise PictureProblem(DRAWING)
        except PictureProblem as problem:
            self.problems[name] = problem

    def why_not(self, name: str, address: str) -> str:
        """Why a name that is none of the pictures' is shown as words alone."""
        if name in self.problems:
            problem = self.problems[name]
            return problem_in_words(problem)
        if address.startswith("data:image/svg"):
            return _(DRAWING)
        if name in self.names:
            return _(UNKNOWN)
        is_outside = "//" in address or address.startswith(("file:", "\\")) or ":/" in address
        return _(_OUTSIDE if is_outside else _MISSING)

    def told(self) -> list[str]:
        """What to say of the pictures that could not be taken."""
        sentence = _("The picture “%(name)s” was left out: %(why)s.")
        return [
            sentence % {"name": name.rpartition("/")[2][:40], "why": self.why_not(name, name)}
            for name in self.problems
        ]

    @property
    def contents(self) -> Mapping[str, bytes]:
        """All pictures by their keys."""
        return {picture.key: picture.content for picture in self.pictures.values()}

    def _take(self, name: str, data: bytes) -> None:
        pixels = pixels_of(data)
        is_full = len(self.pictures) >= MAX_PICTURES or self._kept >= MAX_KEPT
        if is_full or self._pixels + pixels > MAX_PIXELS:
            raise PictureProblem(_TOO_MANY)
        self._pixels += pixels
        picture = check_picture(data, name=name)
        self._kept += len(picture.content)
        self.pictures[name] = picture


def with_pictures(book: BookOutline, gallery: Gallery, warnings: Sequence[str]) -> BookOutline:
    """The book with the pictures that its chapters show, and what to say of the file: with a single
    chapter, where there is one."""
    told = gallery.told()
    if len(book.chapters) == 1:
        only = book.chapters[0]
        only = replace(only, warnings=(*warnings, *only.warnings, *told))
        book = replace(book, chapters=(only,))
    else:
        book = replace(book, warnings=(*warnings, *book.warnings, *told))
    contents = gallery.contents
    keys = (key for chapter in book.chapters for key in chapter.pictures)
    return replace(book, pictures={key: contents[key] for key in keys if key in contents})
