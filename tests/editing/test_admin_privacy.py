"""Private words are shown to their author alone: no page of the admin has them."""

from __future__ import annotations

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from readings.annotation.actions import delete_note, edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import make_join_link

SECRET = "quicksilver"
# Enough of it to search for; a page that repeats the question shows less than the word.
ASKED = SECRET[:-3]


@pytest.fixture
def world(reading, write, facilitator, passage):
    """A group with private words in every place that they can be in, and shared ones."""
    private = write(f"{SECRET} one", pointer=passage("one field"), audience="me")
    edit_note(user=private.author, note=private, body=f"{SECRET} two")
    write(f"{SECRET} three", parent=private)
    asked = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows?"
    )
    write(f"{SECRET} four", question=asked, audience="me")
    gone = write(f"{SECRET} five", pointer=Pointer("chapter"))
    delete_note(user=gone.author, note=gone)
    changed = write(f"{SECRET} six", pointer=Pointer("chapter"))
    edit_note(user=changed.author, note=changed, body="Shared words.")
    make_join_link(user=facilitator, group=reading.group)
    return private


def registered():
    return [model for model in django_admin.site._registry if model._meta.app_label == "readings"]


def addresses():
    """Every page that the admin has: lists, searches, rows, histories, deletions, suggestions."""
    yield "/admin/"
    yield "/admin/readings/"
    for model in registered():
        name = f"admin:readings_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_changelist") + f"?q={ASKED}"
        yield reverse(f"{name}_add")
        for pk in model._base_manager.values_list("pk", flat=True):
            for page in ("change", "history", "delete"):
                yield reverse(f"{name}_{page}", args=[pk])
    for model in registered():
        for field in (f for f in model._meta.get_fields() if f.many_to_one):
            yield (
                reverse("admin:autocomplete")
                + f"?app_label=readings&model_name={model._meta.model_name}"
                + f"&field_name={field.name}&term={ASKED}"
            )


def test_no_page_has_private_words(world, admin_client):
    pages = [(url, admin_client.get(url, follow=True)) for url in addresses()]
    shown = [url for url, page in pages if page.status_code == 200]
    with_words = [url for url, page in pages if SECRET in page.content.decode()]
    assert with_words == []
    assert any(b"Shared words." in page.content for _, page in pages)
    assert len(shown) > 50


def test_a_private_note_is_not_there_for_the_admin(world, admin_client):
    for page in ("change", "history", "delete"):
        address = reverse(f"admin:readings_note_{page}", args=[world.pk])
        response = admin_client.get(address, follow=True)
        assert SECRET not in response.content.decode()
        assert str(world.uid) not in response.content.decode()


def test_a_search_for_private_words_finds_nothing(world, admin_client):
    address = reverse("admin:readings_note_changelist")
    for question in (f"q={SECRET}", f"body__contains={SECRET}", "audience__exact=me"):
        response = admin_client.get(f"{address}?{question}", follow=True)
        assert response.context["cl"].result_count == 0


def test_filters_of_other_lists_cannot_ask_for_private_words(world, admin_client):
    for model, path in (("user", "notes"), ("reading", "notes"), ("question", "answers")):
        address = reverse(f"admin:readings_{model}_changelist")
        response = admin_client.get(f"{address}?{path}__body__contains={SECRET}")
        assert response.status_code in (302, 400)


def test_the_joining_link_cannot_be_guessed_bit_by_bit(world, admin_client, group):
    link = group.join_links.get()
    address = reverse("admin:readings_joinlink_changelist")
    for start in (link.token[:3], "zzz"):
        assert admin_client.get(f"{address}?token__startswith={start}").status_code == 400
    pages = [address, reverse("admin:readings_joinlink_change", args=[link.pk])]
    assert all(link.token not in admin_client.get(url).content.decode() for url in pages)


def test_the_log_has_no_words(world, admin_page, opening):
    page = admin_page(reverse("admin:readings_section_change", args=[opening.pk]))
    page.save(heading="A field")
    assert LogEntry.objects.count() == 1
    assert not LogEntry.objects.filter(change_message__contains=SECRET).exists()
    assert Note.objects.filter(body__contains=SECRET).count() == 4
