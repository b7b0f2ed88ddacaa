"""Which numbered list holds the reasons: one rule for every kind of file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from readings.importing.outline import Doubt
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
        return [_none_taken()]
    return [_kept_plain(step) for step in others]


def doubtful_lists(steps: Iterable[Step], reasons: int | None) -> dict[int, Doubt]:
    """By the index of its step what a person may have to choose: each numbered list that was not
    taken as the reasons, and the one that was, where there are others."""
    others = {i: step for i, step in enumerate(steps) if step.numbered and i != reasons}
    if reasons is None:
        return {i: Doubt("reasons", _none_taken()) for i in others}
    found = {i: Doubt("reasons", _kept_plain(step)) for i, step in others.items()}
    if found:
        said = _("Taken as the reasons: the first numbered list behind a sentence with a colon.")
        found[reasons] = Doubt("reasons", said)
    return found


def _none_taken() -> str:
    return _("No numbered list follows a sentence with a colon: none was taken as the reasons.")


def _kept_plain(step: Step) -> str:
    sentence = _("Only one numbered list holds the reasons; kept as an ordinary list: %(words)s.")
    return sentence % {"words": shorten(step.numbered)}
