"""One cluster for several users at once (demo, tests, a developer's shell): the last one out turns off the light.

Every user holds a shared lock on one file, which the system releases even after kill -9. A cluster that was
started to stay (`keep`) is left running by all.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from duijie.kernel.database.cluster import Cluster


class SharedCluster:
    """Our part in the cluster of `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.home.mkdir(parents=True, exist_ok=True)
        self._users: int | None = None
        with self._alone():
            self.cluster = Cluster.at(self.home)

    @property
    def _kept(self) -> Path:
        return self.home / "keep-postgresql"

    def enter(self) -> str:
        """Start the cluster when nobody did, and return its address for `DATABASE_URL`."""
        with self._alone():
            self._users = os.open(self.home / "postgresql.users", os.O_RDWR | os.O_CREAT, 0o644)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self.cluster = Cluster.at(self.home)  # whoever came first may have made the passwords meanwhile
            self.cluster.start()
            return self.cluster.url()

    def revive(self) -> bool:
        """Start the cluster again if it was killed; true when that was needed."""
        if self.cluster.server():
            return False
        with self._alone():
            self.cluster.start()
        return True

    def leave(self) -> None:
        """Stop the cluster unless somebody else uses it or it was started to stay."""
        if self._users is None:
            return
        with self._alone():
            if self._is_last() and not self._kept.exists():
                self.cluster.stop()
            os.close(self._users)
            self._users = None

    def keep(self) -> str:
        """Start the cluster to stay until `end`."""
        self._kept.touch()
        try:
            return self.enter()
        finally:
            self.leave()

    def end(self) -> bool:
        """Stop a cluster that was started to stay; false when somebody still uses it and will stop it later."""
        self._kept.unlink(missing_ok=True)
        self.enter()
        self.leave()
        return self.cluster.server() is None

    def _is_last(self) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(self._users or 0, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(self.home / "postgresql.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)
