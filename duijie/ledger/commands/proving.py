"""`prove` and `consistency`: proofs from tiles, in the formats that other programs read."""

import argparse
from collections.abc import Iterator

from duijie.ledger.commands.parts import Command, WronglyAsked, add_log, existing_log
from duijie.ledger.formats.lines import encode_hashes
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.proving import prove_entry, prove_growth


def _prove(given: argparse.Namespace) -> Iterator[str]:
    folder = LogFolder(existing_log(given.folder))
    size = folder.checkpoint().size
    if not 0 <= given.index < size:
        raise WronglyAsked(f"The log has {size} leaves; INDEX counts from 0.")
    yield str(prove_entry(folder, given.index))


def _prove_growth(given: argparse.Namespace) -> Iterator[str]:
    folder = LogFolder(existing_log(given.folder))
    size = folder.checkpoint().size
    if not 0 <= given.old_size <= given.size <= size:
        raise WronglyAsked(f"The log has {size} leaves; needed is 0 ≤ M ≤ N ≤ {size}.")
    yield encode_hashes(prove_growth(folder, given.old_size, given.size))


def _add_index(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("index", metavar="INDEX", type=int, help="the leaf; the first is 0")


def _add_sizes(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("old_size", metavar="M", type=int, help="the smaller number of leaves")
    parser.add_argument("size", metavar="N", type=int, help="the greater one, at most that of the checkpoint")


ENTRY = Command(
    name="prove",
    summary="Print the proof that a leaf is in the log (C2SP tlog-proof).",
    explanation=(
        "The proof holds the index, the path to the root and the signed checkpoint: with the leaf and the log's key\n"
        "anybody can check it without the log. It is checked before it is printed."
    ),
    add_arguments=_add_index,
    run=_prove,
)
GROWTH = Command(
    name="consistency",
    summary="Print the proof that the log of N leaves begins with that of M leaves.",
    explanation=(
        "One base64 hash a line, as in RFC 6962 (2.1.2) and in the requests of C2SP tlog-witness; none when M is 0\n"
        "or N. It is checked, up to the root of the checkpoint, before it is printed."
    ),
    add_arguments=_add_sizes,
    run=_prove_growth,
)
