"""What was written on the chapter, and asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from readings.annotation.actions import add_note, delete_note, edit_note
from readings.annotation.models import Note, Question, Tally, Target
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, ask_question, withdraw_question
from readings.groups.models import User
from readings.text.actions import keep_place
from tests.pages.world.names import LONG_WORD, World
from tests.pages.world.texts import passage


def make_notes(world: World) -> None:
    reading, chapter = world.reading, world.reading.chapter
    member, other = world.people["member"], world.people["facilitator"]

    def write(words: str, author: User = other, **more: Any) -> Note:
        pointer = passage(chapter, words)
        body = f"A note, with https://example.org/{LONG_WORD.lower()} in it."
        return add_note(author=author, reading=reading, pointer=pointer, body=body, **more)

    def state(note: Note, name: str) -> None:
        Target.objects.filter(notes=note).update(state=name, first_exact="It stood so.")

    # One, two and three notes on the same words, so that every depth of a mark is there.
    first = write("shares one field, and its rule")
    write("one field, and its rule is seldom")
    state(write("its rule is seldom written down."), "moved")
    state(write("The fence followed the price"), "changed")
    own = write("the price followed the fence", author=member)
    write("one source", author=member, audience="me")
    edit_note(user=member, note=own, body="A better word.")
    add_note(author=member, reading=reading, parent=first, body="A reply.")
    gone = write("None of this stands")
    add_note(author=member, reading=reading, parent=gone, body="A reply to what is gone.")
    delete_note(user=other, note=gone)
    lost = write("They kept to it in order to:", author=member)
    Target.objects.filter(notes=lost).update(state="orphaned", start=None, end=None, exact="")
    world["lost_note"] = lost.get_absolute_url()
    world["note"], world["own_note"] = first.get_absolute_url(), own.get_absolute_url()
    keys = dict(chapter.blocks.filter(removed_at=None).values_list("number", "key"))
    world["block"], world["new_block"] = keys["1.2"], keys["2.4"]
    world["reason"] = chapter.sections.get(order=0).reasons.get(number=2).key
    world["section"] = chapter.sections.get(order=1).slug
    add_note(
        author=other, reading=reading, pointer=Pointer("reason", key=world["reason"]), body="Yes."
    )
    keep_place(user=member, reading=reading, block=chapter.blocks.get(key=keys["2.2"]))


def make_questions(world: World) -> None:
    reading, chapter = world.reading, world.reading.chapter
    member, other = world.people["member"], world.people["facilitator"]
    soon = timezone.now() + timedelta(days=3)

    def ask(name: str, pointer: Pointer, **more: Any) -> Question:
        made = ask_question(
            user=other,
            reading=reading,
            pointer=pointer,
            body=f"Which of the two is it, {LONG_WORD}?",
            due_at=soon,
            **more,
        )
        world[name] = made.get_absolute_url()
        return made

    section = chapter.sections.get(order=1).pk
    answered = ask("answered", Pointer("reason", key=world["reason"]))
    add_note(author=member, reading=reading, question=answered, body="The first.")
    answer = add_note(author=other, reading=reading, question=answered, body="The second.")
    add_note(author=member, reading=reading, parent=answer, body="Are you sure?")
    ask("asked", passage(chapter, "is seldom written"))
    withheld = ask("withheld", Pointer("section", section=section), reveal="answered")
    add_note(author=other, reading=reading, question=withheld, body="Not to be seen yet.")
    withdrawn = ask("withdrawn", Pointer("chapter"))
    add_note(author=member, reading=reading, question=withdrawn, body="It was answered.")
    withdraw_question(user=other, question=withdrawn)
    own = add_own_question(
        user=None, chapter=chapter, pointer=Pointer("chapter"), body="Why a fence at all?"
    )
    world["adoption"] = f"{reading.get_absolute_url()}questions/{own.pk}/adoption/"


def make_counts_wide(world: World) -> None:
    """A thousand notes wherever there is one: as wide as counts become."""
    Tally.objects.filter(reading=world.reading, count__gt=0).update(count=1000)
