"""Querysets compiled once: for the reads that every page makes.

Building a queryset and turning it into SQL costs several times what the database needs to answer
it. What a prepared queryset says stays what its parts say (`visible_to` and the others): only
the work of saying it again is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ValuesListIterable

LARGEST = 2**63 - 1
INSERTIONS: dict[tuple[str, type[Model]], Insertion] = {}
# Texts, numbers and keys of rows are the same in Python and in the database.
PLAIN = (
    models.CharField,
    models.TextField,
    models.PositiveIntegerField,
    models.PositiveBigIntegerField,
    models.BigIntegerField,
    models.FloatField,
    models.ForeignKey,
)


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
    """A queryset with its SQL, the values that stay the same, and what becomes of the rows.

    Values go in by name: to turn each %s into its own mark takes Django's SQLite longer than many
    an answer takes SQLite.
    """

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    constants: dict[str, Any]
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
        filled = dict(made.constants)
        for name, value in values.items():
            filled[name] = _stored_form(value, connection)
        if made.queryset._iterable_class is ValuesListIterable:
            return _plain_rows(made, filled, connection)
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
        names = [
            part.name if isinstance(part, Parameter) else f"_{place}"
            for place, part in enumerate(parameters)
        ]
        constants = {
            name: part
            for name, part in zip(names, parameters, strict=True)
            if not isinstance(part, Parameter)
        }
        sql = sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names)
        made = Compiled(queryset, compiler, sql, constants, converters)
        self.compiled[alias] = made
        return made


# Attributes with their fields, or None where the value goes in as it is.
Columns = dict[str, "Field[Any, Any] | None"]


class Insertion(NamedTuple):
    """How a row of one model is stored; `returning` asks for its key."""

    sql: str
    returning: str
    columns: Columns

    def stored(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """These values, by attribute, as their columns have them."""
        return {
            name: value
            if (field := self.columns[name]) is None
            else field.get_db_prep_save(value, connection)
            for name, value in values.items()
        }


def columns_of(fields: Iterable[Field[Any, Any]]) -> Columns:
    """The fields by attribute, None for those whose values go in as they are."""
    return {field.attname: None if type(field) in PLAIN else field for field in fields}


def insert(row: Model) -> None:
    """Stores a new row by a statement that is made once for each model. It sends no signals."""
    connection = connections[DEFAULT_DB_ALIAS]
    columns = insertion(type(row), connection).columns
    values = {
        name: getattr(row, name) if field is None else field.pre_save(row, add=True)
        for name, field in columns.items()
    }
    row.pk = insert_values(type(row), values)
    row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[Model], values: Mapping[str, Any]) -> int:
    """Stores a new row that nobody needs as an object, and gives its key.

    `values` are all its columns but the key, by attribute: no default is filled in.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    made = insertion(model, connection)
    with connection.cursor() as cursor:
        cursor.execute(made.sql + made.returning, made.stored(values, connection))
        return int(cursor.fetchone()[0])


def insertion(model: type[Model], connection: BaseDatabaseWrapper) -> Insertion:
    """The statement that stores a row of the model; values go in by attribute."""
    made = INSERTIONS.get((connection.vendor, model))
    if made is None:
        quoted, fields = connection.ops.quote_name, model._meta.local_concrete_fields
        stored = [field for field in fields if not field.primary_key]
        columns = ", ".join(quoted(str(field.column)) for field in stored)
        values = ", ".join(f"%({field.attname})s" for field in stored)
        key = next(quoted(str(field.column)) for field in fields if field.primary_key)
        made = INSERTIONS[connection.vendor, model] = Insertion(
            f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({values})",  # noqa: S608
            f" RETURNING {key}",
            columns_of(stored),
        )
    return made


def _stored_form(value: str | int | UUID, connection: BaseDatabaseWrapper) -> str | int | UUID:
    """The value as its column has it: SQLite knows no UUIDs."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _plain_rows(
    made: Compiled, filled: dict[str, Any], connection: BaseDatabaseWrapper
) -> list[tuple[Any, ...]]:
    """What `values_list` gives, without its machinery for queries of every kind."""
    with connection.cursor() as cursor:
        cursor.execute(made.sql, filled)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if not made.converters:
        return rows
    converters = [
        (place, one, expression)
        for place, (convert, expression) in made.converters.items()
        for one in convert
    ]
    for place, convert, expression in converters:
        for at, row in enumerate(rows):
            if row[place] is not None:  # of NULL every column makes None
                value = convert(row[place], expression, connection)
                rows[at] = (*row[:place], value, *row[place + 1 :])
    return rows


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
