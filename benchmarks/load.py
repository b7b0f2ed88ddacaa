"""Sends requests over kept connections, as fast as the answers come.

Plain sockets and one thread: the fewer cycles the sender takes from the server on the same
machine, the less it evens out what it measures.
"""

from __future__ import annotations

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

CONNECTIONS = 8
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


class BadAnswer(Exception):
    """The server answered something else than 200, or nothing that could be read."""


@dataclass(frozen=True)
class Sent:
    """How many requests were answered in how many seconds."""

    requests: int
    seconds: float


def request_bytes(
    path: str,
    cookie: str,
    *,
    headers: Sequence[tuple[str, str]] = (),
    form: dict[str, str] | None = None,
) -> bytes:
    """A whole HTTP/1.1 request; with a form it is a POST."""
    body = urlencode(form).encode() if form is not None else b""
    lines = [
        f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookie}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


@dataclass
class _Connection:
    """One connection with the part of its answer that has come."""

    socket: socket.socket
    parts: list[bytes] = field(default_factory=list)
    missing: int | None = None  # bytes of the answer still to come, once its head is known

    def send(self, request: bytes) -> None:
        self.parts.clear()
        self.missing = None
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Reads what has come; whether the answer is complete. Raises BadAnswer."""
        data = self.socket.recv(262_144)
        if not data:
            raise BadAnswer("The server closed a connection.")
        self.parts.append(data)
        if self.missing is None:
            head = b"".join(self.parts)
            end = head.find(END_OF_HEAD)
            if end < 0:
                return False
            self.missing = _length(head[:end]) - (len(head) - end - len(END_OF_HEAD))
        else:
            self.missing -= len(data)
        return self.missing <= 0


def _length(head: bytes) -> int:
    if not head.startswith(b"HTTP/1.1 200 "):
        raise BadAnswer(f"Not 200 but: {head[:200]!r}")
    lower = head.lower()
    at = lower.find(LENGTH)
    if at < 0:
        raise BadAnswer("An answer without Content-Length.")
    return int(lower[at + len(LENGTH) :].split(b"\r\n", 1)[0])


def fetch(port: int, request: bytes) -> bytes:
    """One answer's body. Raises BadAnswer."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as plain:
        connection = _Connection(plain)
        connection.send(request)
        while not connection.receive():
            pass
        return b"".join(connection.parts).partition(END_OF_HEAD)[2]


def send(
    port: int, requests: Iterator[bytes], *, seconds: float, connections: int = CONNECTIONS
) -> Sent:
    """Sends until the time is over or the requests are; each connection waits for its answer.

    Raises BadAnswer at the first answer that is not 200.
    """
    pool = [
        _Connection(socket.create_connection(("127.0.0.1", port), timeout=60))
        for _ in range(connections)
    ]
    gc.disable()
    try:
        return _exchange(pool, requests, seconds)
    finally:
        gc.enable()
        for connection in pool:
            connection.socket.close()


def _exchange(pool: list[_Connection], requests: Iterator[bytes], seconds: float) -> Sent:
    selector = selectors.DefaultSelector()
    answered = under_way = 0
    began = perf_counter()
    deadline = began + seconds
    for connection in pool:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        if (request := next(requests, None)) is not None:
            connection.send(request)
            under_way += 1
    ended = began
    while under_way:
        for key, _events in selector.select(timeout=60) or _silence():
            if not key.data.receive():
                continue
            answered, under_way, ended = answered + 1, under_way - 1, perf_counter()
            if ended < deadline and (request := next(requests, None)) is not None:
                key.data.send(request)
                under_way += 1
    selector.close()
    return Sent(answered, ended - began)


def _silence() -> list[tuple[selectors.SelectorKey, int]]:
    raise BadAnswer("No answer within a minute.")
