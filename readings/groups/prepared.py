"""Querysets compiled once: for the reads that every page makes.

Building a queryset and turning it into SQL costs several times what the database needs to answer
it. What a prepared queryset says stays what its parts say (`visible_to` and the others): only
the work of saying it again is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet


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


class Prepared:
    """A queryset whose SQL is made once in a process.

    `build` gets a Parameter for each of its arguments; a run gives their values, as the database
    takes them: texts, numbers, keys of rows. The arguments must not change the shape of the
    query: None has a shape of its own (IS NULL), and so has a list.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.parameters = {name: Parameter(name) for name in signature(build).parameters}
        self.compiled: dict[str, tuple[QuerySet[Any], Any, str, tuple[Any, ...], Any]] = {}
        self.__doc__ = build.__doc__

    def __call__(self, **values: str | int) -> list[Any]:
        """The rows, as the queryset would give them."""
        alias = DEFAULT_DB_ALIAS
        if alias not in self.compiled:
            self.compiled[alias] = self._compile(alias)
        queryset, compiler, sql, parameters, converters = self.compiled[alias]
        filled = tuple(
            values[part.name] if isinstance(part, Parameter) else part for part in parameters
        )
        run = _copy(compiler)
        run.connection = connections[alias]  # each thread has its own
        run.as_sql = lambda *_args, **_options: (sql, filled)
        run.get_converters = lambda _expressions: converters
        rows = _copy(queryset)
        rows._query = _Compiled(queryset.query, run)
        return list(rows)

    def first(self, **values: str | int) -> Any | None:
        """The first of the rows; the queryset itself must say how many it asks for."""
        rows = self(**values)
        return rows[0] if rows else None

    def _compile(self, alias: str) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...], Any]:
        queryset = self.build(**self.parameters)
        compiler = queryset.query.get_compiler(using=alias)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return queryset, compiler, sql, tuple(parameters), converters


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
