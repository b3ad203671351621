"""`python -m duijie.ledger`: the log by itself, without the platform."""

import sys

from duijie.ledger.commands import main

if __name__ == "__main__":
    sys.exit(main())
