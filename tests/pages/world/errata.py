"""Corrections: open, made, declined; of a text for all, and of the group's own."""

from __future__ import annotations

from django.utils import timezone

from readings.annotation.actions import add_note
from readings.annotation.models import Erratum
from readings.editing.errata import propose_correction
from readings.text.actions import create_chapter, start_reading
from readings.text.models import Book
from readings.text.writing import SectionDraft
from tests.pages.world.names import LONG_HEADING, LONG_WORD, World
from tests.pages.world.texts import passage


def make_errata(world: World) -> None:
    """Three corrections of one quotation: open, made and declined."""
    reading, member = world.reading, world.people["member"]
    words = {"We counted": "", "the days": "accepted", "without asking": "declined"}
    for old, state in words.items():
        note = propose_correction(
            author=member,
            reading=reading,
            pointer=passage(reading.chapter, old),
            new_words=f"{old}, and {LONG_WORD * 2}",
            why=f"See https://example.org/{LONG_WORD.lower()}",
        )
        world["erratum"] = note.get_absolute_url()
        if state:
            answer = f"He wrote it so, in {LONG_WORD}." if state == "declined" else ""
            Erratum.objects.filter(note=note).update(
                state=state, decided_at=timezone.now(), answer=answer
            )


OWN = f"Come early.\n\nTeh hall was *full* of {LONG_WORD}, and nobody left before the end of it."


def make_own_errata(world: World) -> None:
    """Corrections of a text of the group's own, on which its facilitators decide."""
    member, book = world.people["member"], Book.objects.create(
        title="Minutes", slug="minutes", group=world.group
    )  # fmt: skip
    chapter = create_chapter(
        user=None, book=book, number=1, title=LONG_HEADING[:150],
        sections=[SectionDraft(LONG_HEADING, OWN)], footnotes={},
    )  # fmt: skip
    reading = start_reading(user=None, group=world.group, chapter=chapter)
    answer = {"state": "declined", "decided_at": timezone.now(), "answer": f"No: {LONG_WORD * 2}."}
    for name, old, decided in (
        ("own_erratum", "Teh hall", {}),
        ("own_erratum_by_hand", "early.\nTeh", {}),
        ("", "nobody left", {**answer, "decided_by": world.people["facilitator"]}),
    ):
        note = propose_correction(
            author=member, reading=reading, pointer=passage(chapter, old),
            new_words=f"{' '.join(old.split())}, and {LONG_WORD * 2}",
            why=f"See https://example.org/{LONG_WORD}",
        )  # fmt: skip
        Erratum.objects.filter(note=note).update(**decided)
        world[name or "own_erratum_declined"] = f"/groups/circle/errata/{note.erratum.pk}/"
    other = world.people["facilitator"]
    for words in ("hall", "full"):
        add_note(author=other, reading=reading, pointer=passage(chapter, words), body="Which?")
