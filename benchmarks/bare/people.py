"""Makes the bare project's database: as many people as read the chapter, each signed in."""

from __future__ import annotations

import json
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.data import READERS

    call_command("migrate", verbosity=0)
    cookies = []
    for number in range(READERS):
        client = Client()
        person: Any = User.objects.create(username=f"Reader {number}")
        client.force_login(person)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    (settings.DATA_DIR / "bare-cookies.json").write_text(json.dumps(cookies))


if __name__ == "__main__":
    main()
