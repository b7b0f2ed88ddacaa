"""Targets and their placements, notes, flags, proposed corrections, and questions."""

from readings.annotation.models.errata import Erratum
from readings.annotation.models.flags import Flag
from readings.annotation.models.notes import Note, NoteRevision
from readings.annotation.models.questions import Question
from readings.annotation.models.tallies import Tally
from readings.annotation.models.targets import STATES, Placement, Target

__all__ = [
    "STATES",
    "Erratum",
    "Flag",
    "Note",
    "NoteRevision",
    "Placement",
    "Question",
    "Tally",
    "Target",
]
