"""Where the logs lie, what they are called, whose key signs them and who must cosign: all from the settings.

A log is called `<host>/<province code>/<year>`; its files lie in `<folder>/<province code>/<year>`, its key in
`<keys>/<province code>-<year>`. With an empty name there is no log, and everything else works.
"""

from pathlib import Path

from django.conf import settings

from duijie.apps.records import rules
from duijie.apps.records.models import Log
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.formats.policies import Policy, parse_policy
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.writing.keyring import has_key, read_signer
from duijie.ledger.writing.signing import Signer, make_key_file


def is_on() -> bool:
    """Whether this installation keeps a log."""
    return bool(settings.LEDGER_NAME)


def origin_of(year: int) -> str:
    """The name of the log of a year."""
    return rules.origin_of(settings.LEDGER_NAME, year)


def year_of(origin: str) -> int:
    """The year in the name of a log."""
    return int(origin.rpartition("/")[2])


def province() -> str:
    """The province that the name of the log says, as leaves write a division: `620000` is 62."""
    return str(settings.LEDGER_NAME).rpartition("/")[2].removesuffix("0000")


def kept() -> list[Log]:
    """The logs of this installation, oldest year first; none while the ledger is off."""
    found = Log.objects.filter(origin__startswith=f"{settings.LEDGER_NAME}/") if is_on() else ()
    return sorted(found, key=lambda each: year_of(each.origin))


def path_of(origin: str) -> str:
    """The part of the name after the host: `620000/2026`, also in addresses below `/log/`."""
    return origin.partition("/")[2]


def folder_of(origin: str) -> LogFolder:
    """The files of a log, there or not."""
    return LogFolder(Path(settings.LEDGER_FOLDER) / path_of(origin))


def open_tree(origin: str) -> Tree:
    """The tree of a log as it is published now, for proofs.

    Raises:
        LogDamaged: nothing is published yet, or the checkpoint cannot be read.
    """
    folder = folder_of(origin)
    return Tree(folder, folder.checkpoint().size)


def policy() -> Policy:
    """Who is asked to cosign, and how many must; nobody without the file.

    Raises:
        LedgerError: the file cannot be read or is no policy.
    """
    path = Path(settings.LEDGER_POLICY)
    try:
        return parse_policy(path.read_text(encoding="utf-8")) if path.exists() else Policy()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The policy {path} cannot be read.") from error


def key_file(origin: str) -> Path:
    """Where the private key of a log lies: with the keys of the installation, apart from database and backups."""
    return Path(settings.LEDGER_KEYS) / rules.key_name(origin)


def signer(origin: str) -> Signer:
    """The key of a log, in a file or in a token, with its SM2 key; a demonstration makes the first at its first start.

    Raises:
        LedgerError: there is none, or it is another log's.
    """
    path = key_file(origin)
    if not has_key(path):
        if settings.ENVIRONMENT.demo:
            return make_key(origin)
        raise LedgerError(f"The key {path} of {origin} is missing: bring it back, or make it with `duijie ledger key`.")
    key = read_signer(path)
    if key.verifier.name != origin:
        raise LedgerError(f"The key {path} is of {key.verifier.name}, not of {origin}.")
    return key


def make_key(origin: str) -> Signer:
    """Make the key of a log.

    Raises:
        LedgerError: it is there already, or cannot be written.
    """
    path = key_file(origin)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return make_key_file(path, origin, KeyType.ED25519)
