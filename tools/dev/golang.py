"""Go and its transparency log, with which a program that shares no line with ours judges our ledger."""

import os
import shutil
import subprocess
from pathlib import Path

from duijie.config.commandline.commands import Stopped

PACKAGES = ("golang-go", "golang-golang-x-mod-dev")
SOURCES = Path("/usr/share/gocode")
_MODULE = "src/golang.org/x/mod/sumdb/tlog"


def build(program: Path, target: Path) -> None:
    """Compile one file against Debian's sources, without any network.

    Raises:
        Stopped: Go or its sources are missing, or the file does not compile.
    """
    if missing := _missing():
        raise Stopped(
            f"The ledger is also judged by a program in Go, and {missing} is missing; install both, on Debian: "
            f"sudo apt-get install {' '.join(PACKAGES)}"
        )
    ours = {"GO111MODULE": "off", "GOPATH": str(SOURCES), "GOCACHE": str(target.parent / "cache"), "CGO_ENABLED": "0"}
    environment = {**os.environ, **ours}
    command = ["go", "build", "-o", str(target), str(program)]
    built = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if built.returncode:
        raise Stopped(f"{program.name} does not compile: {built.stderr.strip()}")


def install_if_we_may() -> None:
    """Install what is missing, as root on Debian; otherwise the test says what to install."""
    if not _missing() or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {' '.join(PACKAGES)} with apt-get …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", "-qq", *command], check=False, env=environment)


def _missing() -> str:
    if shutil.which("go") is None:
        return "Go"
    return "" if (SOURCES / _MODULE).is_dir() else "its module golang.org/x/mod"
