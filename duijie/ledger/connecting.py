"""Opening a connection to an address that somebody typed: whatever is wrong with it is said, never a stray error."""

import http.client
from urllib.parse import urlsplit

from duijie.ledger.errors import FormatError

_KINDS: dict[str, type[http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}
_PORTS = {"http": http.client.HTTP_PORT, "https": http.client.HTTPS_PORT}


def connection_to(address: str, seconds: float) -> tuple[http.client.HTTPConnection, str]:
    """A connection, opened with its first request, and the path of the address.

    Raises:
        FormatError: it is no address of HTTP, or one with a query, which nothing of a log has.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        if parts.scheme not in _KINDS or not host or not parts.path.isascii() or parts.query or parts.fragment:
            raise FormatError("an address is as https://log.example/log")
        return _KINDS[parts.scheme](host, port or _PORTS[parts.scheme], timeout=seconds), parts.path
    except (ValueError, http.client.InvalidURL) as error:
        raise FormatError(f"“{address}” is no address: {error}.") from error
