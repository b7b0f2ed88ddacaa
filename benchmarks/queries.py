"""How many queries the chapter page makes besides the session's and the user's.

`python -m benchmarks.queries` prints the number for the database in DATA_DIR, warm.
"""

from __future__ import annotations

import json


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from readings.text.models import Reading

    client = Client()
    cookies = json.loads((settings.DATA_DIR / "cookies.json").read_text())
    client.cookies[settings.SESSION_COOKIE_NAME] = cookies[0]
    address = Reading.objects.get().get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    ours = [
        query["sql"]
        for query in queries.captured_queries
        if 'FROM "django_session"' not in query["sql"]
        and 'FROM "readings_user" WHERE "readings_user"."id"' not in query["sql"]
    ]
    print(len(ours))


if __name__ == "__main__":
    main()
