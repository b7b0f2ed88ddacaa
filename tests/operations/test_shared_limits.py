"""With Redis a limit is one for all processes: two servers of two workers count together."""

from __future__ import annotations

import copy
import http.client
import os
import uuid
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.operations.serving import SECRET, Site, database
from tests.tooling import redis

LIMITED = "tests.operations.limited"


@pytest.fixture(scope="module")
def redis_url():
    program = redis.find()
    if program is None:
        missing = f"Redis was not tried: {redis.HOW_TO}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with redis.server(program) as url:
        yield url


@pytest.fixture(scope="module")
def servers(redis_url, tmp_path_factory):
    """The same site on two ports."""
    with database() as url:
        one = Site(tmp_path_factory.mktemp("shared"), url, LIMITED, REDIS_URL=redis_url)
        other = copy.copy(one)
        try:
            one.start()
            other.start()
            yield one, other
        finally:
            one.kill()
            other.kill()


def post(site, path, given, session=""):
    headers = {
        "Host": "127.0.0.1",  # behind a proxy both have one name
        "Cookie": f"sessionid={session}; csrftoken={SECRET}",
        "X-CSRFToken": SECRET,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    # A connection for each: any worker may get it.
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    with closing(connection):
        connection.request("POST", path, urlencode(given), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_notes_of_one_person_are_counted_wherever_they_are_sent_to(servers):
    session, somebody_else = servers[0].sessions[:2]
    statuses = []
    for turn in range(12):
        given = {"uid": str(uuid.uuid4()), "kind": "chapter", "body": f"Note {turn}."}
        status, page = post(servers[turn % 2], f"{servers[0].chapter}notes/", given, session)
        statuses.append(status)
    assert statuses == [302] * 5 + [429] * 7
    assert "Note 11.</textarea>" in page
    given = {"uid": str(uuid.uuid4()), "kind": "chapter", "body": "Another's."}
    path = f"{servers[0].chapter}notes/"
    assert post(servers[1], path, given, somebody_else)[0] == 302
    assert len(servers[0].notes()) == 6


def test_so_are_failed_sign_ins(servers):
    given = {"login": "nobody", "password": "wrong-words"}
    answers = [post(servers[turn % 2], "/accounts/login/", given) for turn in range(7)]
    told = [(status, "Too many tries" in page) for status, page in answers]
    assert told == [(200, False)] * 5 + [(200, True)] * 2
