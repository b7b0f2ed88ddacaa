"""An import is its owner's alone, and only as long as they may import there; hostile files leave
nothing behind."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.groups.models import Membership
from readings.importing.models import ImportDraft, ImportSource
from readings.text.models import Book
from tests.importing.conftest import Desk
from tests.importing.making import WELL, changed, document

POSTS = ("corrections", "undo", "names", "source", "attempts", "deletion")
SECRET = "Nobody asked who might draw from it"


@pytest.fixture
def colleague(person, group):
    """Another facilitator of the same group."""
    user = person("Karl")
    Membership.objects.create(group=group, user=user, role=Membership.Role.FACILITATOR)
    return user


@pytest.fixture
def everybody_else(client_of, member, admin, stranger, colleague):
    return [client_of(user) for user in (member, admin, stranger, colleague)]


def test_an_import_is_there_for_its_owner_alone(desk, everybody_else):
    draft = desk.begin()
    for client in everybody_else:
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.get(reverse("import-source", args=[draft.uid])).status_code == 404
        for name in POSTS:
            address = reverse(f"import-{name}", args=[draft.uid])
            assert client.post(address, {"revision": 0}).status_code == 404
    draft.refresh_from_db()
    assert (draft.revision, draft.state) == (0, "ready")


def test_no_list_shows_anothers_imports(desk, group, client_of, colleague, admin):
    desk.begin()
    theirs = Desk(client_of(colleague), group)
    for address in (group.get_absolute_url(), theirs.new):
        assert "The Commons" not in theirs.client.get(address).content.decode()
    assert "The Commons" not in client_of(admin).get("/texts/new/").content.decode()


def test_who_is_no_facilitator_any_more_has_no_import(desk, facilitator):
    draft = desk.begin()
    Membership.objects.filter(user=facilitator).update(role="member")
    assert desk.look(draft).status_code == 404
    Membership.objects.filter(user=facilitator).delete()
    assert desk.send(draft, "names", title="X").status_code == 404


def test_who_is_no_editor_any_more_has_no_import(site_desk, admin):
    draft = site_desk.begin()
    admin.is_staff = admin.is_superuser = False
    admin.save()
    assert site_desk.look(draft).status_code == 404


def test_a_facilitator_never_touches_the_sites_books(desk, book):
    draft = desk.begin()
    desk.save(draft)
    assert Book.objects.get(group=draft.group).title == book.title
    assert not book.chapters.exists()


def test_who_may_begin(client_of, group, member, stranger, admin, facilitator):
    for user, group_page, site_page in (
        (member, 403, 403),
        (stranger, 404, 403),
        (admin, 404, 200),
        (facilitator, 200, 403),
    ):
        client = client_of(user)
        assert client.get(reverse("text-new", args=[group.slug])).status_code == group_page
        assert client.get(reverse("site-text-new")).status_code == site_page
        if group_page != 200:
            sent = client.post(reverse("text-new", args=[group.slug]), {"text": WELL})
            assert sent.status_code == group_page
    assert not ImportDraft.objects.exists()


def test_no_words_of_an_import_are_in_the_admin(desk, admin_client):
    desk.begin()
    for model in ("book", "chapter", "section"):
        page = admin_client.get(reverse(f"admin:readings_{model}_changelist"))
        assert SECRET not in page.content.decode()
    assert "importdraft" not in admin_client.get(reverse("admin:index")).content.decode()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


def bomb():
    return changed(document("# T\n\nWords.\n", "epub"), {"bomb.xml": b" " * 60_000_000})


HOSTILE = [
    (lambda: b"", "it holds no words"),
    (lambda: b"\n \n", "it holds no words"),
    (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
    (lambda: b"%PDF-1.7 and so on", "not plain text"),
    (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an old Word"),
    (lambda: b"<html>" + b"<ul><li>" * 400, "nested too deeply"),
    (lambda: b"<html><p>\x81\x8d\x8f</p></html>", "cannot be read"),
]
HOSTILE_BY_TASK = [
    (lambda: document(WELL, "epub")[:3000], "damaged"),
    (bomb, "unpacks to more than can be read"),
    (lambda: changed(document("# T\n\nWords.\n", "docx"), {"word/document.xml": LAUGHS}), ""),
    (lambda: changed(document("# T\n\nWords.\n", "odt"), {"../out.xml": b"<x/>"}), ""),
    (lambda: b"word " * 200_001, "too large for one chapter"),
]


@pytest.mark.parametrize(("make", "complaint"), HOSTILE)
def test_a_hostile_file_is_refused_beside_its_field_and_leaves_nothing(desk, make, complaint):
    response = desk.upload(make(), "well.txt")
    assert response.status_code == 422
    html = response.content.decode()
    assert complaint in html
    assert 'id="id_file_error"' in html
    assert not ImportDraft.objects.exists()
    assert not ImportSource.objects.exists()


@pytest.mark.parametrize(("make", "complaint"), HOSTILE_BY_TASK)
def test_a_hostile_file_fails_its_task_with_words_and_saves_nothing(desk, make, complaint):
    response = desk.upload(make(), "well.epub")
    if response.status_code == 302:
        page = desk.client.get(response.url)
        assert page.status_code == 200
        html = page.content.decode()
        assert "could not be read" in html
        draft = ImportDraft.objects.get()
        assert draft.problem in html.replace("&#x27;", "'")
        assert draft.outline is None
    else:
        assert response.status_code == 422
        html = response.content.decode()
    assert complaint in html
    assert 'role="alert"' in html or "errorlist" in html
    assert not Book.objects.exists()
    assert desk.begin()


def test_what_was_pasted_and_cannot_be_read_is_not_lost(desk):
    response = desk.paste("... --- ...\n")
    assert response.status_code == 422
    html = response.content.decode()
    assert "... --- ..." in html
    assert 'id="id_text_error"' in html
    assert not ImportDraft.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(desk, monkeypatch):
    monkeypatch.setattr("readings.importing.drafting.MAX_FILE", 1000)
    monkeypatch.setattr("readings.importing.forms.MAX_FILE", 1000)
    response = desk.upload(b"word " * 1000)
    assert "larger than 1,000 bytes" in response.content.decode()
    assert not ImportDraft.objects.exists()
