"""What keeps a text from being saved, in the language of whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from readings.editing.actions import StaleEdit
from readings.text.markdown import ReasonText, TextProblem, render_footnote, render_section
from readings.text.models import Section
from readings.text.picture_files import refuse_unknown
from readings.text.problems import problem_in_words


def section_problem(body: str, reasons: Sequence[ReasonText] = ()) -> str:
    """What keeps the text from being shown; empty when nothing does."""
    try:
        refuse_unknown(body, render_section(body, reasons=reasons))
    except TextProblem as problem:
        return problem_in_words(problem)
    return ""


def footnote_problem(body: str) -> str:
    """What keeps a footnote from being rendered; empty when nothing does."""
    try:
        render_footnote(body)
    except TextProblem as problem:
        return problem_in_words(problem)
    return ""


def stale_message(sections: list[Section]) -> str:
    """That somebody else was faster, and what to do about it."""
    return f"{StaleEdit(sections)} {how_to_go_on()}"


def how_to_go_on() -> str:
    return _(
        "Nothing was saved, and what you typed is still here: open the page in another window and "
        "carry your changes over."
    )
