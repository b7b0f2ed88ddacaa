"""A note whose words are gone or changed, or that fits better elsewhere, gets a place again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.actions import add_note, delete_note
from readings.annotation.models import Tally
from readings.annotation.pointers import Pointer
from readings.annotation.resettling import accept_wording, archive_note, place_note
from readings.editing.actions import edit_chapter
from readings.text.writing import ReasonDraft, SectionDraft

ENDING = "None of this stands in the ledger 🐑."


@pytest.fixture
def change(chapter, opening):
    """Edits the opening: `change(old, new)`."""

    def edit(old, new):
        opening.refresh_from_db()
        body = opening.body.replace(old, new)
        reasons = [(r.text, r.commentary, r.key) for r in opening.reasons.order_by("number")]
        drafts = tuple(ReasonDraft(text, commentary, key) for text, commentary, key in reasons)
        draft = SectionDraft("", body, drafts, opening.pk, 0, opening.slug)
        edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])

    return edit


@pytest.fixture
def lost(write, passage, change):
    """A note of the member whose words an edit has taken out."""
    note = write("Still mine.", pointer=passage("None of this stands"))
    change(ENDING, "The end.")
    note.target.refresh_from_db()
    assert note.target.is_lost
    return note


def count(reading, kind, ref):
    found = Tally.objects.filter(reading=reading, kind=kind, ref=ref).first()
    return found.count if found else 0


def stands(note):
    note.target.refresh_from_db()
    target = note.target
    text = target.section.version.plain_text
    assert text[target.start : target.end] == target.exact
    assert target.state == "placed"
    placement = target.placements.get(version=target.section.version)
    assert (placement.start, placement.end, placement.state) == (target.start, target.end, "placed")
    return target.exact


def test_a_lost_note_is_placed_on_other_words(lost, member, facilitator, passage, reading, chapter):
    add_note(author=facilitator, reading=reading, parent=lost, body="Where was it?")
    place_note(user=member, note=lost, pointer=passage("one field"))
    assert stands(lost) == "one field"
    assert lost.target.first_exact == "one field"
    block = chapter.blocks.get(number="1.2")
    assert count(reading, "block", block.pk) == 2  # with what was said under it
    assert count(reading, "chapter", chapter.pk) == 2


def test_moving_a_note_moves_its_count(write, passage, member, reading, chapter, key_of):
    note = write(pointer=passage("one field"))
    fence = Pointer("block", key=key_of("2.2"))
    place_note(user=member, note=note, pointer=fence)
    numbers = dict(chapter.blocks.values_list("number", "pk"))
    assert count(reading, "block", numbers["1.2"]) == 0
    assert count(reading, "block", numbers["2.2"]) == 1
    assert count(reading, "section", chapter.sections.get(order=0).pk) == 0
    assert count(reading, "chapter", chapter.pk) == 1


def test_a_private_note_moves_without_a_trace(write, passage, member, reading, group):
    note = write(pointer=passage("one field"), audience="me")
    seq = type(group).objects.get(pk=group.pk).seq
    place_note(user=member, note=note, pointer=Pointer("chapter"))
    assert type(group).objects.get(pk=group.pk).seq == seq
    assert not Tally.objects.filter(reading=reading, count__gt=0).exists()


def test_changed_words_are_accepted(write, passage, change, member):
    note = write(pointer=passage("its rule is seldom written down"))
    change("its rule is seldom written down", "its rule is never written down")
    note.target.refresh_from_db()
    assert note.target.state == "changed"
    accept_wording(user=member, note=note)
    assert stands(note) == "its rule is never written down"
    assert note.target.first_exact == note.target.exact


def test_archiving_is_for_what_is_lost(lost, write, member):
    archive_note(user=member, note=lost)
    lost.target.refresh_from_db()
    assert lost.target.archived_at is not None
    with pytest.raises(ValidationError):
        archive_note(user=member, note=write(pointer=Pointer("chapter")))
    with pytest.raises(ValidationError):
        accept_wording(user=member, note=lost)


def test_a_new_place_takes_a_note_out_of_the_archive(lost, member, passage):
    archive_note(user=member, note=lost)
    place_note(user=member, note=lost, pointer=passage("one field"))
    lost.target.refresh_from_db()
    assert lost.target.archived_at is None


@pytest.mark.parametrize("verb", [accept_wording, archive_note])
def test_nobody_settles_another_s_note(lost, facilitator, verb):
    with pytest.raises(PermissionDenied):
        verb(user=facilitator, note=lost)


def test_a_reply_and_a_deleted_note_have_no_place(write, passage, member):
    note = write(pointer=passage("one field"))
    reply = write(parent=note)
    with pytest.raises(ValidationError):
        place_note(user=member, note=reply, pointer=Pointer("chapter"))
    delete_note(user=member, note=note)
    with pytest.raises(ValidationError):
        place_note(user=member, note=note, pointer=Pointer("chapter"))


# Pages ------------------------------------------------------------------------------------------


@pytest.fixture
def page(lost):
    return f"{lost.get_absolute_url()}place/"


def test_the_page_shows_where_the_words_stood_and_what_is_near(member_client, page):
    html = member_client.get(page).content.decode()
    assert "<mark>None of this stands</mark> in the ledger" in html
    assert "The end." in html
    assert "Still mine." in html


def test_the_nearest_paragraph_that_is_left_is_shown_with_its_words(member_client, page, key_of):
    html = member_client.get(page).content.decode()
    nearest = html.partition("Nearest to it now")[2].partition("</section>")[0]
    assert "hear of trouble early" in nearest
    assert f'href="#b-{key_of("1.3")}"' in nearest


def test_of_a_section_that_is_gone_the_one_before_is_nearest(
    member_client, write, passage, chapter, key_of
):
    note = write("Of prices.", pointer=passage("The fence followed the price"))
    section = chapter.sections.get(order=1)
    gone = SectionDraft("", section.body, (), section.pk, 1, section.slug, removed=True)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[gone])
    html = member_client.get(f"{note.get_absolute_url()}place/").content.decode()
    assert "<mark>The fence followed the price</mark>" in html
    nearest = html.partition("Nearest to it now")[2].partition("</section>")[0]
    assert "None of this stands in the ledger" in nearest
    assert key_of("1.4") in nearest


def test_facilitators_see_where_it_stood_and_settle_nothing(facilitator_client, page, lost):
    html = facilitator_client.get(page).content.decode()
    assert "<mark>None of this stands</mark> in the ledger" in html
    assert "hear of trouble early" in html
    assert "Still mine." in html
    assert "Only Mira can give it a new place." in html
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]
    assert facilitator_client.post(page, {"number": "1.2"}).status_code == 403
    lost.target.refresh_from_db()
    assert lost.target.is_lost


def test_where_a_private_note_stood_is_its_authors_to_see(
    facilitator_client, member_client, write, passage, change
):
    note = write("Mine.", pointer=passage("None of this stands"), audience="me")
    change(ENDING, "The end.")
    address = f"{note.get_absolute_url()}place/"
    assert member_client.get(address).status_code == 200
    assert facilitator_client.get(address).status_code == 404


def test_what_stands_is_its_authors_to_move(facilitator_client, write, passage):
    note = write(pointer=passage("one field"))
    assert facilitator_client.get(f"{note.get_absolute_url()}place/").status_code == 403


def test_words_selected_in_the_text(member_client, page, lost, passage):
    p = passage("one field")
    sent = {"section": p.section, "version": p.version, "start": p.start, "end": p.end}
    response = member_client.post(page, {**sent, "exact": p.exact}, follow=True)
    assert response.status_code == 200
    assert "Your note has its new place." in response.content.decode()
    assert stands(lost) == "one field"


@pytest.mark.parametrize(("words", "exact"), [("its rule", "its rule"), ("", "The fence")])
def test_a_number_and_words_that_are_typed(member_client, page, lost, words, exact):
    number = "1.2" if words else "2.2"
    member_client.post(page, {"number": number, "words": words})
    assert stands(lost).startswith(exact)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "or type a paragraph"),
        ({"number": "9.9"}, "There is no paragraph with this number."),
        ({"number": "1.2", "words": "no such words"}, "do not stand in the paragraph"),
        ({"start": "-1", "exact": "x"}, "Select words in the text"),
    ],
)
def test_bad_input_is_said_and_moves_nothing(member_client, page, lost, sent, said):
    response = member_client.post(page, sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    lost.target.refresh_from_db()
    assert lost.target.is_lost


def test_words_of_a_page_that_is_stale_are_refused(member_client, page, passage, change):
    p = passage("seldom written down")
    change("is seldom written down", "stands on a stone")
    sent = {"section": p.section, "version": p.version, "start": p.start, "end": p.end}
    response = member_client.post(page, {**sent, "exact": p.exact})
    assert response.status_code == 409
    assert "no longer" in response.content.decode()


def test_a_lost_note_can_stay_on_its_section(member_client, lost):
    member_client.post(f"{lost.get_absolute_url()}place/section/")
    lost.target.refresh_from_db()
    assert (lost.target.kind, lost.target.state) == ("section", "placed")


def test_an_archived_note_is_found_in_the_archive(member_client, lost, reading):
    base = reading.get_absolute_url()
    assert "Still mine." in member_client.get(f"{base}notes/").content.decode()
    member_client.post(f"{lost.get_absolute_url()}archive/")
    assert "Still mine." not in member_client.get(f"{base}notes/").content.decode()
    archived = member_client.get(f"{base}archive/notes/").content.decode()
    assert "Still mine." in archived
    assert "Archived" in archived


def test_only_its_author_is_offered_a_new_place(member_client, facilitator_client, lost, reading):
    address = f"{reading.get_absolute_url()}notes/"
    assert "Choose a new place" in member_client.get(address).content.decode()
    assert "Needs a new place" in facilitator_client.get(address).content.decode()
    others = facilitator_client.get(address).content.decode()
    assert "Choose a new place" not in others
    assert f'href="{lost.get_absolute_url()}place/">Where it stood' in others
