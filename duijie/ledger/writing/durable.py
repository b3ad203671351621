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
    """A folder with one writing process; `on_step` is told every step, for tests that end the process there.

    `in_bulk` leaves it to `settle` to force all bytes at once, with everything else that the machine has not written
    yet: much faster for thousands of files, right only where nothing written since the last `settle` counts.
    """

    def __init__(self, path: Path, on_step: Callable[[str], None] = unobserved, *, in_bulk: bool = False) -> None:
        self.path = path
        self._on_step = on_step
        self._in_bulk = in_bulk
        self._unsettled: set[str] = set()
        self._draft = f"{path}/{WORKSHOP}/file"
        (path / WORKSHOP).mkdir(parents=True, exist_ok=True)
        self._lock = os.open(path / WORKSHOP / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise LogInUse(f"Another process writes to {path}.") from error

    def write(self, name: str, data: bytes) -> None:
        """Give the file its new content; lasting after `settle`."""
        target = f"{self.path}/{name}"
        parent = target.rpartition("/")[0]
        if parent not in self._unsettled:
            self._make_folder(Path(parent))
        with open(self._draft, "wb") as file:  # noqa: PTH123 - a Path for each of many thousand files is felt
            file.write(data)
            file.flush()
            self._on_step(f"written {name}")
            if not self._in_bulk:
                os.fsync(file.fileno())
        self._on_step(f"forced {name}")
        os.rename(self._draft, target)  # noqa: PTH104
        self._unsettled.add(parent)
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
        self._unsettled.add(str(target.parent))
        self._on_step(f"removed {name}")
        return True

    def settle(self) -> None:
        """Force the names of all that was written or removed, in bulk also the bytes."""
        if self._in_bulk:
            os.sync()
        else:
            for folder in sorted(self._unsettled):
                if Path(folder).exists():
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
            self._unsettled.add(str(folder.parent))


def _force_folder(folder: str) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
