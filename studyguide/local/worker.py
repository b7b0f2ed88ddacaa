"""`python -m studyguide.local.worker`: does the site's long work for as long as somebody holds the
other end of its standard input. When that is closed, by whatever end of the server, it ends too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huey.consumer import Consumer

PATIENCE = 5  # seconds that a worker has to end; what it was at is started again the next time


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside the server, in the server's environment; it ends with the block.

    It is in no group of the terminal's, so Ctrl+C reaches the server alone, which then ends it; a
    server that is killed cannot, but its end of the pipe is closed all the same.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "studyguide.local.worker"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends the worker, and waits until it has ended."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    """Works until standard input is closed; returns the process's exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import autodiscover_modules
    from huey.consumer_options import ConsumerConfig
    from huey.contrib.djhuey import HUEY

    autodiscover_modules("tasks")
    options = ConsumerConfig(**settings.HUEY["consumer"])
    options.validate()
    consumer: Consumer = HUEY.create_consumer(**options.values)
    threading.Thread(target=_watch, daemon=True).start()
    consumer.run()
    return 0


def _watch() -> None:
    """Ends this process when nobody holds the other end of its standard input any more."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
