"""Where the site listens, and under which names it may be asked for."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
ALL_INTERFACES = ("", "0.0.0.0", "::")  # noqa: S104 (names to recognise, not to bind)


class AddressError(Exception):
    """The address cannot be listened on; the message says why, in words for who typed it."""


@dataclass(frozen=True)
class Address:
    """An address that this process already holds: nobody else can take it while the site starts."""

    host: str
    port: int
    socket: socket.socket

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        return ipaddress.ip_address(self.socket.getsockname()[0]).is_loopback

    @property
    def names(self) -> list[str]:
        """The host names that a browser may ask for, the best one first."""
        if self.is_loopback:
            # What was typed comes first; "localhost" and "127.0.0.1" mean the same site.
            return list(dict.fromkeys([bracketed(self.host), *LOOPBACK_HOSTS]))
        own = machine_names() if self.host in ALL_INTERFACES else [bracketed(self.host)]
        return list(dict.fromkeys([*own, *LOOPBACK_HOSTS]))

    @property
    def url(self) -> str:
        """The address for a person to open, without a slash at its end."""
        return f"http://{self.names[0]}:{self.port}"


def hold(host: str, port: int) -> Address:
    """Takes the address and listens on it at once; port 0 takes any free one.

    Raises AddressError with a message for the person who chose it.
    """
    if not 0 <= port <= 65535:
        raise AddressError(f"PORT must be a number from 1 to 65535, not {port}.")
    try:
        family, _, _, _, where = _resolve(host, port)
    except OSError as error:
        raise AddressError(f"HOST={host} is not an address of this machine.") from error
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        # Bound alone, a socket with SO_REUSEADDR would let a second one take the same port.
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise AddressError(_reason(error, host, port)) from error
    return Address(host, listener.getsockname()[1], listener)


def _resolve(host: str, port: int) -> tuple[int, int, int, str, tuple[object, ...]]:
    """The first address for a name, IPv4 before IPv6: browsers try both, a listener holds one."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return min(found, key=lambda entry: entry[0] != socket.AF_INET)


def _reason(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8001
            return (
                f"Port {port} is taken: another program, or another Study Guide, listens there.\n"
                f"Stop it, or choose another port: make run PORT={other}"
            )
        case errno.EACCES:
            return f"Port {port} needs more rights than this account has; try make run PORT=8000."
        case errno.EADDRNOTAVAIL:
            return f"HOST={host} is not an address of this machine."
    return f"Cannot listen on {host}:{port}: {error.strerror}."


def bracketed(host: str) -> str:
    """A host as it stands in a URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def machine_names() -> list[str]:
    """What this machine is called by others near it, its address first, as far as it can tell."""
    name = socket.gethostname()
    names = [_outward_address(), name]
    if "." not in name:
        names.append(f"{name}.local")
    return [name.lower() for name in names if name]


def _outward_address() -> str:
    """The address of this machine on its own network, or "". Connecting UDP sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
