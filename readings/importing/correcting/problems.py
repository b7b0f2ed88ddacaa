"""What is said when a correction cannot be made."""

from __future__ import annotations

from django.utils.translation import gettext as _

from readings.importing.problems import ImportProblem


def refused(message: str) -> ImportProblem:
    """The correction is not possible; nothing was changed."""
    return ImportProblem(message, code="correction")


def no_place() -> ImportProblem:
    """The address leads nowhere: another correction came between, or it was made up."""
    return refused(_("There is nothing at this place of the outline; it may have changed."))
