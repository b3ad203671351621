"""Folders for tests of the log that write many files."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - a process that is killed loses nothing that the system has taken


@pytest.fixture(scope="session")
def folder_in_memory() -> Iterator[Path]:
    """A folder in memory where there is such a thing: forcing thousands of files to a real disk takes minutes."""
    with TemporaryDirectory(prefix="duijie-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)
