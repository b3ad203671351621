"""Sources: the logs of other provinces that are followed here, how each may stand, and who keeps them. Plain Python."""

from enum import StrEnum

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import Inside, grant
from duijie.kernel.errors import mark
from duijie.ledger.errors import FormatError, LedgerError
from duijie.ledger.following.problems import Contradicts, Late, Silent
from duijie.ledger.formats.keys import KeyType, VerifierKey, parse_key
from duijie.ledger.formats.policies import parse_policy
from duijie.ledger.verifying.opening import Trust

SEE_SOURCE = "exchange.source.see"
KEEP_SOURCE = "exchange.source.keep"
KEEPERS = (Role.PROVINCE_OFFICE, Role.MINISTRY)
READERS = (*KEEPERS, Role.AUDITOR)
GRANTS = (grant(SEE_SOURCE, READERS, Inside()), grant(KEEP_SOURCE, KEEPERS, Inside()))
_YEAR_DIGITS = 4


class SourceState(StrEnum):
    """How a log stands to what is held of it; before the first look nothing is known."""

    WAITING = "waiting"
    FOLLOWING = "following"
    LATE = "late"
    SILENT = "silent"
    CONTRADICTS = "contradicts"
    DAMAGED = "damaged"


STATE_LABELS = {
    SourceState.WAITING: mark("Nothing taken yet"),
    SourceState.FOLLOWING: mark("Agrees and up to date"),
    SourceState.LATE: mark("Late"),
    SourceState.SILENT: mark("Does not answer"),
    SourceState.CONTRADICTS: mark("Contradicts itself"),
    SourceState.DAMAGED: mark("Does not hold"),
}
STATE_MEANINGS = {
    SourceState.WAITING: mark("Nothing of it has been read yet. Without an address, upload a carried file."),
    SourceState.FOLLOWING: mark("Everything it shows goes on from what is held here, and every entry holds."),
    SourceState.LATE: mark("It shows nothing newer than before, or nobody has confirmed for a day that this is all."),
    SourceState.SILENT: mark("Its address does not answer. What was taken stays; it goes on by itself."),
    SourceState.CONTRADICTS: mark(
        "It has signed two histories that exclude each other. It is followed no further; both are kept as evidence."
    ),
    SourceState.DAMAGED: mark("A file or a signature is not what it should be. Nothing of it was taken."),
}


def state_after(problem: LedgerError) -> SourceState:
    """What a look that ended with this problem says of the source."""
    for kind, state in (
        (Contradicts, SourceState.CONTRADICTS),
        (Silent, SourceState.SILENT),
        (Late, SourceState.LATE),
    ):
        if isinstance(problem, kind):
            return state
    return SourceState.DAMAGED


def log_keys(text: str) -> dict[int, VerifierKey]:
    """The keys of a province's logs by year, oldest first: one word a line, each named `<host>/<province>/<year>`.

    Raises:
        FormatError: a line is no key of a year's log, two are of one year, or they are of different logs.
    """
    found: dict[int, VerifierKey] = {}
    names = set()
    for word in text.split():
        key = parse_key(word)
        name, _, year = key.name.rpartition("/")
        if key.type is not KeyType.ED25519 or "/" not in name or not (year.isdecimal() and len(year) == _YEAR_DIGITS):
            raise FormatError(f"{key.name} is no log of a year, as log.example/620000/2026.")
        if int(year) in found:
            raise FormatError(f"There are two keys of {key.name}.")
        found[int(year)] = key
        names.add(name)
    if len(names) > 1:
        raise FormatError(f"The keys are of different logs: {', '.join(sorted(names))}.")
    if not found:
        raise FormatError("There is no verifier key.")
    return dict(sorted(found.items()))


def log_name(text: str) -> str:
    """What the keys call the log without its year: `log.example/620000`.

    Raises:
        FormatError: they are no keys of one log.
    """
    return next(iter(log_keys(text).values())).name.rpartition("/")[0]


def trusts(keys: str, policy: str) -> dict[int, Trust]:
    """Whose signatures count, by year, oldest first.

    Raises:
        FormatError: the keys or the policy are none.
    """
    asked = parse_policy(policy)
    return {year: Trust(key, asked.counted, asked.quorum) for year, key in log_keys(keys).items()}
