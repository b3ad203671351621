"""Files that are whole or not there, whatever happens to the machine.

Bytes go to another name, are forced to the disk, and take their name in one step; `settle` forces the names, too.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from duijie.ledger.errors import LogInUse

WORKSHOP = ".writing"


def unobserved(step: str) -> None:
    """Nobody looks on."""


class DurableFolder:
    """A folder with one writing process; `on_step` is told every step, for tests that end the process there."""

    def __init__(self, path: Path, on_step: Callable[[str], None] = unobserved) -> None:
        self.path = path
        self._on_step = on_step
        self._unsettled: set[Path] = set()
        self._workshop = path / WORKSHOP
        self._workshop.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self._workshop / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise LogInUse(f"Another process writes to {path}.") from error

    def write(self, name: str, data: bytes) -> None:
        """Give the file its new content; lasting after `settle`."""
        target = self.path / name
        self._make_folder(target.parent)
        made = self._workshop / "file"
        with made.open("wb") as file:
            file.write(data)
            file.flush()
            self._on_step(f"written {name}")
            os.fsync(file.fileno())
        self._on_step(f"forced {name}")
        made.rename(target)
        self._unsettled.add(target.parent)
        self._on_step(f"named {name}")

    def remove(self, name: str) -> bool:
        """Remove a file or a folder; say whether it was there."""
        target = self.path / name
        if target.is_dir():
            shutil.rmtree(target)
        elif target.exists():
            target.unlink()
        else:
            return False
        self._unsettled.add(target.parent)
        self._on_step(f"removed {name}")
        return True

    def settle(self) -> None:
        """Force the names of all that was written or removed."""
        for folder in sorted(self._unsettled):
            if folder.exists():
                _force_folder(folder)
        self._unsettled.clear()
        self._on_step("settled")

    def close(self) -> None:
        """Let another process write."""
        os.close(self._lock)

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            self._make_folder(folder.parent)
            folder.mkdir()
            self._unsettled.add(folder.parent)


def _force_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
