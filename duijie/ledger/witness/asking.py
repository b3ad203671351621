"""Asking a witness for its cosignature over HTTP (C2SP tlog-witness), ours or any other.

Whatever it answers is checked here: a cosignature must hold, and one that says to know more than we do is believed
enough to stop.
"""

import http.client
import time
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus

from duijie.ledger.connecting import connection_to
from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.encoding import decode_number
from duijie.ledger.formats.notes import Note, SignatureLine, parse_signature
from duijie.ledger.formats.policies import WitnessAt
from duijie.ledger.reading.trees import Tree
from duijie.ledger.witness.requests import AddCheckpoint

_LONGEST_ANSWER = 64 * 1024
_TIMES_ASKED = 3


class WitnessFails(LedgerError):
    """The witness does not answer, or not with what was asked for; another time it may."""


class WitnessAhead(LedgerError):
    """The witness cosigned more leaves than this log has: the log lies there as an older copy."""


class WitnessContradicts(LedgerError):
    """The witness cosigned another history of this log; `theirs` is its checkpoint, if it shows one."""

    def __init__(self, sentence: str, theirs: str = "") -> None:
        super().__init__(sentence)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a witness gave: its signature lines, for how many leaves."""

    size: int
    lines: tuple[SignatureLine, ...]


def ask_witness(witness: WitnessAt, note: Note, tree: Tree, held: int, seconds: float) -> Cosigned:
    """Send a checkpoint with the proof from the size that the witness should hold; ask again when it holds another.

    `tree` must have all leaves of the checkpoint. Takes at most about `seconds` in all.

    Raises:
        WitnessFails: it is silent or refuses.
        WitnessAhead: it holds more leaves.
        WitnessContradicts: what it holds is not a beginning of this log.
    """
    size = parse_checkpoint(note.text).size
    until = time.monotonic() + seconds
    old = min(held, size)
    for _ in range(_TIMES_ASKED):
        body = str(AddCheckpoint(old, tree.consistency(old, size), note)).encode()
        status, answer = _exchange(witness, "POST", "add-checkpoint", body, until)
        if status == HTTPStatus.OK:
            return Cosigned(size, _lines(witness, note, answer))
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise _contradiction(witness, note, until)
        if status != HTTPStatus.CONFLICT:
            raise WitnessFails(f"{witness.key.name} answers {status}: {_first_line(answer)}")
        there = _held(witness, answer)
        if there > size:
            raise WitnessAhead(f"{witness.key.name} has cosigned {there} leaves of this log, which has {size} here.")
        if there == old:  # answered so by witnesses that follow an older edition: same size, another root
            raise _contradiction(witness, note, until)
        old = there
    raise WitnessFails(f"{witness.key.name} changes its mind about the size that it holds.")


def _contradiction(witness: WitnessAt, note: Note, until: float) -> WitnessContradicts:
    """With what the witness cosigned, where it shows that to anybody (as ours does)."""
    origin = parse_checkpoint(note.text).origin
    theirs = ""
    try:
        status, body = _exchange(witness, "GET", f"{sha256(origin.encode()).hexdigest()}/checkpoint", b"", until)
        theirs = body.decode("utf-8", "replace") if status == HTTPStatus.OK else ""
    except WitnessFails:
        pass
    return WitnessContradicts(f"{witness.key.name} has cosigned another history of {origin}.", theirs)


def _lines(witness: WitnessAt, note: Note, answer: bytes) -> tuple[SignatureLine, ...]:
    """The lines of this witness's key; lines of other keys are passed over."""
    try:
        lines = [parse_signature(line) for line in answer.decode("utf-8").removesuffix("\n").split("\n")]
        made = tuple(line for line in lines if witness.key.made(line))
        for line in made:
            witness.key.check(note.text, line)
    except (UnicodeDecodeError, FormatError, SignatureProblem) as error:
        raise WitnessFails(f"{witness.key.name} gave a cosignature that does not hold.") from error
    if not made:
        raise WitnessFails(f"{witness.key.name} answered without a cosignature of its key.")
    return made


def _held(witness: WitnessAt, answer: bytes) -> int:
    try:
        return decode_number(answer.decode("ascii").removesuffix("\n"), "The size")
    except (UnicodeDecodeError, FormatError) as error:
        raise WitnessFails(f"{witness.key.name} does not say which size it holds.") from error


def _exchange(witness: WitnessAt, method: str, name: str, body: bytes, until: float) -> tuple[int, bytes]:
    left = until - time.monotonic()
    if left <= 0:
        raise WitnessFails(f"{witness.key.name} is too slow.")
    try:
        connection, folder = connection_to(witness.address, left)
    except FormatError as error:
        raise WitnessFails(f"{witness.key.name} cannot be asked: {error}") from error
    try:
        connection.request(method, f"{folder.rstrip('/')}/{name}", body or None)
        answer = connection.getresponse()
        return answer.status, answer.read(_LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise WitnessFails(f"{witness.key.name} does not answer ({type(error).__name__}).") from error
    finally:
        connection.close()


def _first_line(answer: bytes) -> str:
    return answer.decode("utf-8", "replace").split("\n", 1)[0][:200]
