"""What the audit log says of texts and of deleted notes: who did what, and nobody's words."""

from __future__ import annotations

import json

import pytest

from readings.annotation.actions import delete_note, restore_note
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.groups.models import AuditEntry
from readings.text.actions import (
    add_picture,
    change_book,
    change_chapter,
    create_chapter,
    delete_picture,
    delete_unused,
    get_or_create_book,
    order_sections,
    publish_book,
    renumber_footnotes,
    unpublish_book,
)
from readings.text.pictures import check_picture
from readings.text.writing import SectionDraft
from tests.editing.standing import draft
from tests.fixtures.painting import picture_file

SECRET = "heathland"


@pytest.fixture
def log():
    """What has been written since the test began: (what, actor, about)."""
    before = set(AuditEntry.objects.values_list("pk", flat=True))

    def read() -> list[tuple[str, object, str]]:
        rows = AuditEntry.objects.order_by("pk").select_related("actor").exclude(pk__in=before)
        assert SECRET not in json.dumps([[row.about, row.facts] for row in rows])
        return [(row.what, row.actor, row.about) for row in rows]

    return read


def test_an_edit_says_which_sections(chapter, admin, opening, log):
    version = opening.version.number
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: version},
        changes=[draft(opening, body=f"{opening.body}\n\nAnother {SECRET}.")],
        summary=SECRET,
    )
    assert log() == [("text.edited", admin, "The Commons: 12. The Fence")]
    entry = AuditEntry.objects.get(what="text.edited")
    assert entry.facts["versions"] == {opening.slug: version + 1}


def test_an_edit_that_changes_nothing_leaves_no_row(chapter, admin, log):
    edit_chapter(user=admin, chapter=chapter, base_versions={}, changes=[])
    edit_footnotes(
        user=admin,
        chapter=chapter,
        footnotes={n.number: n.body for n in chapter.footnotes.all()},
    )
    assert log() == []


def test_every_verb_of_a_text_leaves_a_row(admin, log):
    book = get_or_create_book(user=admin, title="Ledgers")
    get_or_create_book(user=admin, title="Ledgers")
    change_book(user=admin, book=book, author=SECRET)
    chapter = create_chapter(
        user=admin, book=book, number=1, title="One",
        sections=[SectionDraft("", SECRET), SectionDraft("Two", SECRET, order=1)],
        footnotes={1: SECRET},
    )  # fmt: skip
    change_chapter(user=admin, chapter=chapter, number=2)
    first, second = chapter.sections.order_by("order")
    order_sections(user=admin, chapter=chapter, orders={first.pk: 1, second.pk: 0})
    edit_footnotes(user=admin, chapter=chapter, footnotes={1: f"{SECRET}, p. 3."})
    renumber_footnotes(user=admin, chapter=chapter, moves={1: 2})
    picture = add_picture(user=admin, book=book, picture=check_picture(picture_file()))
    delete_picture(user=admin, picture=picture)
    unused = get_or_create_book(user=admin, title="By mistake")
    delete_unused(user=admin, row=unused)
    assert [what for what, _actor, _about in log()] == [
        "book.made",
        "book.changed",
        "text.made",
        "text.changed",
        "text.ordered",
        "text.footnotes",
        "text.footnotes",
        "picture.deleted",
        "book.made",
        "book.deleted",
    ]
    assert {actor for _what, actor, _about in log()} == {admin}


def test_publishing_says_whose_it_was(admin, group, log):
    book = get_or_create_book(user=None, title="Minutes", group=group)
    published = publish_book(user=admin, book=book)
    unpublish_book(user=admin, book=published)
    assert [what for what, _actor, _about in log()] == [
        "book.made", "book.published", "book.taken-back",
    ]  # fmt: skip
    assert AuditEntry.objects.get(what="book.published").group == group


def test_who_deletes_what_others_could_read_is_in_the_log(write, member, log):
    shared, private = write(body=SECRET), write(body=SECRET, audience="me")
    for note in (shared, private):
        delete_note(user=member, note=note)
        delete_note(user=member, note=note)
    restore_note(user=member, note=shared)
    assert [row[:2] for row in log()] == [("note.deleted", member), ("note.restored", member)]
    rows = AuditEntry.objects.filter(what__startswith="note.")
    assert {row.facts["note"] for row in rows} == {str(shared.uid)}
