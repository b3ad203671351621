"""An address that somebody mistyped is told in one sentence, before anybody is asked."""

import pytest

from duijie.ledger.connecting import connection_to
from duijie.ledger.errors import FormatError, LedgerError
from duijie.ledger.following.fetching import LogAddress

MISTYPED = (
    "",
    "log.example",
    "ftp://log.example",
    "http://",
    "http://log.example:port",
    "http://log.example:70000",
    "http://[::1/log",
    "http://log..example",
    "http://" + "x" * 70 + ".example",
    "http://log.example/日志",
    "http://log.example/log?year=2026",
)


@pytest.mark.parametrize("address", MISTYPED)
def test_a_mistyped_address_is_told_in_one_sentence(address: str) -> None:
    with pytest.raises(FormatError, match="is no address"):
        connection_to(address, 1)
    with pytest.raises(LedgerError, match="is no address of a log"):
        LogAddress(address)


@pytest.mark.parametrize(
    ("address", "host", "port", "path"),
    [
        ("http://log.example", "log.example", 80, ""),
        ("https://log.example/log/", "log.example", 443, "/log/"),
        ("http://[::1]/log", "::1", 80, "/log"),
        ("http://日志.example:8080/log", "xn--m6tr8k.example", 8080, "/log"),
    ],
)
def test_an_address_gives_host_port_and_path(address: str, host: str, port: int, path: str) -> None:
    connection, found = connection_to(address, 1)
    assert (connection.host, connection.port, found) == (host, port, path)
