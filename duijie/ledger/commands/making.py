"""`make`: a fresh log with random leaves, for outside judges and for benchmarks."""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.formats.notes import is_key_name
from duijie.ledger.national.signing import TwofoldSigner, read_national_key_file
from duijie.ledger.reading.folders import VERIFIER_KEYS
from duijie.ledger.writing.durable import WORKSHOP
from duijie.ledger.writing.signing import SigningKey, make_key_file, new_seed, read_key_file
from duijie.ledger.writing.writer import LogWriter

_LONGEST = 120
_AT_ONCE = 256


def run(given: argparse.Namespace) -> Iterator[str]:
    """Write the leaves, one checkpoint over them, and the key to check it with."""
    folder = Path(given.folder)
    if given.leaves < 0:
        raise WronglyAsked("--leaves cannot be negative.")
    if not is_key_name(given.origin):
        raise WronglyAsked("--origin must not be empty and not have white space, plus signs or control characters.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WronglyAsked(f"{folder} is there already; a fresh log wants a new folder.")
    key = _key(given)
    signer = TwofoldSigner(key, read_national_key_file(Path(given.sm2))) if given.sm2 else key
    with LogWriter(folder, signer, in_bulk=True) as writer:
        writer.append(random_leaves(given.leaves))
        writer.stage()
        writer.publish()
    (folder / VERIFIER_KEYS).write_text(f"{key.verifier}\n", encoding="utf-8")
    shutil.rmtree(folder / WORKSHOP)
    yield f"{given.leaves} leaves of {given.origin} lie in {folder}.\n"


def random_leaves(count: int) -> Iterator[bytes]:
    """Leaves of 1 … 120 random bytes."""
    for begin in range(0, count, _AT_ONCE):
        noise = os.urandom(_AT_ONCE * _LONGEST)
        for at in range(0, min(_AT_ONCE, count - begin) * _LONGEST, _LONGEST):
            yield noise[at : at + 1 + noise[at] % _LONGEST]


def _key(given: argparse.Namespace) -> SigningKey:
    """The key of the file that is named, made when it is not there; else one that is forgotten at the end."""
    if not given.key:
        return SigningKey(given.origin, KeyType.ED25519, new_seed())
    path = Path(given.key)
    try:
        key = read_key_file(path) if path.exists() else make_key_file(path, given.origin, KeyType.ED25519)
    except LedgerError as error:
        raise WronglyAsked(str(error)) from error
    if (key.verifier.name, key.verifier.type) != (given.origin, KeyType.ED25519):
        raise WronglyAsked(f"The key in {path} is of {key.verifier.name}, not a log key of {given.origin}.")
    return key


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a new folder")
    parser.add_argument("--leaves", type=int, required=True, metavar="N", help="how many; 0 is a log, too")
    parser.add_argument("--origin", required=True, metavar="O", help="the name of the log, as log.example/2026")
    parser.add_argument("--key", metavar="FILE", help="sign with this private key; made when the file is not there")
    parser.add_argument("--sm2", metavar="FILE", help="sign with this SM2 key as well, made by sm2-key")


COMMAND = Command(
    name="make",
    summary="Write a fresh log with random leaves, for other programs to judge.",
    explanation=(
        "DIR/checkpoint gets one signature line (two with --sm2), DIR/tile/ full and last partial tiles and bundles,\n"
        "DIR/vkeys the key to check with. Without --key the private key is forgotten at the end: nobody can go on\n"
        "with that log."
    ),
    add_arguments=_add_arguments,
    run=run,
)
