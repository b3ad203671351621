"""`verify`: judge a log from its files alone, or a disclosure by the keys that one trusts."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked, existing_log
from duijie.ledger.commands.telling import told
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.encoding import encode_base64
from duijie.ledger.formats.keys import VerifierKey, parse_keys
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust, demand_all, open_checkpoint


def run(given: argparse.Namespace) -> Iterator[str]:
    """Say what was found right; whatever is wrong is raised."""
    if Path(given.what).is_file():
        return _disclosure(given)
    return _log(given)


def _disclosure(given: argparse.Namespace) -> Iterator[str]:
    if not given.keys or given.after:
        raise WronglyAsked("A disclosure is checked with --keys FILE alone: the verifier keys that you trust.")
    trust = read_trust(Path(given.keys), given.quorum)
    try:
        data = Path(given.what).read_bytes()
    except OSError as error:
        raise WronglyAsked(f"{given.what} cannot be read: {error.strerror}.") from error
    yield from told(check_disclosure(data, [trust]))


def read_trust(path: Path, asked: int | None) -> Trust:
    """Whose signatures count: a file of verifier keys, the log's first, and how many of its witnesses (None: all).

    Raises:
        WronglyAsked: the file cannot be read, or has fewer witnesses than that.
        FormatError: it is no file of keys.
    """
    keys = _read_keys(path)
    quorum = len(keys) - 1 if asked is None else asked
    if not 0 <= quorum < len(keys):
        raise WronglyAsked(f"{path} has {len(keys) - 1} keys of witnesses; --quorum is at most that.")
    return Trust(keys[0], keys[1:], quorum)


def _log(given: argparse.Namespace) -> Iterator[str]:
    folder = existing_log(given.what)
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
    parser.add_argument("what", metavar="DIR|FILE", help="the folder of a log, or a disclosure: file or digits")
    parser.add_argument("--keys", metavar="FILE", help="trust these verifier keys, not those in DIR/vkeys")
    parser.add_argument("--quorum", metavar="K", type=int, help="of a disclosure: so many witnesses; default: all")
    parser.add_argument("--after", metavar="CHECKPOINT", help="a checkpoint kept from before, which must still hold")


COMMAND = Command(
    name="verify",
    summary="Judge a log (every hash, the root, every signature), or a disclosure of one leaf.",
    explanation=(
        "Demands a valid signature of every key in DIR/vkeys. Keys that lie beside the log prove only that it fits\n"
        "together; give --keys from a source that you trust, and --after to notice a history that was rewritten.\n"
        "Of a disclosure it prints what is proven and what is not (docs/reference/ledger-disclosures.md)."
    ),
    add_arguments=_add_arguments,
    run=run,
)
