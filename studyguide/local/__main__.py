"""`python -m studyguide.local [--host HOST] [--port PORT] [--no-demo]`."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from studyguide.local.address import Address, AddressError, hold
from studyguide.local.configuration import configure
from studyguide.local.console import complain, say
from studyguide.local.worker import worker

if TYPE_CHECKING:
    from studyguide.local.preparation import Login


FIRST_ACCOUNT = [
    "",
    "Nobody can sign in yet. Make the first account in another terminal, an administrator's:",
    "  .venv/bin/python manage.py createsuperuser",
    "",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepares and serves until a signal ends it; returns the process's exit code."""
    options = _parser().parse_args(arguments)
    try:
        address = hold(options.host, options.port)
    except AddressError as error:
        complain(str(error))
        return 1
    # Everything under the data directory is for its owner's eyes alone.
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _leave)
    try:
        return _serve(address, demo=options.demo)
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make run", description="Serve Study Guide here.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", default=8000, type=int, help="the port; 0 takes a free one")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="start empty")
    return parser


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def _serve(address: Address, *, demo: bool) -> int:
    data_dir = configure(address)
    if not _set_up_django():
        return 1
    lines = _prepare(address, data_dir, demo=demo)
    server = _Server(
        uvicorn.Config(
            "studyguide.asgi:application",
            # Django's logging knows routes; uvicorn's access log would write secret paths.
            access_log=False,
            log_config=None,
            server_header=False,
            # An open stream would otherwise hold the process up for as long as it likes.
            timeout_graceful_shutdown=3,
        ),
        lines,
    )
    with worker():
        server.run(sockets=[address.socket])
    return 0 if server.started else 1


def _set_up_django() -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        complain(f"Study Guide cannot start. {error}")
        return False
    return True


def _prepare(address: Address, data_dir: Path, *, demo: bool) -> list[str]:
    """Makes the site ready; returns what to tell once it answers."""
    from django.conf import settings
    from django.db import connections

    from studyguide.local import preparation

    preparation.prepare_database()
    preparation.prepare_static_files(data_dir / "static.stamp")
    lines = ["", f"Study Guide is at {settings.SITE_URL}/ (Ctrl+C stops it)."]
    if not address.is_loopback:
        lines.append("Others on this network can reach it, without encryption; see docs/deploy.md.")
    if demo:
        logins = preparation.prepare_demo(data_dir / "demo-logins.json")
        lines += _describe(logins, allowed=settings.DEMO_LOGINS_ALLOWED)
    elif not preparation.anybody():
        lines += FIRST_ACCOUNT
    connections.close_all()
    return lines


def _describe(logins: Sequence[Login], *, allowed: bool) -> list[str]:
    if not allowed:
        return ["The demonstration's sign-ins are refused: others can reach this site."]
    width = max(len(login.username) for login in logins)
    rows = [f"  {login.role:<12} {login.username:<{width}}  {login.password}" for login in logins]
    return ["", "Sign in to the demonstration as", *rows, ""]


class _Server(uvicorn.Server):
    """Says where the site is once it answers there."""

    def __init__(self, config: uvicorn.Config, lines: Sequence[str]) -> None:
        super().__init__(config)
        self.lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for line in self.lines:
            say(line)


if __name__ == "__main__":
    sys.exit(main())
