"""A log in memory that is given out over HTTP, the folder in which it is followed, and the keys that are trusted."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from duijie.ledger.following.cycle import Followed, follow_once
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.durable import DurableFolder
from tests.ledger.following.giving import LogServer, given_out
from tests.ledger.made import leaves, log_key, written_log

TRUST = Trust(log_key().verifier)


@pytest.fixture
def ground(folder_in_memory: Path) -> Iterator[Path]:
    with TemporaryDirectory(dir=folder_in_memory) as folder:
        yield Path(folder)


@pytest.fixture
def server(ground: Path) -> Iterator[LogServer]:
    """A log of 600 leaves: two full bundles and a partial one."""
    written_log(ground / "log", leaves(600))
    with given_out(ground / "log") as listening:
        yield listening


@pytest.fixture
def follow(ground: Path, server: LogServer) -> Callable[..., Followed]:
    """Look once; into the folder `copy`, and at the server, unless others are named."""

    def look(trust: Trust = TRUST, address: str = "", into: str = "copy") -> Followed:
        with closing(LogAddress(address or server.address)) as log, closing(DurableFolder(ground / into)) as files:
            return follow_once(files, log, trust)

    return look
