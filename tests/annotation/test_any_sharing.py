"""Whom a look names, and whose sight changes: the same people, in any little world.

What is compared is `visible_to` for everyone, before and after. What comes of it is the same in
every run.
"""

from __future__ import annotations

from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from readings.annotation import sight, tallies
from readings.annotation.actions import add_note, delete_note
from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member
from readings.groups.models import User
from tests.annotation.sharing_world import copy, move, share
from tests.editing.standing import assert_all_in_order

PEOPLE = 6


class Little:
    """Two groups with some of the same people, who write and answer by the throw of a die."""

    def __init__(self, seed, reading, there, member, facilitator, person):
        self.random, self.reading, self.there = Random(seed), reading, there
        self.member = member
        self.people = [facilitator, *(person(f"P{number}") for number in range(PEOPLE))]
        for user in self.people[1:]:
            for group in (reading.group, there.group):
                if self.often():
                    add_member(group=group, user=user)
        self.here = [u for u in self.people if u.memberships.filter(group=reading.group).exists()]
        self.questions = [
            ask_question(
                user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Which?",
                reveal=reveal,
            )
            for reveal in Question.Reveal.values
        ]  # fmt: skip
        self.heads = [self.head() for _ in range(6)]
        for user in self.here:
            for question in self.questions:
                if self.often():
                    self.write(user, question=question)
        # Notes were hidden behind the counts' back.
        tallies.recount(reading.pk, reading.group.seq)

    def often(self, chance=0.5):
        return self.random.random() < chance

    def write(self, user, **more):
        audience = "me" if self.often(0.4) else "group"
        made = add_note(
            author=user, reading=self.reading, body=f"Words of {user}.", audience=audience, **more
        )
        if self.often(0.15):
            delete_note(user=user, note=made)
        elif self.often(0.1):
            Note.objects.filter(pk=made.pk).update(hidden_at=F("created_at"))
        return made

    def head(self):
        question = self.random.choice([None, *self.questions])
        note = self.write(self.member, question=question)
        for _ in range(self.random.randrange(3)):
            user = self.random.choice([self.member, *self.here])
            standing = Note.objects.filter(pk=note.pk, deleted_at=None, hidden_at=None)
            if standing.visible_to(user).exists():
                self.write(user, parent=note)
        return note

    def seen(self, note):
        """By name, which notes of the thread everybody sees that is there to be read."""
        thread = Note.objects.filter(pk=note.pk) | Note.objects.filter(root=note.pk)
        found = {}
        for user in User.objects.all():
            notes = Note.objects.visible_to(user).filter(pk__in=thread)
            found[str(user)] = set(notes.values_list("pk", flat=True))
        return found


def gained(before, after):
    """Who sees what they did not see; nothing but a hidden note is seen by its author alone."""
    return {name for name in after if after[name] - before.get(name, set())}


def names(memberships):
    return {str(one.user) for one in memberships}


def looked(verb, note, there):
    """What its author is told."""
    if verb == "share":
        return sight.sight_of_sharing(note)
    return (sight.sight_of_copy if verb == "copy" else sight.sight_of_move)(note, there)


def done(verb, note, there):
    """What then happens, if it can; the note whose sight the look was about."""
    try:
        if verb == "share":
            return share(note.author, note)
        return (copy if verb == "copy" else move)(note.author, note, there)
    except ValidationError:
        return None


def try_each(little, head):
    """The verbs that could be tried on one thread, after each of which all of it is compared."""
    me, tried = str(little.member), []
    for verb in little.random.sample(["share", "copy", "move"], 3):
        note = Note.objects.get(pk=head.pk)
        before, look = little.seen(note), looked(verb, note, little.there)
        made = done(verb, note, little.there)
        if made is None or verb == "copy":
            assert little.seen(note) == before
        if made is None:
            continue
        after = little.seen(made)
        if verb == "copy":
            assert gained({}, after) == names(look.gains) | {me}
        else:
            assert gained(before, after) == names(look.gains)
            assert gained(after, before) == names(look.loses)
        tried.append(verb)
        if verb == "move":
            break
    return tried


@pytest.mark.parametrize("seed", [2, 4, 5, 7, 8, 10])
def test_a_look_names_those_whose_sight_changes(seed, reading, there, member, facilitator, person):
    little = Little(seed, reading, there, member, facilitator, person)
    tried = {verb for head in little.heads for verb in try_each(little, head)}
    assert tried == {"share", "copy", "move"}, "choose a seed that tries all of it"
    for one in (reading, there):
        assert_all_in_order(one)
