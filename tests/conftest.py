"""What every test starts from."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from readings.annotation import fragments
from studyguide.operations import upkeep

pytest_plugins = [
    "tests.fixtures.addresses",
    "tests.fixtures.admin",
    "tests.fixtures.axe",
    "tests.fixtures.browser",
    "tests.fixtures.canary",
    "tests.fixtures.cast",
    "tests.fixtures.everything",
    "tests.fixtures.hands",
    "tests.fixtures.pictures",
    "tests.fixtures.reader",
    "tests.fixtures.text",
]

# No test may fail because the machine was busy, and a failure in CI must come again at home.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _look_at_the_database_each_time() -> None:
    """What one test makes of the database's migrations must not close the next one's pages."""
    upkeep.LOOKED_AT = 0.0


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rows of the next test may have the keys of this one's, and fragments are kept by them."""
    yield
    cache.clear()
    fragments.clear()
