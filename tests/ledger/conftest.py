"""Folders for tests of the log that write many files."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOM_NEEDED = 512 * 1024 * 1024
MEMORY = Path("/dev/shm")  # noqa: S108 - a process that is killed loses nothing that the system has taken


@pytest.fixture(scope="session")
def folder_in_memory() -> Iterator[Path]:
    """A folder in memory where there is room for one: forcing thousands of files to a real disk takes minutes."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_NEEDED
    with TemporaryDirectory(prefix="duijie-", dir=MEMORY if has_room else None) as folder:
        yield Path(folder)
