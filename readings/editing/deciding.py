"""Accepting a reader's proposal after a look at what that does, from whichever page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from readings.annotation.models import Erratum, Target
from readings.editing import effects
from readings.editing.actions import Edit
from readings.editing.drafts import draft_of
from readings.editing.effects import Effects
from readings.editing.errata import accept_correction
from readings.editing.foresight import look_first
from readings.editing.parts import clean_heading
from readings.groups.asked import person
from readings.text.queries import lock_chapter


class Elsewhere(Exception):
    """A text was written for the section in which the words stood then; they are in another."""


@transaction.atomic
def accept(
    request: HttpRequest, erratum: Erratum, *, correction: bool = False, **said: Any
) -> tuple[Edit, Effects]:
    """Accepts it as `accept_correction` does, which takes what else is `said`.

    Raises LookFirst where other notes are touched and the person has not seen it.
    """
    target = erratum.note.target
    assert target is not None
    chapter = lock_chapter(erratum.note.reading.chapter_id)
    sections = [target.section_id] if target.section_id else []
    on_footnote = target.kind == Target.Kind.FOOTNOTE
    before = effects.standing(chapter, sections, footnotes=on_footnote)
    # The proposal itself is settled by this, not touched.
    before.pop(target.pk, None)
    edit = accept_correction(user=person(request), erratum=erratum, correction=correction, **said)
    done = effects.measure(before, edit.targets, correction=correction)
    look_first(request, edit.changes, done, chapter=chapter.pk, correction=correction)
    return edit, done


def said_in(erratum: Erratum, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What an AcceptForm sent, as `accept` takes it; `body` is there where somebody wrote it.

    Raises ValidationError for words that no heading can have, and Elsewhere for a text of another
    section than that in which the words stand now.
    """
    said = {name: sent[name] for name in ("base_version", "summary", "correction")}
    target = erratum.note.target
    if sent["body"] is None or target is None:
        return said
    if target.footnote is not None:
        return {**said, "footnote": (sent["seen"], sent["body"])}
    if target.section is not None:
        if sent["section"] != target.section_id:
            raise Elsewhere
        draft = draft_of(target.section)
        said["draft"] = (
            replace(draft, heading=clean_heading(sent["body"], target.section))
            if target.kind == Target.Kind.SECTION
            else replace(draft, body=sent["body"])
        )
    return said
