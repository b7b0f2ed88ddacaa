"""An editor at the desk: opens a section, changes a few words, sees what that does, and saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from time import perf_counter
from urllib.parse import urlencode

from benchmarks.asking import SECRET, TOKEN
from benchmarks.figures import Sample
from benchmarks.load import BadAnswer
from benchmarks.server import Server

PLACE, WORDS = 10, ("another", "turn", "of", "phrase")  # in place of three words of a paragraph


@dataclass
class Spent:
    """Seconds that some requests took, by the clock and of the processors."""

    requests: int = 0
    seconds: float = 0.0
    cpu: float | None = 0.0

    def sample(self) -> Sample:
        cpu = None if self.cpu is None else 1000 * self.cpu / self.requests
        return Sample(self.requests / self.seconds, cpu)


class Desk:
    """One editor's section in the admin, over one kept connection.

    The words are changed and changed back in turn, so that every save has as much to do.
    """

    def __init__(self, server: Server, session: str, address: str) -> None:
        self.server, self.address = server, address
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookie = f"sessionid={session}; csrftoken={SECRET}"
        self.bodies = ("", "")
        self.saves = 0

    def save(self, looking: Spent, saving: Spent) -> None:
        """One edit: the page on what it does is asked for first, as the desk does, then the save.

        Raises BadAnswer where either is something else.
        """
        form = fields_of(self._answer("GET", Spent(), 200))
        if not self.saves:
            self.bodies = (edited(form["body"]), form["body"])
        form["body"] = self.bodies[self.saves % 2]
        seen = fields_of(self._answer("POST", looking, 200, form))
        if "_seen" not in seen:
            raise BadAnswer("The desk did not tell what the edit does.")
        self._answer("POST", saving, 302, seen)
        self.saves += 1

    def _answer(
        self, method: str, spent: Spent, status: int, form: Mapping[str, str] | None = None
    ) -> str:
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        used, began = self.server.cpu_seconds(), perf_counter()
        self.connection.request(method, self.address, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        spent.seconds += perf_counter() - began
        after = self.server.cpu_seconds()
        known = spent.cpu is not None and used is not None and after is not None
        spent.cpu = spent.cpu + after - used if known else None  # type: ignore[operator]
        spent.requests += 1
        if answer.status != status:
            raise BadAnswer(f"Not {status} but {answer.status}: {page[:300]}")
        return page


def edited(body: str) -> str:
    """The text with three words of a paragraph in its middle replaced."""
    paragraphs = body.split("\r\n\r\n")
    plain = [at for at, text in enumerate(paragraphs) if len(text) > 200 and text[0].isalpha()]
    middle = min(plain, key=lambda at: abs(at - len(paragraphs) // 2))
    words = paragraphs[middle].split(" ")
    words[PLACE : PLACE + 3] = WORDS
    paragraphs[middle] = " ".join(words)
    return "\r\n\r\n".join(paragraphs)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's biggest form."""
    parser = _Forms()
    parser.feed(page)
    return max(parser.forms, key=len)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = [{}]
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = ""
        elif tag == "input" and name and kind not in ("submit", "checkbox", "file"):
            self.forms[-1][name] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # HTML drops the line end after the tag; browsers send CR LF.
            text = self.forms[-1][self.area].replace("\r\n", "\n").removeprefix("\n")
            self.forms[-1][self.area] = text.replace("\n", "\r\n")
            self.area = ""
