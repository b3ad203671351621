"""Everything a developer types: python3 dev.py demo | test | lint | bench | help.

Needs nothing but Python 3.11 or newer and pip. Makes .venv from the hashed lock, then hands over to tools/dev.
Written so that Python 3.6 can still read it and say that it is too old.
"""

import hashlib
import importlib.util
import json
import locale
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
ROOM_NEEDED = 1200 * 1024 * 1024
RUNTIME, DEVELOPMENT, JUDGES = "requirements.lock", "requirements-dev.lock", "requirements-judges.lock"
LOCKS = {"demo": RUNTIME, "test": DEVELOPMENT, "lint": DEVELOPMENT, "bench": DEVELOPMENT}
HELP = """usage: python3 dev.py COMMAND [options]

  demo    install, start PostgreSQL, load sample data, serve; Ctrl-C stops all of it
            --port N    where to serve (default 8000)
            --reset     forget the sample data and begin anew
  test    everything that must hold: lint, then unit, database and browser tests
            --fast      without the browser
            PATH ...    only these tests, without lint
  lint    style, types, import contracts, words of the interface
  bench   measure speed
  help    this page

Data lie in var/. The platform's own commands: .venv/bin/duijie --help
"""


def check_machine() -> None:
    """Say in one sentence what this machine lacks."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; try: python3.11 dev.py demo")
    encoding = locale.getpreferredencoding(False)
    if encoding.upper().replace("-", "") != "UTF8":
        sys.exit(f"The locale here is {encoding}, in which Chinese is lost; try: LC_ALL=C.UTF-8 python3 dev.py demo")
    if not sys.platform.startswith("linux") and not os.environ.get("DATABASE_URL"):
        sys.exit("Our own PostgreSQL runs on Linux only; set DATABASE_URL to a PostgreSQL 15 or newer.")


def installed() -> "dict[str, str]":
    """Return the fingerprint of each lock that is installed."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return {}


def runs() -> bool:
    """Say whether .venv works: its Python may have been removed since."""
    try:
        return subprocess.run([str(PYTHON), "-c", ""], check=False, timeout=60).returncode == 0
    except OSError:
        return False


def fingerprint(lock: str) -> str:
    """Return what tells this state of a lock from every other."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def install(lock: str) -> None:
    """Bring .venv to what the lock says; does nothing when it is there already."""
    # The development lock holds the runtime lock whole; a test sees to that.
    names = (RUNTIME, DEVELOPMENT, JUDGES) if lock == DEVELOPMENT else (RUNTIME,)
    is_running, stamps = runs(), installed()
    if is_running and all(stamps.get(name) == fingerprint(name) for name in names):
        return
    if shutil.disk_usage(str(ROOT)).free < ROOM_NEEDED:
        sys.exit(f"The disk is full: {ROOT} needs {ROOM_NEEDED // 1024**2} MB of room.")
    print(f"Installing what {lock} names into .venv, once …", flush=True)
    if not is_running:
        venv.EnvBuilder(clear=VENV.exists(), symlinks=True, with_pip=False).create(str(VENV))
    pip("install", "--no-compile", "--require-hashes", "-r", str(ROOT / lock))
    if JUDGES in names:  # they ask for a newer Python than they need, and for more than we use of them
        without = ("--no-deps", "--ignore-requires-python")
        pip("install", "--no-compile", *without, "--require-hashes", "-r", str(ROOT / JUDGES))
    pip("install", "--no-compile", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(json.dumps({name: fingerprint(name) for name in names}), encoding="ascii")


def pip(*arguments: str) -> None:
    """Run our own pip on .venv: Debian's venv brings none."""
    if importlib.util.find_spec("pip") is None:
        sys.exit("pip is missing; install it, on Debian: apt-get install python3-pip")
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check", "--no-input", "-q"]
    answer = subprocess.run([*command, *arguments], stderr=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        lines = [line for line in answer.stderr.splitlines() if line.startswith("ERROR")]
        sys.exit("pip could not install: " + (lines or answer.stderr.splitlines() or ["it said nothing"])[-1])


def main() -> None:
    """Check, install, hand over."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in LOCKS:
        sys.stdout.write(HELP)
        sys.exit(0 if command in ("help", "-h", "--help") else 2)
    check_machine()
    os.chdir(str(ROOT))
    install(LOCKS[command])
    sys.stdout.flush()
    os.execv(str(PYTHON), [str(PYTHON), "-m", "tools.dev", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
