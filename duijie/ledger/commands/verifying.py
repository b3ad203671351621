"""`verify`: judge a log from its files alone."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked, add_log, existing_log
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.encoding import encode_base64
from duijie.ledger.formats.keys import VerifierKey, parse_keys
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust, demand_all, open_checkpoint


def run(given: argparse.Namespace) -> Iterator[str]:
    """Say what was found right; whatever is wrong is raised."""
    folder = existing_log(given.folder)
    keys_file = Path(given.keys) if given.keys else folder / "vkeys"
    keys = _read_keys(keys_file)
    earlier = _read_earlier(Path(given.after), keys[0]) if given.after else None
    opened = verify_folder(folder, demand_all(keys), earlier)
    checkpoint = opened.checkpoint
    yield f"right: {checkpoint.size} leaves of {checkpoint.origin}, root {encode_base64(checkpoint.root)}\n"
    yield f"signed by {', '.join(key.name for key in keys)}\n"
    if earlier:
        yield f"begins with the {earlier.size} leaves of the earlier checkpoint\n"


def _read_keys(path: Path) -> tuple[VerifierKey, ...]:
    try:
        return parse_keys(path.read_bytes())
    except OSError as error:
        raise WronglyAsked(f"The keys {path} cannot be read: {error.strerror}.") from error


def _read_earlier(path: Path, key: VerifierKey) -> Checkpoint:
    """A checkpoint that one kept; it must be of this log, or it would say nothing about it."""
    try:
        return open_checkpoint(parse_note(path.read_bytes()), Trust(key)).checkpoint
    except OSError as error:
        raise WronglyAsked(f"The earlier checkpoint {path} cannot be read: {error.strerror}.") from error
    except LedgerError as error:
        raise WronglyAsked(f"The earlier checkpoint {path}: {error}") from error


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("--keys", metavar="FILE", help="trust these verifier keys, not those in DIR/vkeys")
    parser.add_argument("--after", metavar="CHECKPOINT", help="a checkpoint kept from before, which must still hold")


COMMAND = Command(
    name="verify",
    summary="Compute every hash again from the leaves, and check the root and every signature.",
    explanation=(
        "Demands a valid signature of every key in DIR/vkeys. Keys that lie beside the log prove only that it fits\n"
        "together; give --keys from a source that you trust, and --after to notice a history that was rewritten."
    ),
    add_arguments=_add_arguments,
    run=run,
)
