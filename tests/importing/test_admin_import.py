"""Importing from the admin: the outline and its warnings first, then one chapter or nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readings.text.models import Book, Chapter
from tests.fixtures.admin import fields_of, messages_of

ADDRESS = "admin:readings_chapter_import"
FILE = """The Commons

Chapter 7: The Well

The well was dug before anybody kept accounts. [1] People kept it clean in order to:

1. drink from it
2. meet at it

Who may draw

Nobody asked who might draw from it, and nobody was ever turned away.

Notes

1. Almanac of the Parish, p. 3.
"""


@pytest.fixture
def upload(admin_client):
    def send(content, client=admin_client, name="well.txt"):
        data = content if isinstance(content, bytes) else content.encode()
        file = SimpleUploadedFile(name, data, content_type="text/plain")
        return client.post(reverse(ADDRESS), {"file": file})

    return send


@pytest.fixture
def confirm(admin_client):
    def send(response, button="import", **changes):
        data = fields_of(response.content.decode()) | changes | {button: "x"}
        return admin_client.post(reverse(ADDRESS), data, follow=True)

    return send


def test_the_outline_is_shown_and_nothing_is_saved(upload):
    response = upload(FILE)
    html = response.content.decode()
    outline = response.context["outline"]
    assert [section.heading for section in outline.sections] == [None, "Who may draw"]
    assert "drink from it" in html
    assert "Almanac of the Parish" in html
    fields = fields_of(html)
    assert (fields["book"], fields["number"], fields["title"]) == ("The Commons", "7", "The Well")
    assert not Chapter.objects.exists()
    assert not Book.objects.exists()


def test_every_warning_and_every_line_left_out_is_shown(upload):
    response = upload(f"{FILE}\nGo to Chapter 8\n")
    outline = response.context["outline"]
    html = response.content.decode()
    assert "Go to Chapter 8" in outline.left_out
    assert outline.warnings
    assert all(warning in html for warning in outline.warnings)


def test_the_confirmed_text_becomes_the_chapter(upload, confirm, admin):
    response = confirm(upload(FILE), number="9", title="The Old Well")
    made = Chapter.objects.get()
    assert response.redirect_chain[-1][0] == reverse(
        "admin:readings_chapter_change", args=[made.pk]
    )
    assert "was imported" in messages_of(response)
    assert (made.book.title, made.number, made.title) == ("The Commons", 9, "The Old Well")
    opening = made.sections.get(order=0)
    assert [reason.text for reason in opening.reasons.all()] == ["drink from it", "meet at it"]
    assert opening.current.created_by == admin
    assert made.footnotes.get().body == "Almanac of the Parish, p. 3."


def test_the_same_text_again_changes_nothing(upload, confirm):
    confirm(upload(FILE))
    response = confirm(upload(FILE.replace("\n", "\r\n")))
    assert "had been imported before; nothing was changed" in messages_of(response)
    assert Chapter.objects.count() == 1


def test_a_text_that_was_changed_is_shown_before_it_is_imported(upload, confirm):
    page = upload(FILE)
    text = fields_of(page.content.decode())["text"].replace("Who may draw", "Who may drink")
    shown = confirm(page, text=text)
    assert "You have changed the text" in shown.content.decode()
    assert shown.context["outline"].sections[1].heading == "Who may drink"
    assert not Chapter.objects.exists()
    confirm(shown)
    assert Chapter.objects.get().sections.get(order=1).heading == "Who may drink"


def test_reading_again_saves_nothing_and_keeps_what_was_typed(upload, confirm):
    shown = confirm(upload(FILE), button="look", title="Mine")
    assert 'value="Mine"' in shown.content.decode()
    assert shown.context["outline"] is not None
    assert not Chapter.objects.exists()


def test_another_text_under_a_number_that_is_taken_is_refused(upload, confirm):
    confirm(upload(FILE))
    shown = confirm(upload(FILE.replace("meet at it", "mend it")))
    assert "already has a chapter 7, with another text" in shown.content.decode()
    assert [reason.text for reason in shown.context["outline"].reasons][1] == "mend it"
    assert Chapter.objects.count() == 1


def test_names_that_are_missing_are_asked_for(upload, confirm):
    shown = confirm(upload("Words without a title, which go on for quite a while here.\n"), book="")
    assert "This field is required." in shown.content.decode()
    assert not Chapter.objects.exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "it holds no words"),
        (b"\n \n", "it holds no words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"%PDF-1.7 and so on", "not plain text"),
        (b"word " * 200_001, "too large for one chapter"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(upload, content, complaint):
    response = upload(content)
    assert response.status_code == 200
    assert complaint in response.content.decode()
    assert not Chapter.objects.exists()


def test_a_file_is_asked_for(admin_client):
    response = admin_client.post(reverse(ADDRESS), {})
    assert "This field is required." in response.content.decode()


def test_staff_may_import_and_members_may_not(upload, client_of, person, member):
    assert upload(FILE, client=client_of(person("Stefan", is_staff=True))).context["outline"]
    assert upload(FILE, client=client_of(member)).status_code in (302, 403)


def test_the_list_of_chapters_leads_here(admin_client):
    html = admin_client.get(reverse("admin:readings_chapter_changelist")).content.decode()
    assert reverse(ADDRESS) in html


def test_words_of_a_file_are_never_markup(upload):
    html = upload(FILE.replace("The well was", "<script>alert(1)</script> The well was"))
    assert "<script>alert" not in html.content.decode()


def test_a_file_is_imported_in_the_browser(page_of, admin, axe):
    page = page_of(admin)
    page.goto(reverse("admin:readings_chapter_changelist"))
    page.get_by_role("link", name="Import from a file").click()
    axe(page)
    file = {"name": "well.txt", "mimeType": "text/plain", "buffer": FILE.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="What was found").wait_for()
    axe(page)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("was imported").wait_for()
    assert Chapter.objects.get().title == "The Well"


def test_markdown_is_read_as_such_also_after_a_correction(upload, confirm):
    text = "# The Well\n\n- dug\n- drunk from\n\n## Who may draw\n\nEverybody.\n"
    page = upload(text, name="well.md")
    assert [s.heading for s in page.context["outline"].sections] == [None, "Who may draw"]
    shown = confirm(page, text=text.replace("- dug", "- dug deep"), book="The Commons")
    confirm(shown)
    blocks = Chapter.objects.get().blocks.order_by("number")
    assert [block.kind for block in blocks] == ["list", "paragraph"]
    assert "dug deep" in blocks[0].html


def test_a_newer_text_updates_the_chapter_that_is_there(upload, confirm, admin):
    confirm(upload(FILE))
    page = upload(FILE.replace("meet at it", "mend it"))
    assert "“7. The Well” is there already" in page.content.decode()
    assert page.content.decode().count("No note or question points at") == 1
    assert Chapter.objects.get().sections.get(order=0).current.number == 1
    response = confirm(page, button="update")
    assert "was updated" in messages_of(response)
    section = Chapter.objects.get().sections.get(order=0)
    assert (section.current.number, section.current.created_by) == (2, admin)
    assert "mend it" in section.current.plain_text


def test_a_chapter_that_changed_meanwhile_is_looked_at_again(upload, confirm):
    confirm(upload(FILE))
    first = upload(FILE.replace("meet at it", "mend it"))
    confirm(upload(FILE.replace("Who may draw", "Who may drink")), button="update")
    shown = confirm(first, button="update")
    assert "Look again" in shown.content.decode()
    assert Chapter.objects.get().sections.get(order=1).heading == "Who may drink"
    confirm(shown, button="update")
    assert Chapter.objects.get().sections.get(order=1).heading == "Who may draw"


def test_the_text_that_is_there_offers_no_update(upload, confirm):
    confirm(upload(FILE))
    assert upload(FILE).context["standing"] is None
