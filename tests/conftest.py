"""What every test starts from."""

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

pytest_plugins = [
    "tests.fixtures.admin",
    "tests.fixtures.axe",
    "tests.fixtures.browser",
    "tests.fixtures.cast",
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
