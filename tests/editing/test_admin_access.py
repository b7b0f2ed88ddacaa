"""Who may open what in the admin."""

from __future__ import annotations

import pytest
from django.contrib import admin as django_admin
from django.test import Client
from django.urls import reverse

from readings.annotation.moderating import flag_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, ask_question
from readings.groups.actions import make_join_link
from readings.groups.models import AuditEntry

TEXTS = {
    "book",
    "chapter",
    "section",
    "reading",
    "question",
    "sectionversion",
    "erratum",
    "picture",
}
ADMINISTRATORS = {"user", "membership", "joinlink", "auditentry"}


@pytest.fixture
def staff(person):
    return person("Stefan", is_staff=True)


@pytest.fixture
def everything(reading, write, facilitator, member, passage, propose, picture):
    """One row of everything that the admin knows, by the model's name."""
    link = make_join_link(user=facilitator, group=reading.group)
    section = reading.chapter.sections.get(order=1)
    return {
        "book": reading.chapter.book,
        "chapter": reading.chapter,
        "section": section,
        "sectionversion": section.current,
        "reading": reading,
        "question": add_own_question(
            user=None, chapter=reading.chapter, pointer=Pointer("chapter"), body="Whose field?"
        ),
        "studygroup": reading.group,
        "user": member,
        "membership": reading.group.memberships.get(user=member),
        "joinlink": link,
        "auditentry": AuditEntry.objects.first(),
        "note": write(pointer=passage("one field")),
        # On a note by the one facilitator: others are for the group alone.
        "flag": flag_note(
            user=member,
            note=write(author=facilitator, pointer=passage("one field")),
            reason="unkind",
        ),
        "erratum": propose("seldom", "rarely"),
        "picture": picture,
    }


def lists():
    models = [model for model in django_admin.site._registry if model._meta.app_label == "readings"]
    return {
        model._meta.model_name: reverse(f"admin:readings_{model._meta.model_name}_changelist")
        for model in models
    }


def opened(client, addresses):
    """The names whose page the client sees."""
    return {name for name, url in addresses.items() if client.get(url).status_code == 200}


def pages(everything):
    return {
        name: reverse(f"admin:readings_{name}_change", args=[row.pk])
        for name, row in everything.items()
    }


def test_everything_has_a_row_in_these_tests(everything):
    assert set(everything) == set(lists())


@pytest.mark.django_db
def test_those_who_are_signed_out_sign_in_first():
    for url in ("/admin/", *lists().values()):
        response = Client().get(url)
        assert response.status_code == 302
        assert "/login/" in response["Location"]


@pytest.mark.parametrize("who", ["stranger", "member", "facilitator"])
def test_members_have_no_admin(who, request, client_of, everything):
    client = client_of(request.getfixturevalue(who))
    for url in ("/admin/", *lists().values(), *pages(everything).values()):
        response = client.get(url, follow=True)
        assert response.status_code == 403
        assert b"Commons" not in response.content


def test_staff_edit_texts_and_see_no_group_from_inside(staff, client_of, everything):
    client = client_of(staff)
    assert opened(client, lists()) == TEXTS | {"studygroup"}
    assert opened(client, pages(everything)) == TEXTS | {"studygroup"}


def test_staff_cannot_change_groups_or_people(staff, client_of, everything):
    client = client_of(staff)
    for name in ADMINISTRATORS | {"studygroup", "note"}:
        assert client.post(pages(everything)[name], {"name": "x"}).status_code == 403
        assert client.get(reverse(f"admin:readings_{name}_add")).status_code == 403


def test_staff_see_how_many_notes_a_chapter_has_and_no_words(staff, client_of, everything, write):
    write("Private words.", pointer=Pointer("chapter"), audience="me")
    client = client_of(staff)
    row = client.get(lists()["chapter"]).context["cl"].result_list[0]
    assert row.notes == 3
    html = client.get(pages(everything)["chapter"]).content.decode()
    assert "A note." not in html


def test_a_moderator_reads_what_groups_share(staff, client_of, grant, everything, facilitator):
    grant(staff, "moderate_note")
    ask_question(
        user=facilitator, reading=everything["reading"], pointer=Pointer("chapter"), body="Ours?"
    )
    client = client_of(staff)
    assert opened(client, lists()) == TEXTS | {"studygroup", "note", "flag"}
    assert b"A note." in client.get(lists()["note"]).content
    assert b"Ours?" in client.get(lists()["question"]).content


def test_a_groups_questions_are_for_moderators_alone(staff, client_of, everything, facilitator):
    theirs = ask_question(
        user=facilitator, reading=everything["reading"], pointer=Pointer("chapter"), body="Ours?"
    )
    client = client_of(staff)
    assert b"Ours?" not in client.get(lists()["question"]).content
    address = reverse("admin:readings_question_change", args=[theirs.pk])
    assert b"Ours?" not in client.get(address, follow=True).content


def test_a_superuser_opens_everything(admin_client, everything):
    assert opened(admin_client, lists()) == set(lists())
    assert opened(admin_client, pages(everything)) == set(everything)


def test_nobody_changes_or_deletes_a_note(admin_client, everything):
    note = everything["note"]
    answers = {
        admin_client.post(
            reverse(f"admin:readings_note_{what}", args=args), {"body": "x"}
        ).status_code
        for what, args in (("change", [note.pk]), ("delete", [note.pk]), ("add", []))
    }
    assert answers == {403}


def test_what_others_point_at_cannot_be_deleted(admin_client, everything):
    """No page offers a deletion that the database would refuse."""
    deletable = {
        name
        for name, row in everything.items()
        if admin_client.get(reverse(f"admin:readings_{name}_delete", args=[row.pk])).status_code
        == 200
    }
    assert deletable == {"membership", "picture"}  # one that no text shows


def test_no_address_of_the_admin_leads_to_the_joining_link(staff, client_of, everything):
    """Django's "view on site" would send anybody on the staff to the link, which is a secret."""
    from django.contrib.contenttypes.models import ContentType

    link = everything["joinlink"]
    kind = ContentType.objects.get_for_model(link)
    response = client_of(staff).get(f"/admin/r/{kind.pk}/{link.pk}/")
    assert response.status_code == 404
    assert link.token not in response.content.decode()


def test_the_preview_is_for_editors_and_answers_in_plain_text(staff, client_of, stranger, opening):
    address = reverse("admin:readings_section_preview", args=[opening.pk])
    for client in (Client(), client_of(stranger)):
        refused = client.post(address, {"content": "*a*"})
        assert (refused.status_code, refused["Content-Type"]) == (403, "text/plain; charset=utf-8")
    editor = client_of(staff)
    assert editor.get(address).status_code == 405
    assert (
        "<em>a</em>"
        in editor.post(address, {"content": "*a*\n\n::: reasons\n:::"}).content.decode()
    )


def test_the_preview_shows_a_section_as_readers_will_see_it(staff, client_of, opening):
    address = reverse("admin:readings_section_preview", args=[opening.pk])
    body = "::: verse\none\ntwo\n:::\n\n::: reasons\n:::\n\n<script>alert(1)</script>[^1]"
    html = client_of(staff).post(address, {"content": body}).content.decode()
    assert "hear of trouble early" in html
    assert "one<br>" in html
    assert "<script>" not in html
    assert 'href="#fn-1"' in html


def test_the_preview_says_what_is_wrong(staff, client_of, opening):
    address = reverse("admin:readings_section_preview", args=[opening.pk])
    response = client_of(staff).post(address, {"content": "::: table\n<b>x"})
    assert response.status_code == 200
    assert "“::: table” is unknown here" in response.content.decode()
    new = reverse("admin:readings_section_preview")
    assert "<em>a</em>" in client_of(staff).post(new, {"content": "*a*"}).content.decode()
