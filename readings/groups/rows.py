"""Many rows changed at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

BATCH = 200


def update_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Stores these fields of rows that exist already, as `bulk_update` does.

    That writes a CASE with a branch for every row and field: hundreds of rows took a second. This
    inserts the rows again, and where they stand already sets the fields.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*fields],
        )
