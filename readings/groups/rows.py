"""Many rows written at once: one statement, which the driver of the database runs for each row.

Django's own ways put all rows into one statement: hundreds of them took a second to write down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from readings.groups.prepared import Columns, columns_of, insertion


def insert_rows(model: type[Model], rows: Sequence[Mapping[str, Any]], **shared: Any) -> None:
    """Stores new rows that nobody needs as objects: each all its columns but the key.

    `shared` are the values that are the same in all of them.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    made = insertion(model, connection)
    same = made.stored(shared, connection)
    with connection.cursor() as cursor:
        cursor.executemany(made.sql, [{**same, **made.stored(row, connection)} for row in rows])


def update_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Stores these fields of rows that exist already."""
    if not rows:
        return
    connection, meta = connections[DEFAULT_DB_ALIAS], rows[0]._meta
    quoted = connection.ops.quote_name
    chosen = [field for field in meta.local_concrete_fields if field.name in fields]
    columns, key = columns_of(chosen), str(meta.pk.column)
    changes = ", ".join(f"{quoted(str(field.column))} = %s" for field in chosen)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(meta.db_table)} SET {changes} WHERE {quoted(key)} = %s",  # noqa: S608
            [(*_stored(row, columns, connection), row.pk) for row in rows],
        )


def _stored(row: Model, columns: Columns, connection: BaseDatabaseWrapper) -> Iterator[Any]:
    for name, field in columns.items():
        value = getattr(row, name)
        yield value if field is None else field.get_db_prep_save(value, connection)
