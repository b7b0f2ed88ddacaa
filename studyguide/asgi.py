"""The ASGI application: everything in one process, as `make run` serves it."""

import os
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
os.environ["STUDYGUIDE_SERVER"] = "asgi"

from django.core.asgi import get_asgi_application

from studyguide.operations.locks import attend

# Static files are small, and read as a whole: what Django fears here costs nothing.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()
attend()
