"""The account that PostgreSQL runs under: our own, or an unprivileged one when we are root (it refuses root)."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from duijie.kernel.database.problems import DatabaseProblem
from duijie.kernel.database.programs import Programs

FALLBACK_HOME = Path("/var/lib/duijie")
SERVICE_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user and a group to start programs under; none when they are to run as ourselves.

    `subprocess` is given `groups` with them, so that no group of root's stays.
    """

    user: int | None = None
    group: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """Supplementary groups: none for another account, our own for ourselves."""
        return None if self.user is None else []

    def run(self, command: list[str | Path], *, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program under this account and return what it said, in English."""
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
            cwd="/",
            env=plain_environment(),
            user=self.user,
            group=self.group,
            extra_groups=self.groups,
        )

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder."""
        if self.user is not None:
            os.chown(path, self.user, self.group or 0)


@dataclass(frozen=True)
class Seat:
    """Which programs run as whom, in which folder; `moved` tells why that folder is not in the clone."""

    programs: Programs
    account: Account
    folder: Path
    moved: str = ""

    @property
    def data(self) -> Path:
        """The cluster's folder, one for each major version."""
        return self.folder / f"pg-{self.programs.major}"


def plain_environment() -> dict[str, str]:
    """Environment for PostgreSQL's programs: nothing of ours, messages in English."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def choose_seat(home: Path, programs: Programs) -> Seat:
    """Decide where the cluster of `home` lies; moves to /var/lib/duijie what the account could not reach."""
    account = _account(home)
    seat = Seat(programs, account, home)
    if account.user is None or _can_work_in(account, programs, home):
        return seat
    folder = _elsewhere(home)
    try:
        for path in (FALLBACK_HOME, folder):
            path.mkdir(mode=0o755, parents=True, exist_ok=True)
            path.chmod(0o755)
        (folder / "belongs-to").write_text(f"{home.resolve()}\n", encoding="utf-8")
        moved = programs.copy_to(folder)
    except OSError as error:
        raise DatabaseProblem(f"PostgreSQL's programs could not be copied to {folder}: {error.strerror}.") from error
    if not _can_work_in(account, moved, folder):
        raise DatabaseProblem(
            f"The account with id {account.user} cannot run PostgreSQL in {folder}; set DATABASE_URL."
        )
    name = pwd.getpwuid(account.user).pw_name
    return Seat(
        moved, account, folder, f"PostgreSQL runs as “{name}”, who cannot enter {home}; its data lie in {folder}."
    )


def _elsewhere(home: Path) -> Path:
    return FALLBACK_HOME / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]


def _account(home: Path) -> Account:
    if os.geteuid() != 0:
        return Account()
    data = (*home.glob("pg-*"), *_elsewhere(home).glob("pg-*"))
    for owner in (path.stat() for path in (*data, home) if path.exists()):
        if owner.st_uid != 0 and _is_known(owner.st_uid):
            return Account(owner.st_uid, owner.st_gid)
    for name in SERVICE_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise DatabaseProblem("PostgreSQL refuses to run as root and there is no account “nobody”; set DATABASE_URL.")


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _can_work_in(account: Account, programs: Programs, folder: Path) -> bool:
    script = 'cd "$1" && "$2" --version && "$3" --version'
    try:
        answer = account.run(
            ["/bin/sh", "-c", script, "sh", folder, programs.bin / "postgres", programs.bin / "initdb"]
        )
    except OSError:
        return False
    return answer.returncode == 0
