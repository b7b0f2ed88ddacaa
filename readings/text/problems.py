"""What keeps a text from being stored, in the language of whoever wrote it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from readings.text.markdown import TextProblem


def problem_in_words(problem: TextProblem) -> str:
    return _(problem.template) % problem.params
