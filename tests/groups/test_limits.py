"""Too often in a short time: what is said, when, to whom; and every word is still there."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from readings.annotation.models import Erratum, Flag, Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups import limits
from readings.groups.actions import add_person_by_name, make_join_link
from readings.groups.models import JoinLink, Membership, StudyGroup, User
from readings.importing.models import ImportDraft
from studyguide.settings import RATE_LIMITS as SITE
from tests.annotation.sending import HTMX
from tests.fixtures.painting import picture_file

WORDS = "Words that took an afternoon."


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: `at(1_000)`."""
    clock = [1_000_000_020.0]  # a minute begins
    monkeypatch.setattr("readings.groups.limits.time.time", lambda: clock[0])

    def set_clock(seconds):
        clock[0] = seconds

    return set_clock


@pytest.fixture
def none_left(settings):
    """Nobody may do this any more today: `none_left("write")`."""

    def close(action):
        settings.RATE_LIMITS = {**SITE, action: "0/m,0/h"}

    return close


def asked(user=None, address="192.0.2.1"):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = user or type("Nobody", (), {"is_authenticated": False})()
    return request


# Counting --------------------------------------------------------------------------------------


def test_each_minute_and_each_hour_is_counted(settings, member, at):
    settings.RATE_LIMITS = {"write": "2/m,3/h"}
    request = asked(member)
    hour = 277_778 * 3600
    at(hour + 10)
    assert [limits.hold_up(request, "write") for _ in range(5)] == [0, 0, 50, 50, 50]
    at(hour + 59.9)
    assert limits.hold_up(request, "write") == 1
    at(hour + 60)
    # Trying again counted for nothing: one is left of the hour's three.
    assert [limits.hold_up(request, "write") for _ in range(2)] == [0, 3_540]
    at(hour + 3_600)
    assert [limits.hold_up(request, "write") for _ in range(3)] == [0, 0, 60]


def test_one_person_does_not_use_up_anothers(settings, member, facilitator, at):
    settings.RATE_LIMITS = {"write": "1/m", "flag": "1/m"}
    assert limits.hold_up(asked(member), "write") == 0
    assert limits.hold_up(asked(member, "192.0.2.9"), "write") > 0, "wherever one is"
    assert limits.hold_up(asked(facilitator), "write") == 0
    assert limits.hold_up(asked(member), "flag") == 0


def test_who_is_not_signed_in_is_counted_by_address(settings, db, at):
    settings.RATE_LIMITS = {"join": "1/m"}
    assert limits.hold_up(asked(), "join") == 0
    assert limits.hold_up(asked(), "join") > 0
    assert limits.hold_up(asked(address="192.0.2.2"), "join") == 0


def test_counting_asks_no_database(member, django_assert_num_queries, at):
    with django_assert_num_queries(0):
        limits.hold_up(asked(member), "write")
        limits.hold_up(asked(member), "write")


def test_what_was_counted_is_forgotten_in_time(settings, member, at, monkeypatch):
    kept = []
    add = cache.add

    def watched(key, value, timeout):
        kept.append(timeout)
        return add(key, value, timeout)

    monkeypatch.setattr(cache, "add", watched)
    limits.hold_up(asked(member), "write")
    assert kept == [60, 3_600]


@pytest.mark.parametrize(
    ("wait", "told"),
    [(1, "wait 1 second,"), (90, "wait 90 seconds,"), (91, "wait 2 minutes,"),
     (3_600, "wait 60 minutes,")],
)  # fmt: skip
def test_what_is_said_is_no_shorter_than_the_wait(wait, told):
    assert told in limits.said(wait)


# What is written comes back --------------------------------------------------------------------


def is_told(answer, wait_at_most=3_600):
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= wait_at_most
    assert "That was too often in a short time" in answer.content.decode()


@pytest.fixture
def question(reading, facilitator):
    return ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows?"
    )


@pytest.fixture
def forms(reading, write, member, facilitator, question, passage):
    """By name: who sends what where, and the rows that must not come of it."""
    note = write("First words.")
    base = reading.get_absolute_url()
    pointer = passage("one field")
    place = {**vars(pointer), "audience": "group"}
    place = {name: value for name, value in place.items() if value is not None}
    asking = {"kind": "chapter", "everyone": "on", "body": WORDS}
    return {
        "note": (member, f"{base}notes/", {**place, "body": WORDS}, Note),
        "reply": (member, reverse("note-replies", args=[note.uid]), {"body": WORDS}, Note),
        "change": (member, reverse("note-edit", args=[note.uid]), {"body": WORDS}, None),
        "answer": (member, reverse("question-answers", args=[question.pk]), {"body": WORDS}, Note),
        "correction": (
            member, f"{base}errata/new/", {**place, "new_words": "two fields", "body": WORDS},
            Erratum,
        ),
        "question": (facilitator, f"{base}questions/new/", asking, Question),
        "question, changed": (
            facilitator, reverse("question-edit", args=[question.pk]), asking, None,
        ),
    }  # fmt: skip


FORMS = ["note", "reply", "change", "answer", "correction", "question", "question, changed"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "partial"])
@pytest.mark.parametrize("name", FORMS)
def test_words_come_back_with_when_to_send_them(name, headers, forms, none_left, client_of):
    who, path, given, model = forms[name]
    none_left("write")
    stored = model.objects.count() if model else 0
    words = set(Note.objects.values_list("body", flat=True))
    answer = client_of(who).post(path, given, headers=headers)
    is_told(answer)
    assert f">{WORDS}</textarea>" in answer.content.decode().replace("\r\n", "").replace("\n", "")
    assert "Your words are still here." in answer.content.decode()
    assert not model or model.objects.count() == stored
    assert set(Note.objects.values_list("body", flat=True)) == words
    if headers and not name.startswith("question"):
        assert answer["HX-Retarget"] == "closest form"
        assert "<html" not in answer.content.decode()


def test_the_words_of_a_flag_come_back(write, facilitator, none_left, client_of):
    note = write("First words.")
    none_left("flag")
    sent = {"reason": Flag.Reason.OTHER, "words": WORDS}
    answer = client_of(facilitator).post(reverse("note-flag", args=[note.uid]), sent)
    is_told(answer)
    assert f"{WORDS}</textarea>" in answer.content.decode()
    assert not Flag.objects.exists()


@pytest.mark.parametrize("name", FORMS)
def test_and_are_stored_when_the_time_has_come(name, forms, settings, client_of, at):
    who, path, given, _model = forms[name]
    settings.RATE_LIMITS = {**SITE, "write": "1/m"}
    limits.hold_up(asked(who), "write")
    assert client_of(who).post(path, given).status_code == 429
    at(1_000_000_090)
    assert client_of(who).post(path, given).status_code == 302


def test_what_is_refused_for_another_reason_counts_for_nothing(reading, member_client, settings):
    settings.RATE_LIMITS = {**SITE, "write": "1/m"}
    path = f"{reading.get_absolute_url()}notes/"
    for _ in range(3):
        assert member_client.post(path, {"kind": "chapter", "body": ""}).status_code == 422
    assert member_client.post(path, {"kind": "chapter", "body": WORDS}).status_code == 302


def test_a_flag_is_sent_later(write, facilitator_client, none_left):
    note = write("First words.")
    none_left("flag")
    given = {"reason": Flag.Reason.values[0], "words": WORDS}
    answer = facilitator_client.post(reverse("note-flag", args=[note.uid]), given)
    is_told(answer)
    assert WORDS in answer.content.decode()
    assert Flag.objects.count() == 0


def test_a_preview_says_it_in_plain_words(member_client, none_left):
    none_left("preview")
    answer = member_client.post(reverse("preview"), {"content": WORDS})
    is_told(answer)
    assert answer["Content-Type"].startswith("text/plain")


# Uploads ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("for_all", [False, True])
def test_a_pasted_text_comes_back(group, facilitator_client, admin_client, none_left, for_all):
    none_left("upload")
    client = admin_client if for_all else facilitator_client
    path = reverse("site-text-new") if for_all else reverse("text-new", args=[group.slug])
    answer = client.post(path, {"text": WORDS, "form": "markdown"})
    is_told(answer)
    assert WORDS in answer.content.decode()
    assert ImportDraft.objects.count() == 0


def test_a_file_is_to_be_chosen_again_and_that_is_said_beside_it(
    group, facilitator_client, none_left
):
    none_left("upload")
    file = SimpleUploadedFile("a.txt", WORDS.encode())
    answer = facilitator_client.post(reverse("text-new", args=[group.slug]), {"file": file})
    is_told(answer)
    page = answer.content.decode()
    assert "Your file was not kept: choose it again then." in page
    assert "Your words are still here" not in page
    assert 'id="id_file_error"' in page


def test_a_text_that_is_read_anew_comes_back(group, facilitator, facilitator_client, none_left):
    path = reverse("text-new", args=[group.slug])
    draft = facilitator_client.post(path, {"text": f"{WORDS}\n\nMore.", "form": "text"}).url
    none_left("upload")
    answer = facilitator_client.post(f"{draft}source/", {"text": "Other words.", "revision": "0"})
    is_told(answer)
    assert "Other words." in answer.content.decode()


def test_a_picture_is_told_to_the_script_that_sent_it(admin_client, opening, none_left):
    none_left("picture")
    file = SimpleUploadedFile("a.png", picture_file())
    answer = admin_client.post(
        reverse("admin:readings_section_pictures", args=[opening.pk]), {"image": file}
    )
    assert answer.status_code == 429
    assert "That was too often" in answer.json()["problem"]
    assert int(answer["Retry-After"]) > 0


# Groups and people -----------------------------------------------------------------------------


def test_a_group_is_founded_later(member_client, none_left):
    none_left("found")
    answer = member_client.post(reverse("group-new"), {"name": WORDS, "time_zone": "UTC"})
    is_told(answer)
    assert WORDS in answer.content.decode()
    assert not StudyGroup.objects.filter(name=WORDS).exists()


def test_so_is_a_round(facilitator_client, group, none_left):
    none_left("found")
    answer = facilitator_client.post(reverse("round-new", args=[group.slug]), {"name": WORDS})
    is_told(answer)
    assert WORDS in answer.content.decode()


def test_links_and_people_by_name_are_limited(facilitator, facilitator_client, group, none_left):
    gus = add_person_by_name(user=facilitator, group=group, name="Gus")
    membership = Membership.objects.get(user=gus)
    none_left("invite")
    link = facilitator_client.post(reverse("invitations", args=[group.slug]), {"role": "member"})
    is_told(link)
    assert JoinLink.objects.count() == 0
    added = facilitator_client.post(reverse("person-new", args=[group.slug]), {"name": "Nia"})
    is_told(added)
    assert 'value="Nia"' in added.content.decode()
    assert not User.objects.filter(display_name="Nia").exists()
    code = facilitator_client.post(reverse("code", args=[group.slug, membership.pk]))
    assert code.status_code == 429
    assert int(code["Retry-After"]) > 0


def test_newcomers_are_limited_by_their_address(facilitator, group, none_left):
    link = make_join_link(user=facilitator, group=group)
    none_left("join")
    given = {"name": "Ana", "password": "a-long-walk-home"}
    answer = Client().post(link.get_absolute_url(), given)
    is_told(answer)
    assert 'value="Ana"' in answer.content.decode()
    assert not User.objects.filter(display_name="Ana").exists()
