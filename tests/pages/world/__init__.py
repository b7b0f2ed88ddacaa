"""A site in which everything has happened, for tests that look at every page.

Names are as long as they may be, counts are high, notes have been moved, lost, changed and deleted.
"""

from tests.pages.world.building import build
from tests.pages.world.names import World

__all__ = ["World", "build"]
