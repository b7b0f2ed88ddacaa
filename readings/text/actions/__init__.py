"""Every write of this room that moves no note: making books, chapters, readings; one's own place.

Changing a text that exists is `editing.actions.edit_chapter`, for it takes the notes along.
"""

from readings.text.actions.books import (
    NotForAll,
    change_book,
    delete_unused,
    get_or_create_book,
    publish_book,
    unpublish_book,
)
from readings.text.actions.chapters import change_chapter, create_chapter, order_sections
from readings.text.actions.footnotes import renumber_footnotes, set_footnotes, tie_footnotes
from readings.text.actions.pictures import StillShown, add_picture, add_pictures, delete_picture
from readings.text.actions.readings import (
    forget_places,
    keep_place,
    move_places,
    order_readings,
    plan_reading,
    start_reading,
)

__all__ = [
    "NotForAll",
    "StillShown",
    "add_picture",
    "add_pictures",
    "change_book",
    "change_chapter",
    "create_chapter",
    "delete_picture",
    "delete_unused",
    "forget_places",
    "get_or_create_book",
    "keep_place",
    "move_places",
    "order_readings",
    "order_sections",
    "plan_reading",
    "publish_book",
    "renumber_footnotes",
    "set_footnotes",
    "start_reading",
    "tie_footnotes",
    "unpublish_book",
]
