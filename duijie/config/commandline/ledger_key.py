"""`duijie ledger key`: make the private key of a year's log, before that year begins."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from duijie.apps.records.rules import key_name, origin_of
from duijie.config.commandline.commands import Command, Stopped, prepare_environment
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.formats.notes import is_key_name
from duijie.ledger.national.keys import NationalKey
from duijie.ledger.national.signing import make_national_key_file, read_national_key_file
from duijie.ledger.writing.keyring import has_key, national_file, read_signer
from duijie.ledger.writing.signing import Signer, make_key_file


def run(given: argparse.Namespace) -> int:
    """Make it unless it is there, and print what others check with."""
    prepare_environment()
    from duijie.config.settings import ENVIRONMENT

    if not is_key_name(ENVIRONMENT.ledger) or not key_name(origin_of(ENVIRONMENT.ledger, given.year)):
        raise Stopped("DUIJIE_LEDGER does not name a log; as: export DUIJIE_LEDGER=log.example.gov.cn/620000")
    key, is_new = make_ledger_key(ENVIRONMENT.ledger_keys, ENVIRONMENT.ledger, given.year)
    print(key.verifier)
    if given.sm2:
        second, is_second_new = make_second_key(ENVIRONMENT.ledger_keys, ENVIRONMENT.ledger, given.year)
        print(second)
        is_new = is_new or is_second_new
    if is_new:
        print(f"The private key lies in {ENVIRONMENT.ledger_keys}. Keep a copy apart from every backup: who has it can")
        print("write another history under this name. Give the line above to witnesses and to those who verify.")
    return 0


def make_ledger_key(folder: Path, name: str, year: int) -> tuple[Signer, bool]:
    """The key of the year's log, in a file or in a token, and whether it was made just now.

    Raises:
        Stopped: it cannot be read or written.
    """
    origin = origin_of(name, year)
    path = folder / key_name(origin)
    try:
        if has_key(path):
            return read_signer(path), False
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return make_key_file(path, origin, KeyType.ED25519), True
    except LedgerError as error:
        raise Stopped(str(error)) from error


def make_second_key(folder: Path, name: str, year: int) -> tuple[NationalKey, bool]:
    """The SM2 key beside it, and whether it was made just now.

    Raises:
        Stopped: it cannot be read or written, or the extra is missing.
    """
    origin = origin_of(name, year)
    path = national_file(folder / key_name(origin))
    try:
        if path.exists():
            return read_national_key_file(path).verifier, False
        return make_national_key_file(path, origin).verifier, True
    except LedgerError as error:
        raise Stopped(str(error)) from error


def this_year() -> int:
    """The year in Beijing."""
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).year


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which year, and which keys."""
    parser.add_argument("--year", type=int, default=this_year(), help="default: this year (%(default)s)")
    parser.add_argument("--sm2", action="store_true", help="also an SM2 key, whose line checkpoints then bear too")


COMMAND = Command(
    name="key",
    summary="Make the private key of a year's log, if it is not there, and print the key to verify with.",
    explanation=(
        "Each year has a log and a key of its own; make the next one before the year begins, and give its verifier\n"
        "key to the witnesses. Keys lie in $DUIJIE_LEDGER_KEYS (default: $DUIJIE_HOME/keys/ledger)."
    ),
    examples="  duijie ledger key\n  duijie ledger key --year 2027 --sm2",
    add_arguments=add_arguments,
    run=run,
)
