"""Every page of the site, and every state of it that looks different, as somebody comes to it.

`test_every_address_has_a_scene` holds this list to be whole.
"""

from tests.pages.scenes.accounts import ACCOUNTS, DOOR
from tests.pages.scenes.errors import ERRORS
from tests.pages.scenes.groups import GROUPS
from tests.pages.scenes.moderation import MODERATION
from tests.pages.scenes.reading import CHAPTER, HOME, NOTES, QUESTIONS
from tests.pages.scenes.scene import Scene, said
from tests.pages.scenes.sharing import SHARING
from tests.pages.scenes.texts import ERRATA, TEXTS

SCENES = [
    *HOME,
    *CHAPTER,
    *NOTES,
    *SHARING,
    *MODERATION,
    *QUESTIONS,
    *TEXTS,
    *ERRATA,
    *GROUPS,
    *DOOR,
    *ACCOUNTS,
    *ERRORS,
]

__all__ = ["SCENES", "Scene", "said"]
