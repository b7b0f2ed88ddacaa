"""The real server, with people writing: killed in the middle, backed up, and put back.

On SQLite as on PostgreSQL; what is asserted holds wherever in its work the server was.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.operations.serving import Site, Writers, database

PEOPLE = 6


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("killed")


@pytest.fixture(scope="module")
def built(data):
    with database() as url:
        yield Site(data, url)


@pytest.fixture
def site(built):
    """Served, until the test is over."""
    built.start()
    yield built
    built.kill()


def test_no_acknowledged_note_is_lost_when_the_server_is_killed(site, data):
    kept: list[str] = []
    for _ in range(2):
        writers = Writers(site)
        writers.start(PEOPLE)
        writers.wait_for(40)
        site.kill()
        writers.join()
        kept += writers.acknowledged
        site.start()
        assert set(kept) <= site.notes()
    file = data / "db.sqlite3"
    if file.exists():
        with closing(sqlite3.connect(file)) as found:
            assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_running_site_is_backed_up_and_only_a_stopped_one_restored(site, tmp_path):
    backup = str(tmp_path / "guide.backup")
    writers = Writers(site)
    writers.start(PEOPLE)
    writers.wait_for(20)
    promised = set(writers.acknowledged)
    site.python("manage.py", "backup", backup)
    refused = site.run("manage.py", "restore", "--noinput", backup)
    assert refused.returncode != 0
    assert "The site runs" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    site.kill()
    writers.join()
    before = site.notes()
    assert set(writers.acknowledged) <= before

    assert "Restored." in site.python("manage.py", "restore", "--noinput", backup)
    after = site.notes()
    assert promised <= after < before
    site.start()
