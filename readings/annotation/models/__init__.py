"""Targets and their placements, notes and questions."""

from readings.annotation.models.notes import Note, NoteRevision
from readings.annotation.models.questions import Question
from readings.annotation.models.tallies import Tally
from readings.annotation.models.targets import STATES, Placement, Target

__all__ = ["STATES", "Note", "NoteRevision", "Placement", "Question", "Tally", "Target"]
