"""Asking, adopting and answering in a browser: with a mouse, with the keyboard alone, by touch."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, ask_question
from readings.groups.models import Membership
from tests.fixtures.cast import PASSWORD
from tests.fixtures.hands import Hands

POST = "Post to Thursday Readers"
DUE = datetime(2030, 12, 5, 18, 30, tzinfo=UTC)


@pytest.fixture
def ask(reading, facilitator):
    """A question for everyone, on the whole chapter unless said otherwise."""

    def make(body="Whose field is it?", **more):
        asked = {"pointer": Pointer("chapter"), "due_at": DUE, **more}
        return ask_question(user=facilitator, reading=reading, body=body, **asked)

    return make


@pytest.fixture
def third(person, group):
    user = person("Tove")
    Membership.objects.create(group=group, user=user)
    return user


def answer(hands, page, words):
    hands.write(page.get_by_label("Your answer"), words)
    hands.press(page.get_by_role("button", name=POST).first)


# Answering -------------------------------------------------------------------------------------


def test_what_is_due_is_answered_from_the_home_page(hands, page_of, member, ask, axe):
    question = ask()
    page = page_of(member, **hands.options)
    page.goto("/")
    hands.press(page.get_by_role("link", name="Whose field is it?").first)
    expect(page.get_by_text("due Thu, Dec. 5, 2030")).to_be_visible()
    answer(hands, page, "The village's.")
    expect(page.get_by_role("article")).to_contain_text("The village's.")
    assert hands.steps == 3
    stored = Note.objects.get()
    assert (stored.question, stored.author, stored.body) == (question, member, "The village's.")
    page.goto("/")
    expect(page.get_by_text("Nothing is waiting for your answer.")).to_be_visible()


def test_an_answer_outlives_the_session(hands, page_of, member, ask):
    page = page_of(member, **hands.options)
    page.goto(ask().get_absolute_url())
    hands.write(page.get_by_label("Your answer"), "Thought over for an hour.")
    Session.objects.all().delete()
    hands.press(page.get_by_role("button", name=POST))
    expect(page.get_by_text("nothing was stored")).to_be_visible()
    assert not Note.objects.exists()
    hands.write(page.get_by_label("Name or e-mail"), member.username)
    hands.write(page.get_by_label("Password"), PASSWORD)
    hands.press(page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(page.get_by_label("Your answer")).to_have_value("Thought over for an hour.")
    hands.press(page.get_by_role("button", name=POST))
    expect(page.get_by_role("article")).to_contain_text("Thought over for an hour.")
    assert Note.objects.count() == 1


def test_answers_come_to_light_with_ones_own(hands, page_of, member, facilitator, ask, write):
    question = ask(reveal=Question.Reveal.ANSWERED)
    write("The sheep's.", author=facilitator, question=question)
    page = page_of(member, **hands.options)
    page.goto(question.get_absolute_url())
    expect(page.get_by_text("Answer to see what the others wrote.")).to_be_visible()
    expect(page.get_by_text("The sheep's.")).to_have_count(0)
    answer(hands, page, "The village's.")
    expect(page.get_by_role("article")).to_contain_text(["The sheep's.", "The village's."])


def test_members_read_each_other_and_reply(hands, page_of, member, facilitator, ask, write):
    question = ask()
    write("The village's.", question=question)
    page = page_of(facilitator, **hands.options)
    page.goto(question.get_absolute_url())
    theirs = page.get_by_role("article").filter(has_text="The village's.")
    hands.press(theirs.locator("summary", has_text="Reply"))
    hands.write(theirs.get_by_label("Reply to Mira"), "All of it?")
    hands.press(theirs.get_by_role("button", name=POST))
    expect(theirs.locator(".reply")).to_contain_text("All of it?")
    assert Note.objects.get(parent__isnull=False).thread_question == question


def test_an_empty_answer_is_refused_by_the_page_itself(page_of, member, ask):
    page = page_of(member)
    page.goto(ask().get_absolute_url())
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_label("Your answer")).to_be_focused()
    assert not Note.objects.exists()


# Asking ----------------------------------------------------------------------------------------


def assign(hands, page, *people):
    """Chooses members and a due date."""
    due = page.get_by_label("Due")
    if hands.way == "keyboard":
        hands.tab_to(due)
        due.page.keyboard.type("12052030")
        due.page.keyboard.press("ArrowRight")
        due.page.keyboard.type("0630PM")
    else:
        due.fill("2030-12-05T18:30")
    expect(due).to_have_value("2030-12-05T18:30")
    if people:
        hands.tick(page.get_by_label("Everyone in the group, also those who join later"))
    for name in people:
        hands.tick(page.get_by_label(name, exact=True))


def test_a_facilitator_asks_some_members_until_a_day(
    hands, page_of, facilitator, member, third, reading, key_of
):
    page = page_of(facilitator, **hands.options)
    page.goto(f"{reading.get_absolute_url()}?open=b/{key_of('1.2')}")
    hands.press(page.get_by_role("link", name="Ask a question on 1.2"))
    hands.write(page.get_by_label("Question"), "Whose field is it?")
    assign(hands, page, "Mira", "Tove")
    hands.press(page.get_by_role("main").get_by_role("button", name="Ask a question"))
    expect(page.get_by_text("The question stands beside its passage.")).to_be_visible()
    question = Question.objects.get()
    assert question.due_at == DUE
    assert {a.user for a in question.assignments.all()} == {member, third}
    assert question.target.block.key == key_of("1.2")


def test_those_asked_see_it_as_theirs_and_others_as_the_others(
    page_of, ask, facilitator, member, third, reading
):
    ask(assignees=[member])
    mine, theirs = page_of(member), page_of(third)
    for page, words, due in ((mine, "For you", 1), (theirs, "For others", 0)):
        page.goto(f"{reading.get_absolute_url()}questions/")
        expect(page.get_by_role("article")).to_contain_text(words)
        page.goto("/")
        expect(page.locator("section", has=page.locator("#due")).get_by_role("link")).to_have_count(
            due
        )


def test_a_question_for_nobody_is_refused_and_kept(
    hands, page_of, facilitator, reading, page_faults
):
    page_faults.expect("status of 422")
    page = page_of(facilitator, **hands.options)
    page.goto(f"{reading.get_absolute_url()}questions/new/")
    hands.write(page.get_by_label("Question"), "Whose field is it?")
    hands.tick(page.get_by_label("Everyone in the group, also those who join later"))
    hands.press(page.get_by_role("main").get_by_role("button", name="Ask a question"))
    expect(page.get_by_text("Choose at least one member, or everyone.")).to_be_visible()
    expect(page.get_by_label("Question")).to_have_value("Whose field is it?")
    assert not Question.objects.exists()


def test_a_facilitator_adopts_one_of_the_chapters_own(hands, page_of, facilitator, group, reading):
    own = add_own_question(
        user=None, chapter=reading.chapter, pointer=Pointer("chapter"), body="Why a fence at all?"
    )
    page = page_of(facilitator, **hands.options)
    page.goto(f"{reading.get_absolute_url()}questions/")
    hands.press(page.get_by_role("link", name="Take this question on"))
    expect(page.get_by_text("Why a fence at all?")).to_be_visible()
    assign(hands, page)
    hands.press(page.get_by_role("button", name="Take this question on"))
    expect(page.get_by_text("The group has taken the question on.")).to_be_visible()
    adopted = Question.objects.get(group=group)
    assert (adopted.adopted_from, adopted.due_at) == (own, DUE)
    page.goto(f"{reading.get_absolute_url()}questions/")
    expect(page.get_by_role("link", name="Take this question on")).to_have_count(0)


def test_a_question_is_changed_and_withdrawn(hands, page_of, facilitator, member, ask):
    question = ask()
    page = page_of(facilitator, **hands.options)
    page.goto(question.get_absolute_url())
    hands.press(page.get_by_role("link", name="Change", exact=True))
    expect(page.get_by_label("Due")).to_have_value("2030-12-05T18:30")
    hands.write(page.get_by_label("Question"), "Whose sheep are these?")
    hands.press(page.get_by_role("button", name="Change the question"))
    expect(page.get_by_text("Whose sheep are these?")).to_be_visible()
    hands.press(page.get_by_role("button", name="Withdraw"))
    expect(page.get_by_text("The question is off the list.")).to_be_visible()
    reader = page_of(member)
    reader.goto(question.get_absolute_url())
    expect(reader.get_by_text("This question was withdrawn.")).to_be_visible()
    expect(reader.get_by_label("Your answer")).to_have_count(0)


# Beside its passage ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["block", "reason", "section"])
def test_a_question_stands_beside_what_it_is_about(
    page_of, member, ask, reading, opening, key_of, kind
):
    places = {
        "block": (Pointer("block", key=key_of("2.2")), f"#b-{key_of('2.2')}"),
        "reason": (Pointer("reason", key=(key := opening.reasons.get(number=2).key)), f"#r-{key}"),
        "section": (Pointer("section", section=opening.pk), f"#s-{opening.slug}"),
    }
    pointer, selector = places[kind]
    ask(pointer=pointer)
    page = page_of(member, **Hands("mouse").options)
    page.goto(reading.get_absolute_url())
    card, place = page.locator(".question"), page.locator(selector)
    expect(card).to_have_class(re.compile("is-beside"))
    # What the margin begins with may push it down; it never stands above its place.
    assert card.bounding_box()["y"] >= place.bounding_box()["y"] - 1
    assert card.bounding_box()["x"] > place.bounding_box()["x"] + place.bounding_box()["width"]
    phone = page_of(member, **Hands("touch").options)
    phone.goto(reading.get_absolute_url())
    card, place = phone.locator(".question"), phone.locator(selector)
    expect(card).to_have_class(re.compile("block-margin"))
    apart = "([card, place]) => !place.contains(card) && !card.closest('ol, .block')"
    assert phone.evaluate(apart, [card.element_handle(), place.element_handle()])
    assert card.bounding_box()["y"] > place.bounding_box()["y"]
