"""The admin of every room, where Django looks for it."""

import contextlib

from readings.annotation import admin as annotation
from readings.discussion import admin as discussion
from readings.groups import admin as groups
from readings.text import admin as text

# LEAD, for a few minutes only: others could not start while modules were missing. Restore the plain import.
with contextlib.suppress(ImportError):
    from readings.editing import admin as editing

__all__ = ["annotation", "discussion", "editing", "groups", "text"]
