"""The site as docs/deploy.md serves it, with people who write to it, in processes of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from tests.tooling.rooms import ROOT
from tests.tooling.running import environment, run_python

BUILD = """
import json, sys
from pathlib import Path
import django
django.setup()
from benchmarks.data import make_reading, sign_in
from django.core.management import call_command
call_command("migrate", verbosity=0)
reading, readers = make_reading()
sign_in(readers, Path(sys.argv[1]))
print(json.dumps(reading.get_absolute_url()))
"""
NOTES = """
import json
import django
django.setup()
from readings.annotation.models import Note
print(json.dumps(sorted(str(uid) for uid in Note.objects.values_list("uid", flat=True))))
"""
SECRET = "b" * 32
UNLIMITED = "tests.operations.unlimited"


@contextlib.contextmanager
def database() -> Iterator[str]:
    """A database of its own on the server of DATABASE_URL; "" where the tests are on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"serving_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Site:
    """A site with data of its own: served, killed, served again."""

    def __init__(self, data: Path, url: str, settings: str = UNLIMITED, **more: str) -> None:
        self.env = environment(
            data,
            DJANGO_SETTINGS_MODULE=settings,
            SECRET_KEY=secrets.token_urlsafe(50),
            ALLOWED_HOSTS="127.0.0.1",
            SITE_URL="http://127.0.0.1",
            DATABASE_URL=url,
            **more,
        )
        self.chapter = json.loads(self.python("-c", BUILD, str(data)))
        self.sessions: list[str] = json.loads((data / "cookies.json").read_text())
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the project on the site's data."""
        return run_python(*arguments, env=self.env)

    def python(self, *arguments: str) -> str:
        """What a program on the site's data prints; it has to succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def notes(self) -> set[str]:
        """The identities of all notes that are stored."""
        return set(json.loads(self.python("-c", NOTES)))

    def start(self) -> None:
        """Serves with two workers, and returns once they are ready."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
            "--blocking-threads", "2", "--port", str(self.port), "--log-level", "error",
            "studyguide.wsgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self._is_ready():
                    return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.1)
                break
        raise AssertionError("The site did not start.")

    def kill(self) -> None:
        """Ends all its processes at once, with no word of warning."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200


@dataclass
class Writers:
    """People who write one note after the other until nobody answers any more."""

    site: Site
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # statuses
    news: threading.Condition = field(default_factory=threading.Condition)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, count: int) -> None:
        for session in self.site.sessions[:count]:
            thread = threading.Thread(target=self._write, args=(session,))
            self.threads.append(thread)
            thread.start()

    def wait_for(self, count: int) -> None:
        """Returns when so many notes were acknowledged; fails if they never are."""
        with self.news:
            enough = lambda: len(self.acknowledged) >= count or self.refused  # noqa: E731
            assert self.news.wait_for(enough, timeout=60)
        assert self.refused == []

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def _write(self, session: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        gone = (OSError, http.client.HTTPException)
        with contextlib.closing(connection), contextlib.suppress(*gone):
            while self._post(connection, session):
                pass

    def _post(self, connection: http.client.HTTPConnection, session: str) -> bool:
        uid = str(uuid.uuid4())
        form = {"uid": uid, "kind": "chapter", "body": f"Note {uid}.", "audience": "group"}
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={SECRET}",
            "X-CSRFToken": SECRET,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", f"{self.site.chapter}notes/", urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        with self.news:
            if answer.status == 200:
                self.acknowledged.append(uid)
            else:
                self.refused.append(answer.status)
            self.news.notify_all()
        return answer.status == 200
