"""The site's own settings as it is measured: as deployed, but in the open on loopback.

The data stand in a folder of their own, which the environment names (`DATA_DIR`).
"""

import os

# Set here, so that a `.env` beside manage.py cannot change what is measured.
os.environ.update(
    SECRET_KEY="a-key-for-measuring-alone-which-is-long-enough-for-every-check",
    ALLOWED_HOSTS="127.0.0.1,testserver",
    SITE_URL="http://127.0.0.1",
    DEBUG="0",
    LOG_LEVEL="INFO",
    LANGUAGE_CODE="en",
    TIME_ZONE="UTC",
    TRUSTED_PROXIES="0",
    DATABASE_URL="",
    REDIS_URL="",
    EMAIL_URL="",
)

from studyguide.environment import DATA_DIR
from studyguide.settings import *  # noqa: F403
from studyguide.settings import RATE_LIMITS as SITE

ROOT_URLCONF = "benchmarks.urls"
# The collected files are the same for every amount of notes.
STATIC_ROOT = DATA_DIR.parent / "static"

# Counted as on any site, but one person writes here as often as thousands do elsewhere.
RATE_LIMITS = dict.fromkeys(SITE, "1000000000/m,1000000000/h")
