"""Send a message to an address that somebody else has chosen: never into our own network, never on to elsewhere.

The name is looked up once, every address that it has must be public, and the connection goes to the one that was
looked at, so that a name that changes its meaning between look and call leads nowhere (OWASP: server-side request
forgery). Redirects are not followed, nothing of the answer but its number is read.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Event, Timer
from typing import Final
from urllib.parse import SplitResult, urlsplit

from duijie.kernel.errors import mark

PATIENCE: Final = 10.0
"""Seconds for one call, from the first byte to the last."""
UNKNOWN: Final = mark("its name is not known")
INWARD: Final = mark("it is no public address")
SLOW: Final = mark("no answer within 10 seconds")
CLOSED: Final = mark("nobody answers there")
UNTRUSTED: Final = mark("its certificate does not hold")
STRANGE: Final = mark("the answer is not HTTP")
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """The number of HTTP that came back, or why none did (a message id)."""

    number: int | None = None
    trouble: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has the message."""
        return is_taken(self.words)

    @property
    def words(self) -> str:
        """The number, or the message id."""
        return self.trouble if self.number is None else str(self.number)


def is_taken(words: str) -> bool:
    """Whether the words of an answer say that the receiver has the message: a number from 200 to 299."""
    return words.isdecimal() and HTTPStatus.OK <= int(words) < HTTPStatus.MULTIPLE_CHOICES


class _Unreachable(Exception):
    """There is no address to call; the message is the id of its words."""


class _Pinned(http.client.HTTPConnection):
    """A connection to one looked-up address, under the name that it was looked up by."""

    def __init__(self, parts: SplitResult, peer: str) -> None:
        self.default_port = _PORTS[parts.scheme]
        super().__init__(parts.hostname or "", parts.port or self.default_port, timeout=PATIENCE)
        self._peer = peer
        self._context = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        """Connect to the peer; its certificate must be of the name."""
        self.sock = socket.create_connection((self._peer, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Stop whatever waits."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


def post(address: str, body: bytes, headers: Mapping[str, str], *, to_private: bool = False) -> Answer:
    """Send the body once, into the own network only if `to_private`; whatever happens comes back as an answer."""
    parts = urlsplit(address)
    try:
        connection = _Pinned(parts, _peer_of(parts, to_private=to_private))
    except _Unreachable as problem:
        return Answer(trouble=str(problem))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _send(connection, path, body, headers)


def _send(connection: _Pinned, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    late = Event()
    alarm = Timer(PATIENCE, _cut, (connection, late))
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", path, body, {"user-agent": "duijie", **headers})
        return Answer(number=connection.getresponse().status)
    except ssl.SSLCertVerificationError:
        return Answer(trouble=UNTRUSTED)
    except TimeoutError:
        return Answer(trouble=SLOW)
    except http.client.HTTPException:
        return Answer(trouble=SLOW if late.is_set() else STRANGE)
    except OSError:
        return Answer(trouble=SLOW if late.is_set() else CLOSED)
    finally:
        alarm.cancel()
        connection.close()


def _cut(connection: _Pinned, late: Event) -> None:
    late.set()
    try:
        connection.cut()
    except OSError:
        return  # it has ended meanwhile


def _peer_of(parts: SplitResult, *, to_private: bool) -> str:
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Unreachable(UNKNOWN) from None
    peers = [str(each[4][0]) for each in found]
    if not to_private and not all(is_public(ip_address(each.partition("%")[0])) for each in peers):
        raise _Unreachable(INWARD)
    return peers[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address lies in the open network, also by way of one that only wraps another."""
    if isinstance(address, IPv6Address):
        wrapped = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), _translated(address))
        if any(each is not None and not is_public(each) for each in wrapped):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _translated(address: IPv6Address) -> IPv4Address | None:
    """The address behind the well-known prefix 64:ff9b::/96 of RFC 6052."""
    well_known = int(IPv6Address("64:ff9b::")) >> 32
    return IPv4Address(int(address) & 0xFFFFFFFF) if int(address) >> 32 == well_known else None
