"""The WSGI application: pages at scale (see docs/deploy.md)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
os.environ["STUDYGUIDE_SERVER"] = "wsgi"

from django.core.wsgi import get_wsgi_application

from studyguide.operations.locks import attend

application = get_wsgi_application()
attend()
