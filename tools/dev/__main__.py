"""`python -m tools.dev COMMAND`: what dev.py runs inside .venv."""

import errno
import importlib
import sys

from duijie.config.commandline.commands import Stopped
from duijie.kernel.database.problems import DatabaseProblem

COMMANDS = {
    "demo": "tools.dev.demo",
    "test": "tools.dev.testing",
    "lint": "tools.dev.linting",
    "bench": "tools.dev.benching",
}
# What no code can help: said in one line, without a trace.
MACHINE_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS}


def main() -> int:
    """Run the module of the command; what stands in the way is said in one sentence."""
    try:
        return int(importlib.import_module(COMMANDS[sys.argv[1]]).main(sys.argv[2:]))
    except (Stopped, DatabaseProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in MACHINE_FAULTS:
            raise
        print(f"{error.strerror}: {error.filename or 'the disk of this folder'}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
