"""When something is missing, refused or broken: the site's own words, in its own look."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Engine, engines
from django.test import Client
from django.urls import reverse
from django.views import defaults

OURS = '<header class="bar">'


def test_a_missing_page_says_so_to_a_member(member_client):
    page = member_client.get("/there-is-no-such-page/")
    assert page.status_code == 404
    assert OURS in page.text
    assert "There is nothing here" in page.text
    main = page.text.split("<main")[1].split("</main>")[0]
    assert reverse("account_login") not in main


def test_a_missing_page_offers_a_visitor_to_sign_in(client, db):
    page = client.get("/there-is-no-such-page/")
    assert page.status_code == 404
    assert f'href="{reverse("account_login")}"' in page.text


def test_a_refusal_gives_its_reason(rf, member):
    request = rf.get("/")
    request.user = member
    page = defaults.permission_denied(request, PermissionDenied("Only facilitators ask."))
    assert page.status_code == 403
    assert OURS in page.text
    assert "Only facilitators ask." in page.text


def test_a_bad_request_has_a_page(rf, member):
    request = rf.get("/")
    request.user = member
    page = defaults.bad_request(request, ValueError("secret detail"))
    assert page.status_code == 400
    assert OURS in page.text
    assert "secret detail" not in page.text


def test_a_refused_form_says_that_the_words_are_kept(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page = client.post(reverse("account_logout"))
    assert page.status_code == 403
    assert OURS in page.text
    assert "kept as a draft on this device" in page.text
    assert "_auth_user_id" in client.session


# Without the `db` fixture any query fails the test.
def test_a_crash_has_a_page_that_needs_no_database(rf):
    page = defaults.server_error(rf.get("/"))
    assert page.status_code == 500
    assert OURS in page.text
    assert "kept as a draft on this device" in page.text


def test_the_page_of_a_crash_extends_no_other():
    template = Engine.get_default().get_template("500.html")
    assert [node for node in template.nodelist if type(node).__name__ == "ExtendsNode"] == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_lead_home(rf, db, name):
    request = rf.get("/somewhere/")
    page = engines["django"].get_template(name).render({}, request)
    assert f'href="{reverse("home")}"' in page
