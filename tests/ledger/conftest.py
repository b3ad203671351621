"""Folders, two histories of one log, and a witness."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from duijie.ledger.reading.trees import Tree
from duijie.ledger.witness.judging import Witness
from duijie.ledger.witness.memory import WitnessMemory
from tests.ledger.made import SEEN_AT, leaves, log_key, witness_key, written_log

ROOM_NEEDED = 512 * 1024 * 1024
MEMORY = Path("/dev/shm")  # noqa: S108 - a process that is killed loses nothing that the system has taken


@pytest.fixture(scope="session")
def folder_in_memory() -> Iterator[Path]:
    """A folder in memory where there is room for one: forcing thousands of files to a real disk takes minutes."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_NEEDED
    with TemporaryDirectory(prefix="duijie-", dir=MEMORY if has_room else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    return Tree(written_log(tmp_path_factory.mktemp("log"), leaves(300)), 300)


@pytest.fixture(scope="session")
def fork(tmp_path_factory):
    """Another history of the same log, with the same key."""
    return Tree(written_log(tmp_path_factory.mktemp("fork"), leaves(300, "forged")), 300)


@pytest.fixture
def memory(tmp_path):
    kept = WitnessMemory(tmp_path / "witness")
    yield kept
    kept.close()


@pytest.fixture
def witness(memory):
    return Witness(witness_key(), [log_key().verifier], memory, lambda: SEEN_AT)
