"""What the site needs to know about this run, put into its environment before Django starts."""

from __future__ import annotations

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

from studyguide.local.address import LOOPBACK_HOSTS, Address

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEFAULT_URL = "http://127.0.0.1:8000"


def configure(address: Address) -> Path:
    """Makes the data directory and sets this run's environment; returns the directory.

    What the owner of the site set, in the environment or in `.env`, stays as it is.
    """
    env = Env()
    env.read_env(str(BASE_DIR / ".env"), recurse=False)

    def chosen(name: str, otherwise: str) -> str:
        return env.str(name, "") or otherwise

    data_dir = Path(chosen("DATA_DIR", str(BASE_DIR / "var"))).resolve()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_local_env(data_dir / "local.env")

    os.environ["STUDYGUIDE_SERVER"] = "asgi"
    os.environ["SITE_URL"] = chosen("SITE_URL", address.url)
    os.environ["ALLOWED_HOSTS"] = chosen("ALLOWED_HOSTS", ",".join(address.names))
    # On one's own machine nothing travels far enough for compression to be worth its wait.
    os.environ["COMPRESS_STATIC"] = chosen("COMPRESS_STATIC", "0")
    os.environ["LOG_FORMAT"] = chosen("LOG_FORMAT", "console")
    nobody_else = address.is_loopback and is_local_url(os.environ["SITE_URL"])
    os.environ["DEMO_LOGINS"] = chosen("DEMO_LOGINS", "1") if nobody_else else "0"
    return data_dir


def write_local_env(path: Path) -> None:
    """Writes this machine's own settings once, for its owner's eyes alone; later runs keep them."""
    lines = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": ",".join(LOOPBACK_HOSTS),
        "SITE_URL": DEFAULT_URL,
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# Made by the first `make run`. The environment and .env come before it.\n")
        file.writelines(f"{name}={value}\n" for name, value in lines.items())


def is_local_url(url: str) -> bool:
    """Whether an address can only mean this machine; a proxy's public name does not."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
