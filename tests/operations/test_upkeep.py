"""While a migration runs, and while code and database do not fit together."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import expect

from readings.annotation.models import Note
from studyguide.operations import locks, schema, upkeep

STATES = ["behind", "ahead", "under_way"]


@pytest.mark.parametrize("state", STATES)
def test_every_page_says_so(request, addresses, member_client, state):
    request.getfixturevalue(state)
    for name, address in addresses.items():
        answer = member_client.get(address)
        assert answer.status_code == 503, name
        assert "Back in a moment" in answer.text, name
        assert "brought to a newer version" in answer.text, name
        assert int(answer["Retry-After"]) > 0, name
        assert answer["Cache-Control"] == "no-store", name
        assert "script-src 'self'" in answer["Content-Security-Policy"], name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer.cookies == {}, name


@pytest.mark.parametrize("state", STATES)
def test_what_is_sent_is_not_stored_and_its_sender_is_told(request, addresses, member, state):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    request.getfixturevalue(state)
    before = Note.objects.count()
    answer = client.post(addresses["notes"], {"body": "Words that took an hour."})
    assert answer.status_code == 503
    assert "What you sent was not stored yet" in answer.text
    assert "kept as a draft on this device" in answer.text
    assert Note.objects.count() == before


def test_the_page_names_no_cause(db, monkeypatch, caplog):
    def refuse(_connection):
        raise OperationalError("no route to db.example.org for user:secret")

    monkeypatch.setattr(upkeep, "applied_to", refuse)
    answer = Client().get("/")
    assert answer.status_code == 503
    assert "cannot reach its data" in answer.text
    assert "example.org" not in answer.text + caplog.text
    said = [message for message in caplog.messages if "Pages" in message]
    assert said == ["Pages are closed: the database cannot be reached"]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_pages_open_by_themselves_when_the_migration_is_done(db, caplog):
    client = Client()
    with locks.migrating(connection):
        for _ in range(3):
            assert client.get("/accounts/login/").status_code == 503
    assert client.get("/accounts/login/").status_code == 200
    said = [message for message in caplog.messages if "Pages" in message]
    assert said == ["Pages are closed: a migration runs", "Pages are open"]


def test_a_process_looks_now_and_then_and_not_for_every_page(db, monkeypatch):
    looked = []
    monkeypatch.setattr(upkeep, "LOOKED_AT", 3600)

    def look():
        looked.append(1)
        return ""

    monkeypatch.setattr(upkeep, "trouble", look)
    client = Client()
    for _ in range(3):
        client.get("/accounts/login/")
    assert looked == [1]


def test_try_again_leads_to_the_same_page_of_this_site(under_way, rf):
    assert 'href="/g/a/?x=1"' in Client().get("/g/a/?x=1").text
    request = rf.get("/")
    request.path = "//elsewhere.example/"
    answer = upkeep.UpkeepMiddleware(lambda _: HttpResponse())(request)
    assert 'href="/%2Felsewhere.example/"' in answer.text


def test_migrate_tells_the_site_only_when_there_is_something_to_do(behind, monkeypatch):
    told = []

    def handle(*_arguments, **_options):
        told.append(locks.is_migrating(connection))

    monkeypatch.setattr(migrate.Command, "handle", handle)
    call_command("migrate")
    call_command("migrate", plan=True)
    monkeypatch.setattr(schema, "missing", lambda applied: [])
    call_command("migrate")
    call_command("migrate", "readings", "0001")
    assert told == [True, False, False, True]
    assert not locks.is_migrating(connection)


def test_old_rows_of_squashed_migrations_stop_nobody(db):
    applied = schema.applied_to(connection)
    first = next(place for place, (app, _) in enumerate(applied) if app == "readings")
    squashed = [*applied[:first], ("readings", "0000_squashed_since"), *applied[first:]]
    assert schema.standing(squashed) is schema.Standing.CURRENT
    assert schema.standing([*applied, ("gone_app", "0001_initial")]) is schema.Standing.CURRENT
    assert schema.standing([]) is schema.Standing.BEHIND


def test_a_draft_survives_an_update(phone, monkeypatch, page_faults):
    page_faults.expect("status of 503|Response Status Error Code 503")
    phone.open_block("1.2")
    phone.body.fill("Words that took an hour.")
    with monkeypatch.context() as closed:
        closed.setattr(upkeep, "trouble", lambda: "a migration runs")
        phone.composer.get_by_role("button", name="Post to").click()
        said = phone.composer.get_by_role("alert")
        expect(said).to_contain_text("the site is being updated. Your words are kept")
        phone.page.reload()
        expect(phone.page.get_by_role("heading", name="Back in a moment")).to_be_visible()
    # The address says what was open.
    phone.page.get_by_role("link", name="Try again").click()
    expect(phone.body).to_have_value("Words that took an hour.")
    phone.composer.get_by_role("button", name="Post to").click()
    expect(phone.threads).to_contain_text(["Words that took an hour."])
    assert Note.objects.filter(body="Words that took an hour.").count() == 1


def test_a_migration_of_another_database_in_the_folder_closes_nothing(db, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("a PostgreSQL server keeps them apart")
    beside = Path(connection.settings_dict["NAME"]).with_name("other.sqlite3")
    with monkeypatch.context() as there:
        there.setitem(connection.settings_dict, "NAME", str(beside))
        with locks.migrating(connection):
            there.undo()
            assert not locks.is_migrating(connection)
