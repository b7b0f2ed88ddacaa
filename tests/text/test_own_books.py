"""A group's own books: its facilitators write them, others read them once they are published."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from readings.editing.actions import edit_chapter
from readings.groups.models import Membership
from readings.text.actions import (
    NotForAll,
    change_book,
    change_chapter,
    create_chapter,
    delete_unused,
    get_or_create_book,
    publish_book,
    set_footnotes,
    start_reading,
    unpublish_book,
)
from readings.text.models import Book, Chapter, Reading
from readings.text.writing import SectionDraft
from tests.fixtures.admin import errors_of, messages_of

SECTIONS = [SectionDraft(heading="", body="The rope was of hemp.")]


@pytest.fixture
def own(facilitator, group):
    """A chapter of the group's own book."""
    book = get_or_create_book(user=facilitator, title="Wells", group=group, rights="Ask first.")
    return create_chapter(
        user=facilitator, book=book, number=1, title="The Rope", sections=SECTIONS, footnotes={}
    )


@pytest.fixture
def others(person, other_group):
    """A facilitator of another group."""
    user = person("Olga")
    Membership.objects.create(group=other_group, user=user, role=Membership.Role.FACILITATOR)
    return user


def writes(user, chapter):
    """Every verb that writes a text, as this person."""
    version = {s.pk: s.current.number for s in chapter.sections.select_related("version")}
    draft = SectionDraft(heading="", body="Other words.")
    return {
        "book": lambda: get_or_create_book(user=user, title="New", group=chapter.book.group),
        "change book": lambda: change_book(user=user, book=chapter.book, rights="Free."),
        "chapter": lambda: create_chapter(
            user=user, book=chapter.book, number=9, title="New", sections=[], footnotes={}
        ),
        "change chapter": lambda: change_chapter(user=user, chapter=chapter, title="Other"),
        "text": lambda: edit_chapter(
            user=user, chapter=chapter, base_versions=version, changes=[draft]
        ),
        "footnotes": lambda: set_footnotes(user=user, chapter=chapter, footnotes={1: "A note."}),
    }


def may(user, chapter):
    """The names of the verbs that are not refused."""
    found = set()
    for name, write in writes(user, chapter).items():
        try:
            write()
        except PermissionDenied:
            continue
        found.add(name)
    return found


def test_a_facilitator_writes_the_groups_own_text_alone(own, chapter, facilitator):
    assert may(facilitator, own) == set(writes(facilitator, own))
    assert may(facilitator, chapter) == set()


def test_staff_write_every_text(own, admin):
    assert may(admin, own) == set(writes(admin, own))


def test_nobody_else_writes_it(own, member, others, stranger):
    for user in (member, others, stranger):
        assert may(user, own) == set()


def test_a_facilitator_moves_no_chapter_into_another_book(own, chapter, facilitator):
    with pytest.raises(PermissionDenied):
        change_chapter(user=facilitator, chapter=own, book=chapter.book)


def test_a_facilitator_deletes_no_text(own, facilitator):
    with pytest.raises(PermissionDenied):
        delete_unused(user=facilitator, row=own)


def test_a_title_is_matched_among_the_groups_own_books_alone(
    own, book, facilitator, others, other_group, group
):
    again = get_or_create_book(user=facilitator, title="Wells", group=group)
    theirs = get_or_create_book(user=others, title="Wells", group=other_group)
    sites = get_or_create_book(user=None, title="Wells")
    mine = get_or_create_book(user=facilitator, title="The Commons", group=group)
    assert again == own.book
    assert len({own.book, theirs, sites, mine, book}) == 5


def test_members_read_it_once_it_is_on_the_list_and_others_never(own, member, others, group, admin):
    assert not Chapter.objects.visible_to(member).exists()
    start_reading(user=None, group=group, chapter=own)
    assert list(Chapter.objects.visible_to(member)) == [own]
    assert list(Book.objects.visible_to(admin)) == [own.book]
    assert not Chapter.objects.visible_to(others).exists()


def test_a_facilitator_starts_a_reading_of_the_sites_chapters(chapter, facilitator, member, group):
    made = start_reading(user=facilitator, group=group, chapter=chapter)
    assert (made.group, made.chapter) == (group, chapter)
    with pytest.raises(PermissionDenied):
        start_reading(user=member, group=group, chapter=chapter)


def test_nobody_starts_a_reading_of_another_groups_own(own, others, other_group, admin):
    for user in (others, admin, None):
        with pytest.raises(ValidationError, match="another group's own"):
            start_reading(user=user, group=other_group, chapter=own)
    assert list(Chapter.objects.open_to(other_group)) == []


def test_a_published_book_is_for_all_and_no_longer_the_facilitators(
    own, admin, facilitator, others, other_group
):
    with pytest.raises(PermissionDenied):
        publish_book(user=facilitator, book=own.book)
    publish_book(user=admin, book=own.book)
    published = Chapter.objects.get(pk=own.pk)
    assert published.book.group is None
    assert may(facilitator, published) == set()
    start_reading(user=others, group=other_group, chapter=published)
    assert list(Chapter.objects.visible_to(others)) == [published]


def test_a_published_book_goes_back_while_no_other_group_reads_it(
    own, admin, facilitator, group, other_group
):
    start_reading(user=facilitator, group=group, chapter=own)
    publish_book(user=admin, book=own.book)
    assert unpublish_book(user=admin, book=own.book).group == group
    publish_book(user=admin, book=own.book)
    start_reading(user=None, group=other_group, chapter=Chapter.objects.get(pk=own.pk))
    with pytest.raises(NotForAll, match="other groups read it"):
        unpublish_book(user=admin, book=own.book)
    assert Book.objects.get(pk=own.book.pk).group is None


def test_what_no_group_brought_in_goes_to_none(book, admin):
    with pytest.raises(NotForAll, match="brought in by no group"):
        unpublish_book(user=admin, book=book)


def test_two_books_of_one_title_cannot_both_be_for_all(own, admin, facilitator):
    get_or_create_book(user=None, title="Wells")
    with pytest.raises(NotForAll, match="already"):
        publish_book(user=admin, book=own.book)


def test_an_admin_publishes_in_the_admin(own, admin_client, group):
    address = reverse("admin:readings_book_changelist")
    page = admin_client.get(address).content.decode()
    assert "Thursday Readers" in page
    assert "Ask first." in page
    for action, said, owner in (
        ("publish", "“Wells” is there for all groups now.", None),
        ("publish", "nothing was changed", None),
        ("unpublish", "belongs to its group alone again", group),
    ):
        sent = {"action": action, "_selected_action": [own.book.pk]}
        assert said in messages_of(admin_client.post(address, sent, follow=True))
        assert Book.objects.get().group == owner


def test_a_refusal_in_the_admin_says_why(own, book, admin_client):
    address = reverse("admin:readings_book_changelist")
    sent = {"action": "unpublish", "_selected_action": [book.pk]}
    assert "brought in by no group" in messages_of(admin_client.post(address, sent, follow=True))


def test_the_admin_offers_a_groups_own_text_to_no_group(
    own, chapter, admin_client, admin_page, other_group
):
    asked = {"app_label": "readings", "model_name": "reading", "field_name": "chapter"}
    answer = admin_client.get(reverse("admin:autocomplete"), {**asked, "term": ""}).json()
    assert [choice["id"] for choice in answer["results"]] == [str(chapter.pk)]
    page = admin_page(reverse("admin:readings_reading_add"))
    refused = page.send(group=other_group.pk, chapter=own.pk)
    assert "another group's own" in errors_of(refused).replace("&#x27;", "'")
    assert not Reading.objects.exists()
