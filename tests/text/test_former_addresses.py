"""An address that was left leads on to where its text stands, for those who may see it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import resolve, reverse

from readings.annotation.models import Note
from readings.editing.actions import edit_chapter
from readings.editing.restoring import restore_version
from readings.text.actions import (
    change_book,
    change_chapter,
    create_chapter,
    get_or_create_book,
    start_reading,
)
from readings.text.forwarding import forward_to_heir
from readings.text.models import FormerAddress, FormerSectionAddress
from readings.text.writing import SectionDraft
from tests.editing.standing import draft
from tests.fixtures.admin import AdminPage, errors_of

OLD, NEW = "/g/thursday-readers/the-commons/the-fence/", "/g/thursday-readers/the-commons/price/"
FENCE = "why-the-fence-went-up"


@pytest.fixture
def renamed(addresses, chapter):
    """The chapter at another address, after everything was given its own under the old one."""
    change_chapter(user=None, chapter=chapter, slug="price")
    return addresses


@pytest.fixture
def rewrite(chapter):
    """Saves a section with changes, as an editor does."""

    def save(section, **changes):
        section.refresh_from_db()
        edit_chapter(
            user=None, chapter=chapter, base_versions={}, changes=[draft(section, **changes)]
        )
        section.refresh_from_db()

    return save


@pytest.fixture
def fence(chapter):
    return chapter.sections.get(slug=FENCE)


# Chapters and books -----------------------------------------------------------------------------


def test_every_page_of_a_chapter_is_found_at_its_new_address(renamed, facilitator_client):
    below = {name: path for name, path in renamed.items() if path.startswith(OLD)}
    assert len(below) > 12
    for name, path in below.items():
        response = facilitator_client.get(f"{path}?a=1&b=2")
        if response.status_code == 405:  # it takes a form alone: see below
            continue
        assert (name, response.status_code) == (name, 301)
        assert response["Location"] == f"{path.replace(OLD, NEW)}?a=1&b=2"
        assert "no-cache" in response["Cache-Control"]


def test_what_is_sent_to_an_old_address_is_stored(renamed, member_client):
    sent = {"body": "Written meanwhile.", "audience": "group", "kind": "chapter"}
    response = member_client.post(f"{OLD}notes/", sent)
    assert (response.status_code, response["Location"]) == (308, f"{NEW}notes/")
    member_client.post(f"{OLD}notes/", sent, follow=True)
    assert Note.objects.filter(body="Written meanwhile.").exists()


def test_strangers_hear_nothing_of_an_old_address(renamed, stranger_client, admin_client):
    for client in (stranger_client, admin_client):
        for path in (OLD, f"{OLD}notes/", NEW):
            response = client.get(path)
            assert response.status_code == 404
            assert b"price" not in response.content


def test_whoever_is_signed_out_signs_in_first(renamed, client, member):
    response = client.get(OLD)
    assert response["Location"] == f"/accounts/login/?next={OLD}"
    client.force_login(member)
    assert client.get(OLD, follow=True).redirect_chain == [(NEW, 301)]


def test_a_books_address_is_part_of_its_chapters(reading, book, member_client):
    change_book(user=None, book=book, slug="common-land")
    response = member_client.get(f"{OLD}notes/")
    assert response["Location"] == "/g/thursday-readers/common-land/the-fence/notes/"


def test_after_many_changes_the_way_is_one_step(reading, book, chapter, member_client):
    change_chapter(user=None, chapter=chapter, slug="price")
    change_book(user=None, book=book, slug="common-land")
    change_chapter(user=None, chapter=chapter, slug="walls")
    other = get_or_create_book(user=None, title="Another Book")
    change_chapter(user=None, chapter=chapter, book=other)
    now = "/g/thursday-readers/another-book/walls/"
    for was in ("the-commons/the-fence", "the-commons/price", "common-land/price",
                "common-land/walls"):  # fmt: skip
        assert member_client.get(f"/g/thursday-readers/{was}/")["Location"] == now
    assert FormerAddress.objects.count() == 4


def test_there_and_back_leaves_one_way_alone(reading, chapter, member_client):
    change_chapter(user=None, chapter=chapter, slug="price")
    change_chapter(user=None, chapter=chapter, slug="the-fence")
    assert member_client.get(OLD).status_code == 200
    assert member_client.get(NEW)["Location"] == OLD
    assert [str(row) for row in FormerAddress.objects.all()] == ["the-commons/price"]


def test_an_address_that_is_used_again_is_its_new_owners(
    reading, book, chapter, group, member_client
):
    change_chapter(user=None, chapter=chapter, slug="price")
    other = create_chapter(
        user=None, book=book, number=13, title="Other", sections=[], footnotes={}
    )
    start_reading(user=None, group=group, chapter=other)
    change_chapter(user=None, chapter=other, slug="the-fence")
    response = member_client.get(OLD)
    assert response.status_code == 200
    assert b"Other" in response.content
    assert [str(row) for row in FormerAddress.objects.all()] == ["the-commons/other"]


def test_a_new_text_takes_no_address_that_leads_somewhere(book, chapter):
    change_chapter(user=None, chapter=chapter, slug="price")
    change_book(user=None, book=book, slug="common-land", title="Common Land")
    change_chapter(user=None, chapter=chapter, slug="walls")
    fresh = get_or_create_book(user=None, title="The Commons")
    assert fresh.slug == "the-commons-2"
    again = create_chapter(
        user=None, book=book, number=13, title="Price", sections=[], footnotes={}
    )
    assert again.slug == "price-2"


def test_other_facts_leave_no_address_behind(chapter, book):
    change_chapter(user=None, chapter=chapter, title="The Wall", number=3)
    change_book(user=None, book=book, title="Commons", author="B.")
    change_chapter(user=None, chapter=chapter, slug="the-fence")
    assert not FormerAddress.objects.exists()


def test_only_editors_move_a_text(chapter, book, facilitator):
    with pytest.raises(PermissionDenied):
        change_chapter(user=facilitator, chapter=chapter, slug="price")
    with pytest.raises(PermissionDenied):
        change_book(user=facilitator, book=book, slug="price")
    assert not FormerAddress.objects.exists()


def test_the_admins_forms_leave_a_way_on(admin_client, reading, book, chapter, member_client):
    page = AdminPage(admin_client, reverse("admin:readings_chapter_change", args=[chapter.pk]))
    page.save(slug="price")
    page = AdminPage(admin_client, reverse("admin:readings_book_change", args=[book.pk]))
    page.send(slug="common-land")
    now = "/g/thursday-readers/common-land/price/"
    assert member_client.get(OLD)["Location"] == member_client.get(NEW)["Location"] == now


# Sections ---------------------------------------------------------------------------------------


def test_a_sections_notes_are_found_at_its_new_address(
    reading, fence, rewrite, member_client, stranger_client
):
    rewrite(fence, slug="price")
    response = member_client.get(f"{OLD}s/{FENCE}/notes/?span=1-2")
    assert (response.status_code, response["Location"]) == (301, f"{OLD}s/price/notes/?span=1-2")
    assert stranger_client.get(f"{OLD}s/{FENCE}/notes/").status_code == 404
    assert member_client.get(f"{OLD}s/never/notes/").status_code == 404


def test_old_chapter_and_old_section_lead_on_together(reading, chapter, fence, rewrite,
                                                      member_client):  # fmt: skip
    rewrite(fence, slug="price")
    change_chapter(user=None, chapter=chapter, slug="walls")
    answer = member_client.get(f"{OLD}s/{FENCE}/notes/", follow=True)
    base = "/g/thursday-readers/the-commons/walls/s"
    steps = [(f"{base}/{FENCE}/notes/", 301), (f"{base}/price/notes/", 301)]
    assert answer.redirect_chain == steps


def test_an_old_fragment_stands_in_the_section(reading, fence, rewrite, member_client):
    rewrite(fence, slug="price")
    rewrite(fence, slug="walls")
    html = member_client.get(OLD).content.decode()
    section = html[html.index('id="s-walls"') :].partition("</section>")[0]
    assert f'<span id="s-{FENCE}"></span><span id="s-price"></span>' in section
    rewrite(fence, body=fence.body.replace("price", "prize"))
    html = member_client.get(f"{OLD}corrections/").content.decode()
    assert f'<span id="s-{FENCE}"></span>' in html


def test_old_names_are_understood_wherever_a_place_is_asked_for(
    reading, fence, rewrite, member_client, facilitator_client, write, passage
):
    own = write(pointer=passage("one field"))
    write("On the whole section.", pointer=passage("the price followed the fence"))
    rewrite(fence, slug="price")
    opened = member_client.get(f"{OLD}?open=s/{FENCE}").content.decode()
    assert 'data-panel="s/price"' in opened or "s/price/notes/" in opened
    asked = facilitator_client.get(f"{OLD}questions/new/?on=s/{FENCE}")
    assert "Why the fence went up" in asked.content.decode()
    chosen = member_client.get(f"{own.get_absolute_url()}place/?section={FENCE}")
    assert chosen.context["section"] == fence


def test_a_section_that_went_into_another_leads_there(reading, fence, opening, rewrite, chapter,
                                                      member_client):  # fmt: skip
    rewrite(fence, slug="price")
    rewrite(fence, removed=True)
    assert member_client.get(f"{OLD}s/price/notes/").status_code == 404
    forward_to_heir(fence, opening)
    for slug in ("price", FENCE):
        answer = member_client.get(f"{OLD}s/{slug}/notes/")
        assert answer["Location"] == f"{OLD}s/opening/notes/"


def test_a_section_that_comes_back_has_its_address_again(
    reading, fence, opening, rewrite, member_client
):
    first = fence.current
    rewrite(fence, removed=True)
    forward_to_heir(fence, opening)
    restore_version(user=None, version=first, base_version=2)
    assert member_client.get(f"{OLD}s/{FENCE}/notes/").status_code == 200
    assert not FormerSectionAddress.objects.exists()


def test_a_section_that_comes_back_has_its_older_addresses_again(
    reading, fence, opening, rewrite, chapter, member_client
):
    new = SectionDraft(heading="Middle", body="Words.", order=1)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    middle = chapter.sections.get(slug="middle")
    rewrite(fence, slug="price")
    stood = fence.current
    rewrite(fence, removed=True, heir=middle.pk)
    rewrite(middle, removed=True, heir=opening.pk)
    assert member_client.get(f"{OLD}s/{FENCE}/notes/")["Location"] == f"{OLD}s/opening/notes/"
    restore_version(user=None, version=stood, base_version=fence.current.number)
    assert member_client.get(f"{OLD}s/{FENCE}/notes/")["Location"] == f"{OLD}s/price/notes/"
    assert member_client.get(f"{OLD}s/middle/notes/")["Location"] == f"{OLD}s/opening/notes/"
    assert {row.owner for row in fence.former_addresses.all()} == {None}


def test_a_slug_that_is_used_again_leads_nowhere_else(reading, fence, opening, rewrite,
                                                      member_client):  # fmt: skip
    rewrite(fence, slug="price")
    rewrite(opening, slug=FENCE)
    answer = member_client.get(f"{OLD}s/{FENCE}/notes/")
    assert answer.status_code == 200
    assert "Opening" in answer.content.decode()
    rows = FormerSectionAddress.objects.values_list("slug", "section")
    assert list(rows) == [("opening", opening.pk)]


def test_a_new_section_takes_no_slug_that_leads_somewhere(chapter, fence, rewrite):
    rewrite(fence, slug="price")
    new = SectionDraft(heading="Why the fence went up", body="Words.", order=5)
    edit = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    assert edit.changes[0].section.slug == f"{FENCE}-2"


def test_a_slug_of_another_section_is_refused_beside_the_field(admin_client, fence, opening):
    page = AdminPage(admin_client, reverse("admin:readings_section_change", args=[fence.pk]))
    assert "already has a section at this address" in errors_of(page.send(slug="opening"))
    assert not FormerSectionAddress.objects.exists()


def test_no_address_without_a_chapter_is_looked_up(member_client, django_assert_num_queries):
    assert resolve("/g/nowhere/").kwargs == {"slug": "nowhere"}
    with django_assert_num_queries(4):  # the session, the person, the group, one that left
        assert member_client.get("/g/nowhere/").status_code == 404
