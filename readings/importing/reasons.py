"""Which numbered list holds the reasons: one rule for every kind of file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from readings.importing.plaintext.vocabulary import ends_with_colon, shorten


@dataclass(frozen=True)
class Step:
    """What the rule has to know of a block: the words of a paragraph or of a numbered list (both
    empty for any other), and the list's first number."""

    prose: str = ""
    numbered: str = ""
    first: int = 0


def find_reasons(steps: Sequence[Step]) -> int | None:
    """The index of the first numbered list that a sentence with a colon leads in."""
    for i, step in enumerate(steps):
        if step.numbered and step.first == 1 and i and ends_with_colon(steps[i - 1].prose):
            return i
    return None


def about_lists(steps: Iterable[Step], reasons: int | None) -> list[str]:
    """Warnings: the numbered lists that were not taken as the reasons."""
    others = [step for i, step in enumerate(steps) if step.numbered and i != reasons]
    if others and reasons is None:
        return [
            _("No numbered list follows a sentence with a colon: none was taken as the reasons.")
        ]
    sentence = _("Only one numbered list holds the reasons; kept as an ordinary list: %(words)s.")
    return [sentence % {"words": shorten(step.numbered)} for step in others]
