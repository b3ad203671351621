"""What can be wrong with a log: every message is one sentence that names what is wrong."""

from typing import ClassVar


class LedgerError(ValueError):
    """A log, a note, a key or a proof is not what it should be; a command that meets it ends with `status`."""

    status: ClassVar[int] = 1


class FormatError(LedgerError):
    """Bytes or words are not in the format that they should have."""


class SignatureProblem(LedgerError):
    """A signature does not hold, or one that is demanded is missing."""


class ProofProblem(LedgerError):
    """A Merkle proof does not lead to the signed root."""


class LogDamaged(LedgerError):
    """A file of the log is missing, or says something else than the signed checkpoint."""


class LogInUse(LedgerError):
    """Another process writes to this folder."""
