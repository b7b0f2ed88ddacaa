"""The ASGI application: everything in one process, as `make run` serves it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
os.environ["STUDYGUIDE_SERVER"] = "asgi"

from django.core.asgi import get_asgi_application

application = get_asgi_application()
