"""Corrections of a section's own heading, from the proposal to what readers see of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer, StalePlace
from readings.editing.errata import ByHand, accept_correction, decline_correction
from readings.editing.relocating import rename_section
from readings.text.models import Section
from tests.editing.standing import assert_all_in_order
from tests.fixtures.admin import AdminPage, fields_of, messages_of

MENDED = "The parts of it"


@pytest.fixture
def erratum(propose, parts):
    return propose("Parts", MENDED, pointer=pointing_at(parts))


@pytest.fixture
def rename(admin, parts):
    """Somebody else gives the section another heading."""
    return lambda heading: rename_section(
        user=admin, section=parts, base_version=version(parts), heading=heading
    )


@pytest.fixture
def own(chapter, group, facilitator_client):
    """A facilitator, whose group's own text it is."""
    chapter.book.group = group
    chapter.book.save()
    return facilitator_client


def pointing_at(section, words="Parts"):
    return Pointer("section", section=section.pk, exact=words)


def version(section):
    return Section.objects.get(pk=section.pk).current.number


def heading(section):
    return Section.objects.get(pk=section.pk).heading


def accept(admin, erratum, section):
    accept_correction(user=admin, erratum=erratum, base_version=version(section))
    erratum.refresh_from_db()


# Proposing ---------------------------------------------------------------------------------------


def test_from_the_notes_on_a_section_to_the_proposal(member_client, reading, parts):
    base = reading.get_absolute_url()
    panel = member_client.get(f"{base}s/{parts.slug}/notes/").content.decode()
    composer = {**fields_of(panel), "begin": "1", "body": "Look it up."}
    page = member_client.post(f"{base}errata/new/", composer).content.decode()
    assert "The heading as it stands" in page
    sent = fields_of(page)
    assert (sent["exact"], sent["new_words"], sent["body"]) == ("Parts", "Parts", "Look it up.")
    made = member_client.post(f"{base}errata/new/", {**sent, "new_words": f" {MENDED}\r\n"})
    erratum = Erratum.objects.get()
    assert (erratum.old_words, erratum.new_words) == ("Parts", MENDED)
    assert erratum.note.target.kind == "section"
    shown = member_client.get(made["Location"], follow=True).content.decode()
    assert "Correction proposed" in shown
    assert "The text has changed there since" not in shown


def test_a_heading_has_an_address_of_its_own_and_an_opening_has_none(
    member_client, reading, parts, opening
):
    address = f"{reading.get_absolute_url()}errata/new/?on=s/"
    sent = fields_of(member_client.get(f"{address}{parts.slug}").content.decode())
    assert (sent["kind"], sent["section"], sent["exact"]) == ("section", str(parts.pk), "Parts")
    assert member_client.get(f"{address}{opening.slug}").status_code == 404
    panel = member_client.get(f"{reading.get_absolute_url()}s/{opening.slug}/notes/")
    assert b"Propose a correction" not in panel.content


def test_what_no_heading_can_be_is_refused(propose, parts):
    with pytest.raises(ValidationError) as refused:
        propose("Parts", "x" * 301, pointer=pointing_at(parts))
    assert list(refused.value.message_dict) == ["new_words"]


def test_a_heading_that_was_renamed_meanwhile(propose, parts, rename):
    rename("Shares")
    with pytest.raises(StalePlace):
        propose("Parts", MENDED, pointer=pointing_at(parts))
    assert not Note.objects.exists()


# Deciding ----------------------------------------------------------------------------------------


def test_accepting_mends_the_heading_and_no_word_of_the_text(
    erratum, admin, parts, write, passage, reading
):
    note = write(pointer=passage("First words"))
    before = parts.current.plain_text
    accept(admin, erratum, parts)
    section = Section.objects.select_related("version").get(pk=parts.pk)
    assert (section.heading, section.slug) == (MENDED, parts.slug)
    assert section.current.plain_text == before
    assert (erratum.state, erratum.version) == ("accepted", section.current)
    note.target.refresh_from_db()
    assert (note.target.state, note.target.exact) == ("placed", "First words")
    assert erratum.note.target.state == "placed"
    assert_all_in_order(reading)


def test_the_queue_accepts_it_by_one_press(client_of, staff, erratum, parts):
    desk = client_of(staff)
    page = desk.get(reverse("admin:readings_erratum_change", args=[erratum.pk]))
    assert "Heading" in page.content.decode()
    address = reverse("admin:readings_erratum_acceptance", args=[erratum.pk])
    look = desk.post(address, {"base_version": version(parts), "_look": "1"})
    assert [piece.kind for piece in look.context["foresight"].pieces][:2] == ["gone", "new"]
    assert heading(parts) == "Parts"
    sent = desk.post(address, {"base_version": version(parts)}, follow=True)
    assert "Accepted" in messages_of(sent)
    assert heading(parts) == MENDED


def test_one_that_reads_otherwise_by_now_is_for_a_person(
    client_of, staff, admin, erratum, parts, rename
):
    rename("Shares")
    with pytest.raises(ByHand):
        accept(admin, erratum, parts)
    desk = client_of(staff)
    html = desk.get(reverse("admin:readings_erratum_change", args=[erratum.pk])).content.decode()
    assert "It reads now:" in html
    assert "<mark>Shares</mark>" in html
    form = reverse("admin:readings_section_change", args=[parts.pk])
    page = AdminPage(desk, f"{form}?erratum={erratum.pk}")
    page.save(heading="The shares of it")
    erratum.refresh_from_db()
    assert (heading(parts), erratum.state) == ("The shares of it", "accepted")


def test_a_facilitator_writes_it_by_hand(own, group, erratum, parts, rename):
    rename("Shares")
    page = own.get(reverse("erratum", args=[group.slug, erratum.pk])).content.decode()
    fields = fields_of(page)
    assert fields["body"] == "Shares"
    address = reverse("erratum-acceptance", args=[group.slug, erratum.pk])
    for wrong, said in (("", "Only the first section"), ("x" * 301, "at most 300")):
        refused = own.post(address, {**fields, "body": wrong})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    own.post(address, {**fields, "body": "The shares  of it"})
    erratum.refresh_from_db()
    assert (heading(parts), erratum.state) == ("The shares of it", "accepted")


def test_a_section_that_went_into_another_keeps_the_proposal(
    merge, erratum, parts, opening, own, group
):
    merge(opening.chapter.sections.filter(order__lt=parts.order).last(), parts)
    page = own.get(reverse("erratum", args=[group.slug, erratum.pk])).content.decode()
    assert "The text has changed there since" in page


def test_declining_says_why(erratum, admin, parts, member_client, reading):
    decline_correction(user=admin, erratum=erratum, answer="It is the author’s.")
    html = member_client.get(f"{reading.get_absolute_url()}s/{parts.slug}/notes/").content.decode()
    assert "It is the author’s." in html
    assert heading(parts) == "Parts"


# Seen by readers ---------------------------------------------------------------------------------


def test_readers_see_the_heading_before_and_after_and_who_proposed_it(
    erratum, admin, parts, member_client, reading
):
    accept(admin, erratum, parts)
    base = reading.get_absolute_url()
    assert f'href="corrections/#s-{parts.slug}"' in member_client.get(base).content.decode()
    html = member_client.get(f"{base}corrections/").content.decode()
    assert "proposed by Mira" in html
    assert "<del>Parts</del><ins>The parts of it</ins>" in html
    assert "First words stand here" not in html
