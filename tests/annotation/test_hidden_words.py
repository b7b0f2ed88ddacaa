"""Hidden words on every page of ours, for everybody: they reach their author, those who moderate
the group and moderators of the site, and nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Question
from readings.annotation.moderating import flag_note, hide_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.editing.errata import propose_correction
from readings.groups.actions import add_member
from readings.groups.models import Membership

HEAD, REPLY, ANSWER, PROPOSED, WHY, FLAGGED = (
    "zebra-head", "zebra-reply", "zebra-answer", "zebra-proposed", "zebra-why", "zebra-flagged"
)  # fmt: skip
HIDDEN = (HEAD, REPLY, ANSWER, PROPOSED, WHY)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast(person, group):
    """More people: a member, another facilitator, an editor who is a member."""

    def join(name, role="member", **more):
        user = person(name, **more)
        add_member(group=group, user=user, role=role)
        return user

    return {
        "other": join("Olu"),
        "second": join("Hanna", Membership.Role.FACILITATOR),
        "editor": join("Edda", is_staff=True),
    }


@pytest.fixture
def hidden(write, passage, facilitator, member, reading, cast):
    """Hidden notes of the member of every kind; each was flagged before."""
    head = write(HEAD, pointer=passage("one field"))
    below = write("A reply stays.", parent=head, author=facilitator)
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows here?",
        reveal=Question.Reveal.ANSWERED,
    )  # fmt: skip
    answer = write(ANSWER, question=question)
    for user in (facilitator, *cast.values()):
        write("My own answer.", question=question, author=user)
    proposal = propose_correction(
        author=member, reading=reading, pointer=passage("None of this"), new_words=PROPOSED, why=WHY
    )
    found = [head, write(REPLY, parent=below), answer, proposal]
    for note in found:
        flag_note(user=cast["other"], note=note, reason="other", words=FLAGGED)
        hide_note(user=facilitator, note=note, reason="The reason.")
    return found


@pytest.fixture
def pages(addresses, hidden, reading, group, key_of):
    """Every address that can be opened, and those of the hidden notes."""
    base = reading.get_absolute_url()
    place = f"{base}b/{key_of('1.2')}/notes/"
    more = [
        place,
        f"{base}?open=b/{key_of('1.2')}",
        f"{base}notes/",
        f"{base}b/{key_of('1.4')}/notes/",
    ]
    more += [f"/questions/{hidden[2].question_id}/", "/admin/"]
    for note in hidden:
        own = [f"/notes/{note.uid}/{what}/" for what in ("card", "edit", "place", "flag", "hiding")]
        more += [note.get_absolute_url(), f"{base}?note={note.uid}", *own]
    for model in ("note", "flag", "erratum", "question", "chapter", "section"):
        more.append(reverse(f"admin:readings_{model}_changelist"))
    more += [reverse("admin:readings_note_change", args=[note.pk]) for note in hidden]
    more += [f"{reverse('admin:readings_erratum_changelist')}?q=zebra"]
    return [*addresses.values(), *more]


def read(client, pages):
    """All that somebody gets to see, whole pages and parts of them."""
    seen = []
    for page in pages:
        for headers in ({}, HTMX) if "/notes/" in page else ({},):
            response = client.get(page, headers=headers, follow=True)
            seen.append(response.content.decode(errors="replace"))  # there are pictures among them
    return "".join(seen)


@pytest.mark.parametrize("who", ["other", "editor", "stranger", "admin less the right"])
def test_others_get_no_hidden_word(who, cast, pages, client_of, stranger, person):
    people = {**cast, "stranger": stranger, "admin less the right": person("Ed", is_staff=True)}
    seen = read(client_of(people[who]), pages)
    assert [word for word in HIDDEN if word in seen] == []
    if who in ("other", "editor"):
        assert "The reason." in seen
        assert "A reply stays." in seen


def test_what_was_flagged_in_which_words_is_for_facilitators_and_who_flagged(
    cast, pages, client_of, facilitator, member, stranger
):
    for user, told in (
        (cast["other"], True), (cast["second"], True), (facilitator, True),
        (member, False), (cast["editor"], False), (stranger, False),
    ):  # fmt: skip
        assert (FLAGGED in read(client_of(user), pages)) is told, user


def test_authors_and_those_who_moderate_read_on(cast, pages, client_of, member, facilitator, admin):
    seen = read(client_of(member), pages)
    assert [word for word in HIDDEN if word not in seen] == []
    for user in (facilitator, cast["second"]):
        seen = read(client_of(user), pages)
        assert [word for word in (HEAD, REPLY, ANSWER, WHY) if word not in seen] == []
    assert HEAD in read(client_of(admin), pages)


def test_a_look_ahead_at_an_edit_shows_no_hidden_words(
    hidden, cast, admin, client_of, admin_page, opening
):
    for user, client in ((cast["editor"], client_of(cast["editor"])), (admin, client_of(admin))):
        page = admin_page(f"/admin/readings/section/{opening.pk}/change/", client=client)
        looked = page.send(body=page.fields["body"].replace("one field", "two meadows"), _look="1")
        assert "What this edit does" in looked.content.decode(), user
        assert HEAD not in looked.content.decode()
