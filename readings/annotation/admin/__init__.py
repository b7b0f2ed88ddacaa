"""Notes and flags in the admin: for moderators of the site alone."""

from readings.annotation.admin.flags import FlagAdmin
from readings.annotation.admin.notes import NoteAdmin, place_in_words

__all__ = ["FlagAdmin", "NoteAdmin", "place_in_words"]
