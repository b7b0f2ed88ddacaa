"""Whoever may decide on a correction hears of it on home, and finds the way at the note itself."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.editing.errata import accept_correction
from readings.groups.actions import add_member, archive_group

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"


@pytest.fixture
def own(chapter, group):
    """The chapter's book, as a text of the group's own."""
    chapter.book.group = group
    chapter.book.save()


def home(client):
    return client.get("/").content.decode()


def notes(client, erratum):
    key = erratum.note.target.block.key
    address = f"{erratum.note.reading.get_absolute_url()}b/{key}/notes/"
    return client.get(address).content.decode()


def test_home_says_what_waits_for_a_facilitator(
    own, propose, group, facilitator_client, member_client, admin
):
    assert "is waiting for you<" not in home(facilitator_client)
    erratum = propose(RULE, MENDED)
    html = home(facilitator_client)
    assert "1 correction is waiting for you" in html
    assert f'href="{reverse("errata", args=[group.slug])}"' in html
    assert "is waiting for you<" not in home(member_client)
    accept_correction(user=admin, erratum=erratum, base_version=1)
    assert "is waiting for you<" not in home(facilitator_client)


def test_home_says_nothing_of_texts_that_all_groups_read(propose, facilitator_client):
    propose(RULE, MENDED)
    assert "is waiting for you<" not in home(facilitator_client)


def test_home_says_nothing_of_an_archived_group(own, propose, group, admin, facilitator_client):
    propose(RULE, MENDED)
    archive_group(user=admin, group=group)
    assert "is waiting for you<" not in home(facilitator_client)


def test_the_note_leads_those_who_may_decide_to_their_page(
    own, propose, group, person, client_of, facilitator_client, member_client, admin
):
    erratum = propose(RULE, MENDED)
    editor = person("Edda", is_staff=True)
    add_member(group=group, user=editor)
    own_page = reverse("erratum", args=[group.slug, erratum.pk])
    desk = reverse("admin:readings_erratum_change", args=[erratum.pk])
    # What one has opened is kept for others: each must still see their own.
    for _ in range(2):
        assert f'href="{own_page}">Decide' in notes(facilitator_client, erratum)
        assert ">Decide" not in notes(member_client, erratum)
        assert f'href="{desk}">Decide' in notes(client_of(editor), erratum)
    assert facilitator_client.get(own_page).status_code == 200
    accept_correction(user=admin, erratum=erratum, base_version=1)
    assert ">Decide" not in notes(facilitator_client, erratum)


def test_the_note_leads_no_facilitator_to_a_text_of_the_site(propose, facilitator_client):
    assert ">Decide" not in notes(facilitator_client, propose(RULE, MENDED))


def test_of_several_threads_on_a_page_each_has_its_way(own, propose, write, passage, member_client,
                                                       facilitator_client):  # fmt: skip
    write(pointer=passage("shares one field"))
    erratum = propose(RULE, MENDED)
    assert ">Decide" not in notes(member_client, erratum)
    assert notes(facilitator_client, erratum).count(">Decide") == 1
    assert ">Decide" not in notes(member_client, erratum)
