"""Compiles the contract that keeps heads of logs on a chain; a test says when the data beside it is not what it gives.

.venv/bin/python -m tools.dev.contract
"""

import json
import sys

from vyper import __version__
from vyper.compiler import compile_code

from tools.dev.messages import ROOT

FOLDER = ROOT / "duijie/ledger/anchors/contract"
SOURCE, COMPILED = FOLDER / "heads.vy", FOLDER / "heads.json"


def compiled() -> str:
    """What a program needs to put the contract on a chain and to talk to it."""
    source = SOURCE.read_text(encoding="utf-8")
    made = compile_code(source, output_formats=("abi", "bytecode"), no_bytecode_metadata=True)
    return json.dumps({"compiler": f"vyper {__version__}", **made}, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(0 if COMPILED.write_text(compiled(), encoding="ascii") else 1)
