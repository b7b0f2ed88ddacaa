"""Edits of the text, notes, deletions and joinings at the same time, over connections of their own.

Threads start together at a barrier and are joined; nothing waits for a clock. Which of them comes
first differs from run to run: what is asserted holds in any order.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from readings.annotation.actions import add_note, delete_note, edit_note, restore_note
from readings.annotation.models import Note, NoteRevision, Target
from readings.annotation.pointers import Pointer, StalePlace
from readings.discussion.actions import add_own_question, adopt_question, ask_question
from readings.editing.actions import StaleEdit, edit_chapter
from readings.groups.actions import (
    add_person_by_name,
    hand_over_code,
    join_as_newcomer,
    leave_group,
    make_join_link,
    revoke_join_link,
    use_code,
)
from readings.groups.models import Activity, JoinLink, Membership, User
from readings.text.models import Section
from tests.editing.standing import assert_all_in_order, draft, tallied

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 6
WORDS = ("one field", "its rule is seldom written down", "know one another", "early\nNone of this")


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs every job in a thread of its own, all at once; returns what each gave or raised."""
    start = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(index: int) -> None:
        try:
            start.wait()
            results[index] = jobs[index]()
        except Exception as error:  # noqa: BLE001 - the test judges it
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def raised(results):
    return [result for result in results if isinstance(result, Exception)]


def edit_again_and_again(chapter, times):
    """Puts sentences before the first and between others, each time in a transaction."""
    for n in range(times):
        section = Section.objects.select_related("version").get(chapter=chapter, order=0)
        body = section.body.replace("A village", f"Once, in year {n}, a village", 1)
        if n % 2:
            body = f"A new beginning, number {n}.\n\n{body}"
        edit_chapter(
            user=None,
            chapter=chapter,
            base_versions={section.pk: section.version.number},
            changes=[draft(section, body=body)],
        )


def split_and_join(chapter, times):
    """Makes two paragraphs of the first and one again: the words at its end change their block."""
    whole, apart = "[^1] They kept", "[^1]\n\nThey kept"
    for n in range(times):
        section = Section.objects.get(chapter=chapter, order=0)
        old, new = (apart, whole) if n % 2 else (whole, apart)
        body = section.body.replace(old, new)
        edit_chapter(
            user=None, chapter=chapter, base_versions={}, changes=[draft(section, body=body)]
        )


def test_a_note_sent_many_times_at_once_is_stored_once(reading, member, passage):
    uid, pointer = uuid.uuid4(), passage("one field")

    def send():
        return add_note(author=member, reading=reading, body="Once.", pointer=pointer, uid=uid)

    results = together(*[send] * 8)
    assert raised(results) == []
    assert {note.pk for note in results} == {Note.objects.get().pk}
    assert Target.objects.count() == 1
    assert Activity.objects.filter(kind="note.added").count() == 1
    assert_all_in_order(reading)


def test_no_note_is_lost_while_the_text_is_edited(reading, chapter, member, facilitator, passage):
    pointers = [passage(words) for words in WORDS]

    def write(author, index):
        made = []
        for n, pointer in enumerate(pointers):
            body = f"Note {index}.{n}"
            made.append(add_note(author=author, reading=reading, body=body, pointer=pointer))
        add_note(author=author, reading=reading, body="A reply.", parent=made[0])
        return made

    writers = [
        lambda author=author, index=index: write(author, index)
        for index, author in enumerate([member, facilitator] * 2)
    ]
    results = together(*writers, lambda: edit_again_and_again(chapter, 4))
    assert raised(results) == []
    assert Note.objects.filter(parent=None).count() == len(writers) * len(WORDS)
    assert Target.objects.exclude(state="placed").count() == 0
    for note in Note.objects.filter(parent=None).select_related("target"):
        assert note.target.exact == WORDS[int(note.body.partition(".")[2])]
    assert_all_in_order(reading)


def test_notes_on_words_that_go_are_kept_or_refused_and_never_misplaced(
    reading, chapter, member, passage
):
    words = "None of this stands in the ledger 🐑."
    pointer = passage(words)

    def write():
        return add_note(author=member, reading=reading, body="On the ledger.", pointer=pointer)

    def take_out():
        section = Section.objects.get(chapter=chapter, order=0)
        body = section.body.replace(words, "That is all.")
        edit_chapter(
            user=None, chapter=chapter, base_versions={}, changes=[draft(section, body=body)]
        )

    results = together(*[write] * 4, take_out)
    refused = raised(results)
    assert {type(error) for error in refused} <= {StalePlace}
    assert Note.objects.count() == 4 - len(refused)
    for target in Target.objects.all():
        assert (target.state, target.start, target.first_exact) == ("orphaned", None, words)
    assert_all_in_order(reading)


def test_counts_are_right_when_notes_go_and_come_while_the_text_is_edited(
    reading, chapter, member, passage
):
    pointer = passage("They kept to it in order to")
    notes = [
        add_note(author=member, reading=reading, body=f"Note {n}.", pointer=pointer)
        for n in range(4)
    ]

    def go_and_come(note):
        for _ in range(15):  # goes on after the last edit, which counts anew
            delete_note(user=member, note=note)
            restore_note(user=member, note=note)
        delete_note(user=member, note=note)

    jobs = [lambda note=note: go_and_come(note) for note in notes]
    results = together(*jobs, lambda: split_and_join(chapter, 4))
    assert raised(results) == []
    assert tallied(reading) == {}
    assert_all_in_order(reading)


def test_of_two_editors_who_opened_one_version_the_slower_is_told(chapter, reading):
    section = Section.objects.select_related("version").get(chapter=chapter, order=1)

    def save(words):
        return edit_chapter(
            user=None,
            chapter=chapter,
            base_versions={section.pk: 1},
            changes=[draft(section, body=f"{section.body}\n\n{words}")],
        )

    results = together(*[lambda n=n: save(f"Ending {n}.") for n in range(THREADS)])
    assert [type(error) for error in raised(results)] == [StaleEdit] * (THREADS - 1)
    section.refresh_from_db()
    assert section.version.number == section.versions.count() == 2
    assert section.body == section.version.body
    assert_all_in_order(reading)


def test_every_change_of_ones_own_words_is_kept(reading, member, write):
    note = write("Words 0.")
    results = together(
        *[
            lambda n=n: edit_note(user=member, note=note, body=f"Words {n}.")
            for n in range(1, THREADS + 1)
        ]
    )
    assert raised(results) == []
    note.refresh_from_db()
    said = {*NoteRevision.objects.values_list("body", flat=True), note.body}
    assert said == {f"Words {n}." for n in range(THREADS + 1)}
    assert_all_in_order(reading)


def test_of_those_who_choose_one_name_at_once_one_gets_it(group, facilitator):
    link = make_join_link(user=facilitator, group=group)

    def join(name):
        return join_as_newcomer(link=link, name=name, password="a-long-walk-home")

    results = together(
        *[lambda n=n: join("Ana " + "María"[:n] + "María"[n:].upper()) for n in range(6)]
    )
    assert [type(error) for error in raised(results)] == [ValidationError] * 5
    assert User.objects.filter(username="ana maría").count() == 1
    assert Membership.objects.filter(group=group).count() == 2


def test_nobody_joins_after_the_link_was_revoked(group, facilitator):
    link = make_join_link(user=facilitator, group=group)

    def join(name):
        return join_as_newcomer(link=link, name=name, password="a-long-walk-home")

    jobs = [lambda n=n: join(f"Newcomer {n}") for n in range(THREADS)]
    results = together(*jobs, lambda: revoke_join_link(user=facilitator, link=link))
    assert {type(error) for error in raised(results)} <= {JoinLink.DoesNotExist}
    joined = THREADS - len(raised(results))
    assert User.objects.filter(username__startswith="newcomer").count() == joined
    assert Activity.objects.filter(kind="member.joined").count() == joined
    group.refresh_from_db()
    assert group.seq == joined


def test_a_link_lets_in_no_more_than_it_was_made_for(group, facilitator):
    link = make_join_link(user=facilitator, group=group, max_uses=2)
    jobs = [
        lambda n=n: join_as_newcomer(link=link, name=f"Newcomer {n}", password="a-long-walk-home")
        for n in range(THREADS)
    ]
    results = together(*jobs)
    assert {type(error) for error in raised(results)} == {JoinLink.DoesNotExist}
    assert len(raised(results)) == THREADS - 2
    assert User.objects.filter(username__startswith="newcomer").count() == 2
    assert JoinLink.objects.get().uses == 2


def test_of_two_facilitators_who_leave_at_once_one_stays(group, facilitator, person):
    second = person("Second")
    Membership.objects.create(group=group, user=second, role=Membership.Role.FACILITATOR)
    results = together(
        *[lambda who=who: leave_group(user=who, group=group) for who in (facilitator, second)]
    )
    assert [type(error) for error in raised(results)] == [ValidationError]
    assert group.memberships.count() == 1


def test_a_code_lets_one_device_in(group, facilitator):
    guest = add_person_by_name(user=facilitator, group=group, name="Gus")
    code, _made = hand_over_code(user=facilitator, group=group, person=guest)
    results = together(*[lambda: use_code(code=code)] * THREADS)
    assert raised(results) == []
    assert [user for user in results if user] == [guest]


def test_a_question_is_taken_on_once(reading, chapter, facilitator):
    own = add_own_question(user=None, chapter=chapter, pointer=Pointer("chapter"), body="Whose?")
    results = together(
        *[lambda: adopt_question(user=facilitator, reading=reading, question=own)] * THREADS
    )
    assert raised(results) == []
    assert len({copy.pk for copy in results}) == 1
    assert Target.objects.filter(reading=reading).count() == 1
    assert_all_in_order(reading)


def test_nothing_waits_for_ever(reading, chapter, member, facilitator, passage, write):
    """Everything that takes a lock, at once: an order in which two wait for each other would be
    told by the database."""
    notes = [write(f"Note {n}.", pointer=passage("one field")) for n in range(3)]
    question = ask_question(
        user=facilitator, reading=reading, pointer=passage("one field"), body="Why?"
    )
    link = make_join_link(user=facilitator, group=reading.group)
    results = together(
        lambda: edit_again_and_again(chapter, 3),
        lambda: [edit_note(user=member, note=notes[0], body=f"Words {n}.") for n in range(3)],
        lambda: [delete_note(user=member, note=notes[1]), restore_note(user=member, note=notes[1])],
        lambda: [write("A reply.", parent=notes[2], author=facilitator) for _ in range(3)],
        lambda: [write("An answer.", question=question) for _ in range(3)],
        lambda: join_as_newcomer(link=link, name="Ana", password="a-long-walk-home"),
        lambda: write("Another.", pointer=passage("know one another")),
    )
    assert raised(results) == []
    assert_all_in_order(reading)
