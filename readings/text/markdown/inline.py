"""From a block's inline tokens to HTML."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from html import escape

from markdown_it.token import Token

from readings.text.markdown import pictures, urls
from readings.text.markdown.profiles import Marks, Profile

# Emphasis nested deeper shows nothing more, and browsers stop at some depth.
MAX_DEPTH = 16

_SPACES = re.compile(r"[\t\n\f\r\v]")


class MarkIds:
    """The footnote marks met so far: each needs an id of its own, not `taken` on the page."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = taken
        self._times: Counter[int] = Counter()
        self.met: dict[int, None] = {}  # an ordered set, since the last take()

    def meet(self, number: int) -> str:
        """Return an id for a mark of this footnote."""
        self.met[number] = None
        anchor = ""
        while not anchor or anchor in self._taken:
            self._times[number] += 1
            times = self._times[number]
            anchor = f"fnref-{number}" if times == 1 else f"fnref-{number}-{times}"
        return anchor

    def take(self) -> tuple[int, ...]:
        """Return the numbers met since the last call, in order, each once."""
        met = tuple(self.met)
        self.met = {}
        return met


def footnote_mark(number: int, anchor: str) -> str:
    """Return a mark as HTML; `anchor` is its id, or empty."""
    place = f' id="{anchor}"' if anchor else ""
    link = f'<a href="#fn-{number}"{place} data-footnote="{number}">{number}</a>'
    return f'<sup class="fn" data-off-text>{link}</sup>'


class InlineWriter:
    """Writes one run of inline tokens; `soft_break` is what a single line end becomes."""

    def __init__(self, profile: Profile, marks: MarkIds, soft_break: str) -> None:
        self._profile = profile
        self._marks = marks
        self._soft_break = soft_break
        self._out: list[str] = []
        self._open: list[str] = []  # end tags; "" where the start tag was left out
        self._linked = False
        self._write: dict[str, Callable[[Token], None]] = {
            "text": self._text,
            "em_open": self._emphasis,
            "em_close": self._end,
            "strong_open": self._emphasis,
            "strong_close": self._end,
            "code_inline": self._code,
            "softbreak": self._softbreak,
            "hardbreak": self._hardbreak,
            "link_open": self._link_open,
            "link_close": self._link_close,
            "image": self._image,
            "footnote_mark": self._footnote_mark,
        }

    def html(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            self._write[token.type](token)
        return "".join(self._out)

    def _start(self, tag: str, attributes: str = "") -> bool:
        if len(self._open) >= MAX_DEPTH:
            self._open.append("")
            return False
        self._out.append(f"<{tag}{attributes}>")
        self._open.append(f"</{tag}>")
        return True

    def _emphasis(self, token: Token) -> None:
        self._start(token.tag)

    def _end(self, _token: Token) -> None:
        self._out.append(self._open.pop())

    def _text(self, token: Token) -> None:
        words = _SPACES.sub(" ", token.content)
        if not self._profile.bare_links or self._linked:
            self._out.append(escape(words, quote=False))
            return
        for piece, url in urls.split_bare(words):
            written = escape(piece, quote=False)
            link = f"<a{self._link_attributes(url, '')}>{written}</a>"
            self._out.append(link if url else written)

    def _code(self, token: Token) -> None:
        self._out.append(f"<code>{escape(token.content, quote=False)}</code>")

    def _softbreak(self, _token: Token) -> None:
        self._out.append(self._soft_break)

    def _hardbreak(self, _token: Token) -> None:
        self._out.append("<br>\n")

    def _link_open(self, token: Token) -> None:
        url = str(token.attrGet("href") or "")
        title = str(token.attrGet("title") or "")
        if self._linked or not urls.allowed(url, relative=self._profile.relative_links):
            self._open.append("")
            return
        self._linked = self._start("a", self._link_attributes(url, title))

    def _link_attributes(self, url: str, title: str) -> str:
        rel = f' rel="{self._profile.rel}"' if self._profile.rel else ""
        named = f' title="{escape(title)}"' if title else ""
        return f' href="{escape(url)}"{named}{rel}'

    def _link_close(self, _token: Token) -> None:
        end = self._open.pop()
        self._out.append(end)
        if end:
            self._linked = False

    def _image(self, token: Token) -> None:
        url = str(token.attrGet("src") or "")
        title = str(token.attrGet("title") or "")
        words = _SPACES.sub(" ", alternative_text(token.children or ()))
        if self._profile.images and (key := pictures.key_of(url)):
            self._picture(key, title, words)
        elif not urls.allowed(url, relative=self._profile.relative_links):
            self._out.append(escape(words, quote=False))
        elif self._profile.images and not url.lower().startswith("mailto:"):
            self._picture_elsewhere(url, title, words)
        else:
            self._image_link(url, title, words)

    def _picture(self, key: str, title: str, words: str) -> None:
        """One of the site's own, with the room that it takes on the page."""
        width, height = pictures.size_of(key)
        named = f' title="{escape(title)}"' if title else ""
        self._out.append(
            f'<img src="{pictures.PATH % key}" alt="{escape(words)}"{named} width="{width}" '
            f'height="{height}" loading="lazy" decoding="async">'
        )

    def _picture_elsewhere(self, url: str, title: str, words: str) -> None:
        """A link to it, under what it shows: no page fetches anything but the site's own pictures.

        The words stay an image's, so that they are no text, as those of any other picture.
        """
        image = f'<img alt="{escape(words.strip() or url)}">'
        link = f"<a{self._link_attributes(url, title)}>{image}</a>"
        self._out.append(image if self._linked else link)

    def _image_link(self, url: str, title: str, words: str) -> None:
        written = escape(words.strip() or url, quote=False)
        if self._linked:
            self._out.append(written)
        else:
            self._out.append(f"<a{self._link_attributes(url, title)}>{written}</a>")

    def _footnote_mark(self, token: Token) -> None:
        if self._profile.marks is Marks.LEFT_OUT:
            return
        number = token.meta["number"]
        anchored = self._profile.marks is Marks.ANCHORED
        self._out.append(footnote_mark(number, self._marks.meet(number) if anchored else ""))


def alternative_text(tokens: Sequence[Token]) -> str:
    """Return an image's alternative text: the words between its brackets."""
    words = []
    for token in tokens:
        if token.type == "image":
            words.append(alternative_text(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        else:
            words.append(token.content)
    return "".join(words)
