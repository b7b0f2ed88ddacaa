"""What holds at every address alike: forged forms, frames, sessions, ways on, hosts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from readings.groups.actions import add_person_by_name, hand_over_code, make_join_link
from readings.groups.models import Membership, User
from studyguide.settings import RATE_LIMITS
from tests.fixtures.cast import PASSWORD

ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/",
             "javascript:alert(1)", "\thttps://elsewhere.example/"]  # fmt: skip
HTMX = {"HX-Request": "true"}
# A mail program sends this one (RFC 8058): the secret in the address proves it.
EXEMPT = {"/accounts/notices/off/a/"}


def patterns(resolver, prefix=""):
    """Every address there is, as a path with something in its places."""
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def filled(pattern):
    """A path that the pattern matches."""
    path = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", pattern)
    path = re.sub(r"<(?:int|path):\w+>", "1", path)
    path = re.sub(r"\(\?P<kind>\[brsf\]\)", "b", path)
    path = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "a", path)
    path = re.sub(r"<(?:\w+:)?\w+>", "a", path)
    return "/" + re.sub(r"[\^$]|\\Z|\\", "", path)


PATHS = sorted({filled(pattern) for pattern in patterns(get_resolver())})


# Forged forms ----------------------------------------------------------------------------------


def test_there_are_all_of_them():
    assert len(PATHS) > 150
    assert {"/admin/readings/note/add/", "/accounts/login/", "/preview/"} <= set(PATHS)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "partial"])
def test_no_address_takes_a_form_without_its_token(admin, headers):
    """All there are, the admin's and allauth's with them; signed in as who may do everything."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    answers = {path: client.post(path, {"body": "x"}, headers=headers) for path in PATHS}
    assert {path for path, answer in answers.items() if answer.status_code != 403} == EXEMPT


def test_nor_with_that_of_somebody_else_nor_from_another_site(member, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    client.get("/groups/new/")
    given = {"name": "Taken over", "time_zone": "UTC"}
    forged = client.post("/groups/new/", {**given, "csrfmiddlewaretoken": "a" * 64})
    assert forged.status_code == 403
    token = client.cookies["csrftoken"].value
    sent = {**given, "csrfmiddlewaretoken": token}
    for origin in ("https://elsewhere.example", "null"):
        assert client.post("/groups/new/", sent, headers={"Origin": origin}).status_code == 403
    answer = client.post("/groups/new/", sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302


def test_the_page_that_says_so_is_the_site_s_own(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert '<header class="bar">' in client.post("/groups/new/", {"name": "x"}).text


# Frames, and the policy on every kind of answer ------------------------------------------------


def guarded(answer, *, policy="script-src 'self'"):
    directives = answer["Content-Security-Policy"].split("; ")
    assert policy in directives
    assert "unsafe" not in answer["Content-Security-Policy"]
    if policy != "default-src 'none'":
        assert "frame-ancestors 'none'" in directives
        assert "base-uri 'none'" in directives
        assert "form-action 'self'" in directives
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    return answer.status_code


def test_no_address_can_be_framed_whoever_asks(admin_client, client):
    for path in PATHS:
        for who in (admin_client, client):
            answer = who.get(path)
            assert answer["X-Frame-Options"] == "DENY", path
            directives = answer["Content-Security-Policy"].split("; ")
            assert "frame-ancestors 'none'" in directives or "sandbox" in directives, path


def test_every_kind_of_answer_has_the_policy(
    member_client, admin_client, client, reading, settings, monkeypatch
):
    base = reading.get_absolute_url()
    settings.RATE_LIMITS = {**RATE_LIMITS, "write": "0/m"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="mira"))
    note = {"kind": "chapter", "body": "Words."}
    seen = [
        guarded(member_client.get(base)),
        guarded(client.get(base)),
        guarded(member_client.get(base, headers=HTMX)),
        guarded(client.get(base, headers=HTMX)),
        guarded(strict.post("/groups/new/", {})),
        guarded(member_client.get("/nothing/")),
        guarded(member_client.get("/admin/")),
        guarded(admin_client.get("/admin/")),
        guarded(member_client.get(reverse("seen", args=["thursday-readers"]))),
        guarded(member_client.post(f"{base}notes/", {"kind": "chapter", "body": ""})),
        guarded(member_client.post(f"{base}notes/", note)),
        guarded(member_client.get("/", headers={"Host": "elsewhere.example"})),
    ]
    monkeypatch.setattr("readings.pages.views.queries", None)
    broken = Client(raise_request_exception=False)
    broken.force_login(User.objects.get(username="mira"))
    seen.append(guarded(broken.get("/")))
    assert {200, 302, 400, 401, 403, 404, 405, 422, 429, 500} <= set(seen)


def test_so_while_the_site_is_brought_up_to_date(member_client):
    MigrationRecorder.Migration.objects.create(app="readings", name="9999_of_tomorrow")
    assert guarded(member_client.get("/")) == 503


# Sessions --------------------------------------------------------------------------------------


def planted(client):
    """A session that somebody else knows, in this browser."""
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    return session.session_key


def in_with(key):
    thief = Client()
    thief.cookies["sessionid"] = key
    return thief.get("/").status_code == 200


def test_joining_as_a_newcomer_begins_a_session_of_its_own(client, group, facilitator):
    link = make_join_link(user=facilitator, group=group)
    key = planted(client)
    client.post(link.get_absolute_url(), {"name": "Ana", "password": "a-long-walk-home"})
    assert client.get("/").status_code == 200
    assert client.session.session_key != key
    assert not in_with(key)


def test_so_does_signing_in_by_a_code(client, group, facilitator):
    gus = add_person_by_name(user=facilitator, group=group, name="Gus")
    text, _made = hand_over_code(user=facilitator, group=group, person=gus)
    key = planted(client)
    client.post(reverse("sign-in-code"), {"code": text})
    assert client.get("/").status_code == 200
    assert client.session.session_key != key
    assert not in_with(key)


def test_a_new_password_ends_every_other_session(client, member, member_client):
    client.force_login(member)
    old = member_client.session.session_key
    new = {"oldpassword": PASSWORD, "password1": "another-horse-7", "password2": "another-horse-7"}
    answer = member_client.post("/accounts/password/change/", new)
    assert answer.status_code == 302
    assert member_client.get("/").status_code == 200
    assert client.get("/").status_code == 302
    assert not in_with(old)


def test_rights_that_are_taken_are_gone_with_the_next_request(
    admin, admin_client, member, member_client, group, facilitator, facilitator_client
):
    """Nothing about what somebody may do stands in the session."""
    User.objects.filter(pk=admin.pk).update(is_staff=False, is_superuser=False)
    assert admin_client.get("/admin/readings/note/").status_code in (302, 403)
    path = reverse("group-settings", args=[group.slug])
    assert facilitator_client.get(path).status_code == 200
    memberships = Membership.objects.filter(user=facilitator)
    memberships.update(role=Membership.Role.MEMBER)
    assert facilitator_client.get(path).status_code == 403
    memberships.delete()
    assert facilitator_client.get(path).status_code == 404
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert member_client.get("/").status_code == 302


def test_session_cookies_are_out_of_reach_of_scripts_and_other_sites(client, member):
    client.post("/accounts/login/", {"login": "mira", "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


# Ways on ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_address_leads_elsewhere_by_what_it_is_told(admin_client, client, url, db):
    """Whatever the parameter is called, at every address."""
    names = ("next", "back", "return", "url", "redirect", "to", "continue", "_popup")
    given = dict.fromkeys(names, url)
    for path in PATHS:
        for who in (admin_client, client):
            answer = who.get(path, given)
            if 300 <= answer.status_code < 400:
                to = urlsplit(answer["Location"])
                assert to.netloc in ("", "testserver"), (path, answer["Location"])
                assert to.scheme in ("", "http"), path
                assert not answer["Location"].startswith(("//", "/\\")), path


@pytest.mark.parametrize("url", ELSEWHERE)
def test_signing_in_by_a_code_does_not_either(client, group, facilitator, url):
    gus = add_person_by_name(user=facilitator, group=group, name="Gus")
    text, _made = hand_over_code(user=facilitator, group=group, person=gus)
    answer = client.post(f"{reverse('sign-in-code')}?next={url}", {"code": text, "next": url})
    assert answer.url == "/"


# Hosts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Host"])
def test_a_host_that_is_made_up_is_in_no_answer(client, member, header):
    EmailAddress.objects.create(user=member, email="mira@example.org", verified=True, primary=True)
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    value = "host=elsewhere.example" if header == "Forwarded" else "elsewhere.example"
    for path in ("/accounts/login/", "/", "/nothing/"):
        answer = client.get(path, headers={header: value})
        assert "elsewhere" not in answer.content.decode()
        assert "elsewhere" not in answer.get("Location", "")
        assert header != "Host" or answer.status_code == 400
    client.post("/accounts/password/reset/", {"email": "mira@example.org"}, headers={header: value})
    assert all("elsewhere" not in message.body for message in mail.outbox)
    assert len(mail.outbox) == (0 if header == "Host" else 1)


# Who is here -----------------------------------------------------------------------------------


def test_a_code_does_not_tell_whether_it_was_ever_good(client, group, facilitator):
    gus = add_person_by_name(user=facilitator, group=group, name="Gus")
    used, _made = hand_over_code(user=facilitator, group=group, person=gus)
    Client().post(reverse("sign-in-code"), {"code": used})
    pages = []
    for code in (used, "AAAA-AAAA-AAAA"):
        answer = client.post(reverse("sign-in-code"), {"code": code})
        page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.text)
        pages.append((answer.status_code, page.replace(code, "CODE")))
    assert pages[0] == pages[1]


def test_an_invitation_by_mail_does_not_tell_who_has_an_account(facilitator_client, group, member):
    EmailAddress.objects.create(user=member, email="mira@example.org", verified=True, primary=True)
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    path = reverse("email-invitation", args=[group.slug])
    pages = []
    for email in ("mira@example.org", "nobody@example.org"):
        answer = facilitator_client.post(path, {"email": email, "role": "member"})
        pages.append((answer.status_code, answer.url))
    assert pages[0] == pages[1]
    bodies = [re.sub(r"/join/\S+", "", str(message.body)) for message in mail.outbox]
    assert bodies[0] == bodies[1]


def test_what_is_uploaded_is_never_taken_for_a_page(facilitator_client, group):
    """The file of an import comes back to its owner: as a file, whatever it says it is."""
    page = SimpleUploadedFile("a.html", b"<script>canary(1)</script><p>Words of a text.</p>")
    draft = facilitator_client.post(reverse("text-new", args=[group.slug]), {"file": page}).url
    answer = facilitator_client.get(f"{draft}source/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
