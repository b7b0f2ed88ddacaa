"""What goes with every answer: headers, and a line in the log without secrets."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from readings.groups.actions import make_join_link

HTMX = {"HX-Request": "true"}


@pytest.fixture
def link(group, facilitator):
    return make_join_link(user=facilitator, group=group)


def test_a_page_that_is_not_there_is_no_failure(member_client, caplog):
    assert member_client.get("/g/no/such/chapter/").status_code == 404
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


def test_a_failure_is_logged_with_its_route_and_its_trace(link, caplog, monkeypatch):
    def fail(token):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("readings.groups.views.joining.get_join_link", fail)
    client = Client(raise_request_exception=False)
    assert client.get(link.get_absolute_url()).status_code == 500
    assert "GET /join/<slug:token>/ Internal Server Error" in caplog.text
    assert "broken on purpose" in caplog.text
    assert link.token not in caplog.text


def test_a_failure_before_any_view_is_logged_too(db, caplog, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("studyguide.middleware.SignInMiddleware.handle_no_permission", fail)
    assert Client(raise_request_exception=False).get("/").status_code == 500
    assert "broken on purpose" in caplog.text


def test_a_refused_form_does_not_tell_the_secret_of_its_address(link, caplog):
    client = Client(enforce_csrf_checks=True)
    assert client.post(link.get_absolute_url(), {"name": "Ana"}).status_code == 403
    assert "CSRF" in caplog.text
    assert link.token not in caplog.text


@pytest.mark.parametrize(
    ("back", "led_to"),
    [
        ("http://testserver/g/a/b/c/?open=b/p1", "/g/a/b/c/%3Fopen%3Db/p1"),
        ("http://testserver//elsewhere.example/trap", "/elsewhere.example/trap"),
        ("https://elsewhere.example/trap", "/"),
        ("http://[", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_again_leads_back_to_a_page_of_this_site(db, back, led_to):
    response = Client().get("/", headers={**HTMX, "HX-Current-URL": back})
    assert response.status_code == 401
    assert f'?next={led_to}"' in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("who", ["anonymous", "stranger", "member"])
def test_every_answer_is_guarded(addresses, clients, who, headers):
    """Pages, partials, redirects and refusals alike."""
    for name, address in addresses.items():
        for method in ("get", "post"):
            answer = getattr(clients[who], method)(address, headers=headers)
            directives = answer["Content-Security-Policy"].split("; ")
            # A picture is no page: it may do less than one.
            only = "default-src 'none'" if name == "picture" else "script-src 'self'"
            assert only in directives or "script-src 'self'" in directives, name
            assert "unsafe" not in answer["Content-Security-Policy"], name
            assert answer["X-Content-Type-Options"] == "nosniff", name
            assert answer["X-Frame-Options"] == "DENY", name
            assert answer["Referrer-Policy"] == "same-origin", name


def test_no_cache_on_the_way_keeps_what_one_person_was_shown(addresses, clients):
    for name, address in addresses.items():
        answer = clients["member"].get(address)
        assert "private" in answer["Cache-Control"], name
        assert "Cookie" in answer["Vary"], name


def test_a_browser_tells_a_partial_from_the_page_at_its_address(addresses, member_client):
    """Else going back would show the partial alone, from the browser's own cache."""
    page = member_client.get(addresses["place-notes"])
    partial = member_client.get(addresses["place-notes"], headers=HTMX)
    assert page.content != partial.content
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in partial["Vary"]
