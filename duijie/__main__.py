"""`python -m duijie` is the command `duijie`."""

import sys

from duijie.config.commandline import main

if __name__ == "__main__":
    sys.exit(main())
