"""The tasks of every room, where the worker looks for them."""

from readings.importing import tasks as importing
from readings.notifying import tasks as notifying
from readings.pages import tasks as pages

__all__ = ["importing", "notifying", "pages"]
