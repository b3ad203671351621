"""Opening a signed checkpoint: the log's key must have signed, and enough of the witnesses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from duijie.ledger.errors import FormatError, SignatureProblem
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.keys import VerifierKey
from duijie.ledger.formats.notes import Note


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count: the log's key, whose name is its origin, and `quorum` of the witnesses.

    Raises FormatError when one key stands there under two names, and would be counted twice.
    """

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def __post_init__(self) -> None:
        names: dict[bytes, str] = {}
        for key in (self.log, *self.witnesses):
            if key.public in names:
                raise FormatError(f"{names[key.public]} and {key.name} are one key, which would be counted twice.")
            names[key.public] = key.name


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint that can be trusted, and when each witness saw it (POSIX seconds; None: without a time)."""

    checkpoint: Checkpoint
    witnessed: dict[VerifierKey, int | None] = field(default_factory=dict)


def demand_all(keys: tuple[VerifierKey, ...]) -> Trust:
    """Trust only what the first key, the log's, and all others have signed."""
    return Trust(keys[0], keys[1:], len(keys) - 1)


def signers(note: Note, keys: Iterable[VerifierKey]) -> dict[VerifierKey, int | None]:
    """Which of the keys signed the note, with the time of each cosignature; unknown signatures are passed over.

    Raises:
        SignatureProblem: a signature of one of the keys does not hold.
    """
    return {key: key.check(note.text, line) for key in keys for line in note.signatures if key.made(line)}


def open_checkpoint(note: Note, trust: Trust) -> Opened:
    """Check the signatures of a checkpoint.

    Raises:
        FormatError: the note is no checkpoint.
        SignatureProblem: the log's signature or cosignatures are missing, one does not hold, or it is another log.
    """
    found = signers(note, {trust.log, *trust.witnesses})
    if trust.log not in found:
        raise SignatureProblem(f"The checkpoint has no signature of {trust.log.name}.")
    witnessed = {key: found[key] for key in trust.witnesses if key in found}
    if len(witnessed) < trust.quorum:
        missing = ", ".join(key.name for key in trust.witnesses if key not in witnessed)
        raise SignatureProblem(
            f"The checkpoint has {len(witnessed)} of {trust.quorum} demanded cosignatures; missing: {missing}."
        )
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != trust.log.name:
        raise SignatureProblem(f"The checkpoint is of {checkpoint.origin}, the key of {trust.log.name}.")
    return Opened(checkpoint, witnessed)
