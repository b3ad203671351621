"""`sm2-key` and `sm2-check`: the second signature of a checkpoint, made ready and judged."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked, add_log, existing_log
from duijie.ledger.errors import LedgerError
from duijie.ledger.national.keys import parse_national_key
from duijie.ledger.national.signing import make_national_key_file
from duijie.ledger.reading.folders import LogFolder


def _make(given: argparse.Namespace) -> Iterator[str]:
    try:
        key = make_national_key_file(Path(given.file), given.name)
    except LedgerError as error:
        raise WronglyAsked(str(error)) from error
    yield f"{key.verifier}\n"


def _check(given: argparse.Namespace) -> Iterator[str]:
    note = LogFolder(existing_log(given.folder)).note()
    try:
        key = parse_national_key(Path(given.key).read_text(encoding="utf-8").removesuffix("\n"))
    except (OSError, UnicodeDecodeError) as error:
        raise WronglyAsked(f"The SM2 key {given.key} cannot be read.") from error
    key.check(note)
    yield f"right: the checkpoint has an SM2 signature of {key.name}\n"


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where the private key shall lie; must not be there yet")
    parser.add_argument("--name", required=True, metavar="NAME", help="the name of the key, as log.example/sm2")


def _add_key(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("--key", required=True, metavar="FILE", help="the SM2 verifier key that you trust")


MAKE = Command(
    name="sm2-key",
    summary="Make a key for the SM2 line of checkpoints, and print its verifier key.",
    explanation="The private key is readable by its owner alone. Needs the extra gm: pip install duijie[gm].",
    add_arguments=_add_file,
    run=_make,
)
CHECK = Command(
    name="sm2-check",
    summary="Check the SM2 line of a log's checkpoint.",
    explanation=(
        "Says nothing of the tree and of the other signatures: `verify` judges those, and passes over this line.\n"
        "Needs the extra gm: pip install duijie[gm]."
    ),
    add_arguments=_add_key,
    run=_check,
)
