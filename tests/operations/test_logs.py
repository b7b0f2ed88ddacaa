"""What is written to the log, line by line, and how a request is known again in it."""

from __future__ import annotations

import io
import json
import logging
import re
import sys

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import URLResolver, get_resolver

from studyguide import logs


@pytest.fixture
def written():
    """The lines that the site writes in production."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.formatter(form="json", debug=False))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def formatted(name, message, *args, form="json", debug=False, **facts):
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, None)
    record.__dict__.update(facts)
    return logs.formatter(form=form, debug=debug).format(record)


def raised(error):
    try:
        raise error
    except BaseException:  # noqa: BLE001
        return sys.exc_info()


def test_a_page_leaves_a_line_with_its_route(written, member_client, reading):
    answer = member_client.get(reading.get_absolute_url())
    (line,) = written()
    assert line["event"] == "request"
    assert line["logger"] == "studyguide.access"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["route"] == "/g/<slug:group>/<slug:book>/<slug:chapter>/"
    assert isinstance(line["ms"], int)
    assert line["timestamp"].endswith("Z")
    assert line["request_id"] == answer["X-Request-ID"]


def test_all_that_a_request_logs_has_its_id(written, db, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError

    monkeypatch.setattr("studyguide.middleware.SignInMiddleware.handle_no_permission", fail)
    client = Client(raise_request_exception=False)
    answers = [client.get("/") for _ in range(2)]
    ids = [answer["X-Request-ID"] for answer in answers]
    assert len(set(ids)) == 2
    by_id = {found: [line for line in written() if line["request_id"] == found] for found in ids}
    for lines in by_id.values():
        assert [line["logger"] for line in lines] == ["django.request", "studyguide.access"]
    logging.getLogger("studyguide.test").warning("afterwards")
    assert "request_id" not in written()[-1]


GIVEN = "edge-0123456789.ab_c"


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, GIVEN, True),
        (0, GIVEN, False),
        (1, "short", False),
        (1, "with spaces and words", False),
        (1, 'x"}\n{"event":"forged', False),
        (1, "a" * 65, False),
    ],
)
def test_only_a_trusted_proxy_gives_a_request_its_id(db, settings, proxies, given, taken):
    settings.TRUSTED_PROXIES = proxies
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is taken
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer["X-Request-ID"])


def patterns(resolver, before=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def test_every_route_is_written_as_people_write_it():
    found = {logs._named(pattern) for pattern in patterns(get_resolver())}
    assert len(found) > 100
    assert [route for route in found if not re.fullmatch(r"/([\w./-]|<[\w:]+>)*", route)] == []
    assert "/g/<group>/<book>/<chapter>/<kind>/<key>/notes/" in found
    assert "/join/<slug:token>/" in found


def test_people_read_sentences():
    facts = {"method": "GET", "route": "/g/<slug:group>/", "status": 200, "ms": 3}
    line = formatted("studyguide.access", "request", form="console", **facts)
    assert "GET /g/<slug:group>/ 200 3 ms" in line
    assert "\n" not in line


SAID = "the words of a note"  # no literal of the failing lines: those are in the trace


def test_an_exception_is_told_by_its_kind_and_its_frames():
    try:
        try:
            int(SAID)
        except ValueError as error:
            raise LookupError(SAID) from error
    except LookupError:
        line = formatted("django.request", "Failed", exc_info=sys.exc_info())
    trace = json.loads(line)["exception"]
    assert trace.count(f'File "{__file__}"') == 2
    assert "int(SAID)\nValueError\n\n" in trace
    assert trace.endswith("LookupError")
    assert SAID not in line


def test_every_exception_of_a_group_is_told():
    group = ExceptionGroup(SAID, [ValueError(SAID), raised(KeyError(SAID))[1]])
    line = formatted("x", "Failed", exc_info=raised(group))
    kinds = re.findall(r"\w+(?:Error|Group)$", json.loads(line)["exception"], re.MULTILINE)
    assert kinds == ["ExceptionGroup", "ValueError", "KeyError"]
    assert SAID not in line


def test_on_a_developers_site_exceptions_speak():
    line = formatted("x", "Failed", exc_info=raised(ValueError("what it says")), debug=True)
    assert "ValueError: what it says" in line


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Mail to ana.b+c@mail.example.org failed", "Mail to (address) failed"),
        (
            "Referer https://guide.example.org/join/x7/?a=b is bad",
            "Referer https://guide.example.org is bad",
        ),
        ("redis://user:password@cache:6379/0 is away", "redis://cache:6379 is away"),
        ("Not found: /join/abcdefgh/?next=/g/x/", "Not found: (path)"),
        ("Key Xb3-dKw_9qLm2RtVc4Zp7s is used", "Key (secret) is used"),
        ("First line\nDETAIL:  Failing row contains (words)", "First line"),
        ("SynchronousOnlyOperation in a coroutine", "SynchronousOnlyOperation in a coroutine"),
    ],
)
def test_what_other_packages_say_is_scrubbed(said, left):
    assert json.loads(formatted("asyncio", said))["event"] == left


def test_a_suspicious_request_is_told_by_its_route(written, db, monkeypatch):
    def suspect(*_arguments):
        raise SuspiciousOperation(SAID)

    monkeypatch.setattr("studyguide.middleware.SignInMiddleware.handle_no_permission", suspect)
    assert Client().get("/").status_code == 400
    told = next(line for line in written() if line["logger"].startswith("django.security"))
    assert told["event"] == "GET /"
    assert SAID not in json.dumps(written())


def test_no_handler_mails_whole_requests():
    assert logging.getLogger("django").handlers == []
