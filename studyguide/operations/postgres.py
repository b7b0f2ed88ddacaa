"""PostgreSQL: every table by COPY, out of one snapshot and back in one transaction.

Not pg_dump: it would have to stand on the site's machine in a version at least the server's, and
could neither be checked nor brought up to date before what it holds stands. The schema is that
of the migrations that the backup names; the code has them all, or refuses.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from studyguide.operations import archive, files
from studyguide.operations.archive import BackupProblem, Manifest, Writer
from studyguide.operations.locks import SiteRuns
from studyguide.operations.schema import applied_to, missing

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
SELECT sequencename, coalesce(last_value, start_value), (last_value IS NOT NULL)::int
FROM pg_sequences WHERE schemaname = current_schema() ORDER BY sequencename
"""
# Everything of the schema that no extension brought: tables take along what hangs on them, and
# the sequences of their own columns go with them or not at all.
DROPS = """
SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) FROM (
  SELECT CASE relkind WHEN 'S' THEN 2 ELSE 1 END AS turn,
    CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
    WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, oid, oid::regclass::text AS name
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT 3, 'ROUTINE', oid, oid::regprocedure::text
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
  UNION ALL SELECT 4, 'TEXT SEARCH CONFIGURATION', oid, oid::regconfig::text
    FROM pg_ts_config WHERE cfgnamespace = current_schema()::regnamespace
  UNION ALL SELECT 5, 'TEXT SEARCH DICTIONARY', oid, oid::regdictionary::text
    FROM pg_ts_dict WHERE dictnamespace = current_schema()::regnamespace
  UNION ALL SELECT 6, 'TYPE', oid, oid::regtype::text
    FROM pg_type WHERE typnamespace = current_schema()::regnamespace AND typtype IN ('e', 'd')
) found WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = found.oid AND d.deptype = 'e')
ORDER BY turn
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
AND coalesce(backend_type, 'client backend') = 'client backend'
"""
# How values are written as text must not hang on a server's settings.
STEADY = (
    "SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC'"
)


def dump(writer: Writer) -> set[str]:
    """Adds all tables as they stand at one moment, which keeps no writer waiting; returns the names
    of files that the rows have."""
    manifest = writer.manifest
    own = connection.copy()
    try:
        own.ensure_connection()
        with closing(own.connection.cursor()) as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(STEADY)
            manifest.columns = dict(cursor.execute(TABLES).fetchall())
            for name, value, used in cursor.execute(SEQUENCES).fetchall():
                manifest.sequences[name] = [value, used]
            for table, columns in manifest.columns.items():
                manifest.rows[table] = 0
                writer.add(_member(table), _copied(cursor, table, columns, manifest))
            order = "SELECT app, name FROM django_migrations ORDER BY id"
            if "django_migrations" in manifest.columns:
                manifest.migrations = [(a, n) for a, n in cursor.execute(order).fetchall()]
            return set(_named(cursor, manifest))
    finally:
        own.close()


def _member(table: str) -> str:
    return f"tables/{table}.copy"


def _copied(cursor: Any, table: str, columns: list[str], manifest: Manifest) -> Iterator[bytes]:
    query = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(query) as copy:
        for row in copy:
            data = bytes(row)
            manifest.rows[table] += data.count(b"\n")  # one in a value is written as \n
            yield data


def _named(cursor: Any, manifest: Manifest) -> Iterator[str]:
    for table, column in files.columns():
        if table in manifest.columns:
            query = sql.SQL("SELECT {} FROM {}").format(
                sql.Identifier(column), sql.Identifier(table)
            )
            yield from (name for (name,) in cursor.execute(query).fetchall() if name)


def check(found: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises BackupProblem unless the tables in an archive have the rows that it says."""
    if set(manifest.rows) != set(manifest.columns):
        raise BackupProblem("The backup's manifest is at odds with itself.")
    for table, rows in manifest.rows.items():
        with found.open(_member(table)) as member:
            if sum(chunk.count(b"\n") for chunk in archive.chunks_of(member)) != rows:
                raise BackupProblem(f"The backup's table {table} has other rows than it says.")


def load(found: zipfile.ZipFile, manifest: Manifest) -> None:
    """Puts the archive's rows in the place of the site's, and brings them up to date: all in one
    transaction. Raises SiteRuns while others are connected, and BackupProblem."""
    with transaction.atomic(), _direct() as cursor:
        if cursor.execute(OTHERS).fetchone()[0]:
            raise SiteRuns
        cursor.execute(STEADY)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        fresh = "django_migrations" not in dict(cursor.execute(TABLES).fetchall())
        if fresh or set(applied_to(connection)) != set(manifest.migrations):
            _build(cursor, manifest)
        _fill(cursor, found, manifest)
        if missing(manifest.migrations):
            call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _direct() -> Iterator[Any]:
    """A cursor of the driver's own: Django's knows no COPY."""
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        yield cursor


def _build(cursor: Any, manifest: Manifest) -> None:
    """The tables as they were under the backup's migrations, in the place of all that stands."""
    for (statement,) in cursor.execute(DROPS).fetchall():
        cursor.execute(statement)
    executor = MigrationExecutor(connection)
    has = set(manifest.migrations)
    graph = executor.loader.graph
    known = [name for name in manifest.migrations if name in graph.nodes]
    last = [n for n in known if not any(c.key[0] == n[0] and c.key in has for c in
            graph.node_map[n].children)]  # fmt: skip
    executor.migrate(last)


def _fill(cursor: Any, found: zipfile.ZipFile, manifest: Manifest) -> None:
    there = dict(cursor.execute(TABLES).fetchall())
    for table, columns in manifest.columns.items():
        if not set(columns) <= set(there.get(table, [])):
            raise BackupProblem(f"This version knows no table {table} like the backup's.")
    names = sql.SQL(", ").join(map(sql.Identifier, there))
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table, columns in manifest.columns.items():
        _fill_table(cursor, found, table, columns, manifest.rows[table])
    for name, (value, used) in manifest.sequences.items():
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", (f'"{name}"', value, bool(used)))
    # Every row that names another has found it by now, or this fails.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _fill_table(
    cursor: Any, found: zipfile.ZipFile, table: str, columns: list[str], rows: int
) -> None:
    name = sql.Identifier(table)
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    # What triggers wrote is in the backup too.
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    with (
        found.open(_member(table)) as member,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, listed)) as copy,
    ):
        for chunk in archive.chunks_of(member):
            copy.write(chunk)
    stands = cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()[0]
    if stands != rows:
        raise BackupProblem(f"The backup's table {table} has other rows than it says.")
