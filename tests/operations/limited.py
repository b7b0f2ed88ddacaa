"""The site's own settings, where a day's notes are soon written: no day ends during a test."""

from studyguide.settings import *  # noqa: F403
from studyguide.settings import RATE_LIMITS as SITE
from studyguide.settings import STORAGES as SITE_STORAGES

RATE_LIMITS = {**SITE, "write": "5/d"}
# Whole pages, without collecting their files first.
STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES = {**SITE_STORAGES, "staticfiles": STATIC}
