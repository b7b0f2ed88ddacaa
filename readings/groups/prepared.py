"""Querysets compiled once: for the reads that every page makes.

Building a queryset and turning it into SQL costs several times what the database needs to answer
it. What a prepared queryset says stays what its parts say (`visible_to` and the others): only
the work of saying it again is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet

LARGEST = 2**63 - 1
INSERTIONS: dict[tuple[str, type[Model]], str] = {}


class Parameter(Expression):
    """Stands in a queryset for a value that comes with each run.

    It also stands for the person of `visible_to`, who is signed in and no more than a member.
    """

    is_authenticated = True
    is_staff = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any
    ) -> tuple[str, list[Parameter]]:
        return "%s", [self]


class Compiled(NamedTuple):
    """A queryset with its SQL, the values and parameters for it, and what becomes of the rows."""

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    converters: dict[Any, Any]


class Prepared:
    """A queryset whose SQL is made once in a process.

    `build` gets a Parameter for each of its arguments; a run gives their values: texts, numbers,
    keys of rows, UUIDs. They must not change the shape of the query: None has a shape of its own
    (IS NULL), and so has a list.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.parameters = {name: Parameter(name) for name in signature(build).parameters}
        self.compiled: dict[str, Compiled] = {}
        self.__doc__ = build.__doc__

    def __call__(self, **values: str | int | UUID) -> list[Any]:
        """The rows, as the queryset would give them; none for a number that no column can hold."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values.values()):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        made = self.compiled.get(connection.alias) or self._compile(connection.alias)
        filled = tuple(
            _stored_form(values[part.name], connection) if isinstance(part, Parameter) else part
            for part in made.parameters
        )
        run = _copy(made.compiler)
        run.connection = connection  # each thread has its own
        run.as_sql = lambda *_args, **_options: (made.sql, filled)
        run.get_converters = lambda _expressions: made.converters
        rows = _copy(made.queryset)
        rows._query = _Compiled(made.queryset.query, run)
        return list(rows)

    def first(self, **values: str | int | UUID) -> Any | None:
        """The first of the rows; the queryset itself must say how many it asks for."""
        rows = self(**values)
        return rows[0] if rows else None

    def _compile(self, alias: str) -> Compiled:
        queryset = self.build(**self.parameters)
        compiler = queryset.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        made = Compiled(queryset, compiler, sql, tuple(parameters), converters)
        self.compiled[alias] = made
        return made


def insert(row: Model) -> None:
    """Stores a new row by a statement that is made once for each model. It sends no signals."""
    meta, connection = row._meta, connections[DEFAULT_DB_ALIAS]
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), connection), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def _insertion(model: type[Model], connection: BaseDatabaseWrapper) -> str:
    made = INSERTIONS.get((connection.vendor, model))
    if made is None:
        quoted, fields = connection.ops.quote_name, model._meta.local_concrete_fields
        columns = [quoted(str(field.column)) for field in fields if not field.primary_key]
        key = next(quoted(str(field.column)) for field in fields if field.primary_key)
        made = (
            f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608
            f"VALUES ({', '.join(['%s'] * len(columns))}) RETURNING {key}"
        )
        INSERTIONS[connection.vendor, model] = made
    return made


def _stored_form(value: str | int | UUID, connection: BaseDatabaseWrapper) -> str | int | UUID:
    """The value as its column has it: SQLite knows no UUIDs."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


class _Compiled:
    """A query that gives the compiler it has instead of making one."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query = query
        self.compiler = compiler

    def get_compiler(self, *_args: Any, **_options: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


def _copy(thing: Any) -> Any:
    """A shallow copy. (`copy.copy` would run the queryset and keep its rows.)"""
    copied = object.__new__(type(thing))
    copied.__dict__.update(thing.__dict__)
    return copied
