"""Who writes decides what a text may do: one profile for each kind of text."""

from dataclasses import dataclass
from enum import Enum


class Marks(Enum):
    """What becomes of a footnote mark."""

    ANCHORED = "a link to the citation, and a place to come back to"
    LINKED = "a link to the citation"
    LEFT_OUT = "nothing: the text stands where its chapter is not"


@dataclass(frozen=True)
class Profile:
    """How tokens become HTML. The defaults are the chapter's own text."""

    marks: Marks = Marks.ANCHORED
    line_breaks: bool = False  # a single line end stays one
    relative_links: bool = True
    images: bool = True  # else a link to the image
    headings: bool = True  # else a strong paragraph
    bare_links: bool = False  # www.example.org and a@example.org become links
    rel: str = ""


SECTION = Profile()
FOOTNOTE = Profile(marks=Marks.LINKED, bare_links=True)
INLINE = Profile(marks=Marks.LEFT_OUT)
NOTE = Profile(
    marks=Marks.LEFT_OUT,
    line_breaks=True,
    relative_links=False,
    images=False,
    headings=False,
    bare_links=True,
    rel="nofollow noopener ugc",
)
