"""Folders for programs that run under another account."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter: pytest's own are closed to all but us, again with every new session."""
    with TemporaryDirectory(prefix="duijie-") as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
