"""Which keys sign for a log, by the files that lie beside each other: `<key>`, or `<key>.token` in its place.

`<key>.sm2` beside either adds the line of the national algorithms. All bear the name of the log.
"""

from pathlib import Path

from duijie.ledger.errors import LedgerError
from duijie.ledger.national.signing import TwofoldSigner, read_national_key_file
from duijie.ledger.writing.signing import Signer, read_key_file
from duijie.ledger.writing.tokens import read_token_file


def has_key(path: Path) -> bool:
    """Whether the log's own key is there, as a file or in a token."""
    return path.exists() or token_file(path).exists()


def read_signer(path: Path) -> Signer:
    """What signs: the token where there is one, and SM2 beside it where it has a key.

    Raises:
        LedgerError: a file cannot be read, is no key, or the two keys are of two logs.
    """
    token, second = token_file(path), national_file(path)
    first: Signer = read_token_file(token) if token.exists() else read_key_file(path)
    if not second.exists():
        return first
    national = read_national_key_file(second)
    if national.verifier.name != first.verifier.name:
        raise LedgerError(f"The key {second} is of {national.verifier.name}, not of {first.verifier.name}.")
    return TwofoldSigner(first, national)


def token_file(path: Path) -> Path:
    """Where a token is named that holds the key in place of the file."""
    return path.with_name(f"{path.name}.token")


def national_file(path: Path) -> Path:
    """Where the SM2 key lies that belongs to a key."""
    return path.with_name(f"{path.name}.sm2")
