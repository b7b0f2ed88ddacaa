"""Django's own `migrate`, which the running site knows of."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from studyguide.operations.locks import migrating
from studyguide.operations.schema import Standing, applied_to, standing


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """While it changes anything the site shows a page that says so."""
        connection = connections[options["database"]]
        looks = options["plan"] or options["check_unapplied"]
        current = standing(applied_to(connection)) is Standing.CURRENT
        if looks or (current and not options["app_label"]):
            super().handle(*args, **options)
            return
        with migrating(connection):
            super().handle(*args, **options)
