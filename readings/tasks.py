"""The tasks of every room, where the worker looks for them."""

from readings.importing import tasks as importing

__all__ = ["importing"]
