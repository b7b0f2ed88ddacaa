"""`make run`: the address, the machine's own settings, and a whole start and stop."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import stat
import urllib.request
from pathlib import Path

import pytest

from studyguide.local import address, configuration
from studyguide.local.address import Address, AddressError
from tests.tooling.running import LocalSite, environment, run_python


@pytest.fixture
def held():
    """An address that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free():
    """An address of our own on a free port."""
    taken = address.hold("127.0.0.1", 0)
    yield taken
    taken.socket.close()


@pytest.fixture
def no_settings(monkeypatch, tmp_path):
    """An environment that says nothing of this project, and a folder for it without a `.env`."""
    for name in (
        "SITE_URL",
        "ALLOWED_HOSTS",
        "DEMO_LOGINS",
        "STUDYGUIDE_SERVER",
        "DATA_DIR",
        "COMPRESS_STATIC",
        "LOG_FORMAT",
    ):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(configuration, "BASE_DIR", tmp_path)
    return monkeypatch


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_taken_port_is_told_before_anything_is_made(tmp_path, held):
    data = tmp_path / "var"
    done = run_python("-m", "studyguide.local", "--port", str(held), env=environment(data))
    assert done.returncode == 1
    assert f"Port {held} is taken" in done.stderr
    assert f"make run PORT={held + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not data.exists()


def test_a_held_address_is_held_against_everybody(free):
    with pytest.raises(AddressError, match="is taken"):
        address.hold("127.0.0.1", free.port)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_this_machine_is_told(host):
    with pytest.raises(AddressError, match=f"HOST={re.escape(host)} is not an address"):
        address.hold(host, 0)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_cannot_be_is_told(port):
    with pytest.raises(AddressError, match="PORT must be a number"):
        address.hold("127.0.0.1", port)


def test_the_machines_settings_are_made_once_and_for_their_owner(tmp_path, no_settings, free):
    data = tmp_path / "var"
    no_settings.setenv("DATA_DIR", str(data))
    configuration.configure(free)
    first = (data / "local.env").read_text()
    configuration.configure(free)

    assert (data / "local.env").read_text() == first
    assert re.search(r"^SECRET_KEY=\S{50,}$", first, re.MULTILINE)
    assert mode(data / "local.env") == 0o600
    assert mode(data) == 0o700


def test_the_run_names_its_own_address(tmp_path, no_settings, free):
    no_settings.setenv("DATA_DIR", str(tmp_path))
    configuration.configure(free)
    assert os.environ["SITE_URL"] == f"http://127.0.0.1:{free.port}"
    assert "localhost" in os.environ["ALLOWED_HOSTS"].split(",")


def test_what_stands_in_dotenv_stays(tmp_path, no_settings, free):
    (tmp_path / ".env").write_text("SITE_URL=https://guide.example.org\n")
    no_settings.delenv("SITE_URL")
    configuration.configure(free)
    assert os.environ["SITE_URL"] == "https://guide.example.org"
    assert os.environ["DEMO_LOGINS"] == "0"
    assert (tmp_path / "var" / "local.env").is_file()


def test_what_the_owner_set_stays(tmp_path, no_settings, free):
    no_settings.setenv("DATA_DIR", str(tmp_path))
    no_settings.setenv("ALLOWED_HOSTS", "guide.example.org")
    no_settings.setenv("SITE_URL", "https://guide.example.org")
    configuration.configure(free)
    assert os.environ["SITE_URL"] == "https://guide.example.org"
    assert os.environ["ALLOWED_HOSTS"] == "guide.example.org"


@pytest.mark.parametrize(
    ("host", "site_url", "demo_logins", "expected"),
    [
        ("127.0.0.1", "", "", "1"),
        ("127.0.0.1", "", "0", "0"),
        ("127.0.0.1", "https://guide.example.org", "1", "0"),
        ("0.0.0.0", "", "1", "0"),
        ("0.0.0.0", "http://127.0.0.1:8000", "", "0"),
    ],
)
def test_demo_logins_are_for_this_machine_alone(
    tmp_path, no_settings, host, site_url, demo_logins, expected
):
    no_settings.setenv("DATA_DIR", str(tmp_path))
    no_settings.setenv("SITE_URL", site_url)
    no_settings.setenv("DEMO_LOGINS", demo_logins)
    taken = address.hold(host, 0)
    configuration.configure(taken)
    taken.socket.close()
    assert os.environ["DEMO_LOGINS"] == expected


def test_off_loopback_the_site_answers_to_the_machines_names(monkeypatch):
    monkeypatch.setattr(address, "_outward_address", lambda: "192.0.2.10")
    monkeypatch.setattr(socket, "gethostname", lambda: "Library")
    everywhere = address.hold("0.0.0.0", 0)
    everywhere.socket.close()
    names = Address("0.0.0.0", 8000, everywhere.socket)
    monkeypatch.setattr(Address, "is_loopback", False)
    assert names.url == "http://192.0.2.10:8000"
    assert names.names[:3] == ["192.0.2.10", "library", "library.local"]
    assert "*" not in names.names


@pytest.fixture
def start(tmp_path):
    started: list[LocalSite] = []

    def run(*arguments: str) -> LocalSite:
        started.append(LocalSite(tmp_path / "var", *arguments))
        return started[-1]

    yield run
    for site in started:
        site.kill()


def worker_of(site: LocalSite) -> int:
    """The process that does the long work beside the server."""
    pid = site.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    (found,) = [
        int(child)
        for child in children
        if b"studyguide.local.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return found


def has_ended(handle: int) -> bool:
    """Waits for the process to end, and says whether it did."""
    ended, _, _ = select.select([handle], [], [], 60)
    os.close(handle)
    return bool(ended)


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.status, response.read().decode()


def test_a_first_start_serves_pages_and_styles_and_ends_cleanly(start, tmp_path):
    site = start("--no-demo")
    url = site.url()
    status, page = get(f"{url}/accounts/login/")
    assert status == 200
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style, page[:500]
    assert re.search(r"\.[0-9a-f]{12}\.css$", style[1]), "styles are served under hashed names"
    assert get(url + style[1])[0] == 200
    assert site.end(signal.SIGTERM) == 0
    said = "".join(site.said)
    assert "manage.py createsuperuser" in said
    assert "GET /accounts/login/ 200" in said
    for noise in ("Traceback", "Warning", "(no route)"):
        assert noise not in said
    assert mode(tmp_path / "var" / "db.sqlite3") == 0o600


def test_a_second_start_makes_nothing_anew(start, tmp_path):
    first = start()
    url = first.url()
    assert first.end(signal.SIGINT) == 0
    assert any("Preparing" in line for line in first.said)
    kept = ("local.env", "demo-logins.json", "static.stamp")
    before = [(tmp_path / "var" / name).read_text() for name in kept]
    logins = json.loads((tmp_path / "var" / "demo-logins.json").read_text())
    assert [login["role"] for login in logins] == ["admin", "facilitator", "member"]

    second = start()
    assert second.url() != url
    assert second.end(signal.SIGINT) == 0
    assert not any("Preparing" in line for line in second.said)
    assert [(tmp_path / "var" / name).read_text() for name in kept] == before
    for said in (first.said, second.said):
        for login in logins:
            words = rf"{login['role']} +{login['username']} +{login['password']}$"
            assert re.search(words, "".join(said), re.MULTILINE)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="tells processes apart as Linux does")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_starts_and_ends_with_the_site(start, number):
    site = start("--no-demo")
    site.url()
    handle = os.pidfd_open(worker_of(site))
    site.end(number)
    assert has_ended(handle)
    assert "Traceback" not in "".join(site.said)
