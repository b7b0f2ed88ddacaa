"""The site's own settings, where somebody writes as fast as the site can store it."""

from studyguide.settings import *  # noqa: F403
from studyguide.settings import RATE_LIMITS as SITE

RATE_LIMITS = dict.fromkeys(SITE, "1000000/m")
