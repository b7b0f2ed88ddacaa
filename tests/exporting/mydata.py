"""Downloads somebody's data, as they do it themselves."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from readings.groups.models import User
from tests.fixtures.cast import PASSWORD

PAGE = "/accounts/data/"


def proven(user: User) -> Client:
    """A client of somebody who has just shown that it is them."""
    client = Client()
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def body(response: Any) -> bytes:
    """All of a file that is sent in pieces; Django's client closes it after the last."""
    return b"".join(response.streaming_content)


def exported(user: User) -> dict[str, Any]:
    """The JSON file, read."""
    found: dict[str, Any] = json.loads(body(proven(user).get(f"{PAGE}json/")))
    return found


def page_of_data(user: User) -> str:
    """The HTML file."""
    return body(proven(user).get(f"{PAGE}html/")).decode()
