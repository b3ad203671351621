"""Judging a disclosure against nothing but the keys that one trusts: what is proven, since when, and by how many."""

from collections.abc import Iterable
from dataclasses import dataclass

from duijie.ledger.disclosing.compact import from_compact
from duijie.ledger.disclosing.digits import code_in, from_digits
from duijie.ledger.disclosing.disclosures import Disclosure, Field, parse_disclosure
from duijie.ledger.errors import ProofProblem, SignatureProblem
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.verifying.opening import Opened, Trust
from duijie.ledger.verifying.proofs import verify_logged_proof


@dataclass(frozen=True, slots=True)
class Proven:
    """What a disclosure proves: that this leaf is in this log, and that these fields belong to it.

    Not proven is whether what the leaf says is true; it says who vouched for it. `since` is the POSIX time at which as
    many witnesses as are demanded (at least one) had seen it; None where only the log itself has signed.
    """

    disclosure: Disclosure
    opened: Opened
    since: int | None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are shown."""
        return self.disclosure.shown

    @property
    def cosigners(self) -> tuple[str, ...]:
        """The witnesses that signed, by name; the log itself is not among them."""
        return tuple(key.name for key in self.opened.witnessed)


def read_disclosure(data: bytes, trusts: Iterable[Trust]) -> Disclosure:
    """Read a disclosure in any of its forms: the file, the dense code's digits, or an address that ends in them.

    Raises:
        FormatError: it is none.
        SignatureProblem: a dense code is of a log that none of the keys is of.
    """
    code = code_in(data)
    return parse_disclosure(data) if code is None else from_compact(from_digits(code), trusts)


def check_disclosure(data: bytes, trusts: Iterable[Trust]) -> Proven:
    """Check a disclosure; `trusts` says whose signatures count, one for each log that is known.

    Raises:
        FormatError: it is none.
        SignatureProblem: nobody known signed it, too few did, or a signature does not hold.
        ProofProblem: fields and leaf, or leaf and log, do not belong together.
    """
    trusts = tuple(trusts)
    found = read_disclosure(data, trusts)
    if found.root.hex() != found.leaf["root"]:
        raise ProofProblem("The fields do not belong to this leaf: one of them, its salt or a digest is another.")
    trust = _trust_of(found, trusts)
    opened = verify_logged_proof(found.proof, found.leaf_bytes, trust)
    return Proven(found, opened, since_when(opened, trust))


def since_when(opened: Opened, trust: Trust) -> int | None:
    """The POSIX time at which as many witnesses as are demanded, at least one, had seen a checkpoint; None without."""
    times = sorted(time for time in opened.witnessed.values() if time is not None)
    enough = max(trust.quorum, 1)
    return times[enough - 1] if len(times) >= enough else None


def _trust_of(found: Disclosure, trusts: tuple[Trust, ...]) -> Trust:
    origin = parse_checkpoint(found.proof.checkpoint.text).origin
    for each in trusts:
        if each.log.name == origin:
            return each
    raise SignatureProblem(f"The log {origin} is not one of those whose keys are known here.")
