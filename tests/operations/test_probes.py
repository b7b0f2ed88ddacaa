"""`/healthz` and `/readyz`: what a probe on the machine or before the proxy is told."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from studyguide.operations import probes

PROBES = ["/healthz", "/readyz"]


def refuse(*_arguments):
    raise OperationalError("could not connect to user:secret@db.example.org")


@pytest.fixture
def no_database(monkeypatch):
    monkeypatch.setattr(probes, "applied_to", refuse)


def test_a_process_that_answers_says_so_and_asks_nothing():
    """Without the `db` fixture any query fails the test."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_site_that_has_all_it_needs_is_ready(db):
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "tasks": "ok"},
    }


@pytest.mark.parametrize(
    ("state", "said"), [("behind", "behind"), ("ahead", "ahead"), ("under_way", "running")]
)
def test_a_database_that_does_not_fit_the_code_is_not_ready(request, state, said):
    request.getfixturevalue(state)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok", "migrations": said, "cache": "ok", "tasks": "ok",
    }  # fmt: skip


def test_a_database_out_of_reach_is_told_without_its_name(no_database):
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unreachable"
    assert "secret" not in answer.text
    assert "example.org" not in answer.text


def test_a_cache_out_of_reach_is_told(db, monkeypatch):
    monkeypatch.setattr(cache, "set", refuse)
    assert Client().get("/readyz").json()["checks"]["cache"] == "unreachable"


def test_a_task_store_out_of_reach_is_told(db, monkeypatch):
    from huey.contrib.djhuey import HUEY

    monkeypatch.setattr(HUEY.storage, "queue_size", refuse)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["tasks"] == "unreachable"


def test_the_process_answers_though_the_database_does_not(no_database):
    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("path", PROBES)
def test_a_local_probe_needs_no_https_and_no_host_name(db, path, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(path, headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert Client().get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400
    assert Client().get("/").status_code == 301


@pytest.mark.parametrize("path", PROBES)
def test_the_answer_is_nobodys(db, path, member_client):
    answer = member_client.get(path)
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer.content == Client().get(path).content


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_only_asks(db, path):
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/x", "/g/healthz"])
def test_no_other_address_escapes_sign_in(db, path):
    assert Client().get(path).status_code in (301, 302, 404)


def test_probes_leave_no_line_until_something_changes(db, caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(probes, "KEPT", 0)
    client = Client()
    for _ in range(3):
        client.get("/healthz")
        client.get("/readyz")
    assert caplog.messages == []
    with monkeypatch.context() as broken:
        broken.setattr(probes, "applied_to", refuse)
        for _ in range(3):
            client.get("/readyz")
    client.get("/readyz")
    assert caplog.messages == [
        "Not ready: database unreachable, migrations unknown",
        "Ready again",
    ]


def test_asking_all_the_time_asks_the_database_once(db, monkeypatch):
    asked = []

    def look():
        asked.append(1)
        return {"database": "ok"}

    monkeypatch.setattr(probes, "look", look)
    monkeypatch.setattr(probes, "KEPT", 3600)
    client = Client()
    for _ in range(5):
        assert client.get("/readyz").status_code == 200
    assert asked == [1]
