"""The admin of every room, where Django looks for it."""

from readings.accounts import admin as accounts
from readings.annotation import admin as annotation
from readings.discussion import admin as discussion
from readings.editing import admin as editing
from readings.groups import admin as groups
from readings.importing import admin as importing
from readings.text import admin as text

__all__ = ["accounts", "annotation", "discussion", "editing", "groups", "importing", "text"]
