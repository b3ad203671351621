"""What a witness answers, step by step as C2SP tlog-witness orders it.

Two checkpoints of one size with different roots get 422, as the specification has it since 1.1 (409 before).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from duijie.ledger.errors import FormatError, ProofProblem, SignatureProblem
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.hashing import EMPTY_ROOT
from duijie.ledger.formats.keys import KeyType, VerifierKey
from duijie.ledger.formats.notes import Note
from duijie.ledger.verifying.merkle import verify_consistency
from duijie.ledger.verifying.opening import signers
from duijie.ledger.witness.memory import WitnessMemory
from duijie.ledger.witness.requests import AddCheckpoint, parse_request
from duijie.ledger.writing.signing import SigningKey

SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the log."""

    status: HTTPStatus
    body: str
    content_type: str = TEXT_TYPE


class Witness:
    """Cosigns checkpoints of the logs whose keys it was given; a log may have several keys under its name.

    `clock` gives POSIX seconds. Safe to ask from several threads.
    """

    def __init__(
        self, key: SigningKey, logs: Iterable[VerifierKey], memory: WitnessMemory, clock: Callable[[], int]
    ) -> None:
        if key.verifier.type is not KeyType.COSIGNATURE:
            raise FormatError(f"The key of {key.verifier.name} is a log's, not a witness's.")
        self.key = key
        self._memory = memory
        self._clock = clock
        self._one_at_a_time = Lock()
        self.watch(logs)

    def watch(self, logs: Iterable[VerifierKey]) -> None:
        """Watch these logs from the next request on, and no others."""
        known: dict[str, list[VerifierKey]] = {}
        for each in logs:
            known.setdefault(each.name, []).append(each)
        self._logs = known

    def add_checkpoint(self, body: bytes) -> Answer:
        """Cosign the checkpoint of a request, or say why not."""
        try:
            request = parse_request(body)
            checkpoint = parse_checkpoint(request.checkpoint.text)
        except FormatError as error:
            return Answer(HTTPStatus.BAD_REQUEST, f"{error}\n")
        keys = self._logs.get(checkpoint.origin)
        if keys is None:
            return Answer(HTTPStatus.NOT_FOUND, "This witness does not watch that log.\n")
        try:
            signed = signers(request.checkpoint, keys)
        except SignatureProblem as error:
            return Answer(HTTPStatus.FORBIDDEN, f"{error}\n")
        if not signed:
            return Answer(HTTPStatus.FORBIDDEN, "No key that is known for this log has signed the checkpoint.\n")
        if request.old_size > checkpoint.size:
            return Answer(HTTPStatus.BAD_REQUEST, "The old size is greater than that of the checkpoint.\n")
        lines = tuple(line for line in request.checkpoint.signatures if any(key.made(line) for key in signed))
        with self._one_at_a_time:
            return self._judge(request, checkpoint, Note(request.checkpoint.text, lines))

    def latest_note(self, digest_of_origin: str) -> Answer:
        """What was cosigned last of a log, for those who watch it; logs go by the SHA-256 of their origin."""
        with self._one_at_a_time:
            note = self._memory.latest_note(digest_of_origin)
        return Answer(HTTPStatus.OK, str(note)) if note else Answer(HTTPStatus.NOT_FOUND, "Nothing was cosigned.\n")

    def _judge(self, request: AddCheckpoint, checkpoint: Checkpoint, note: Note) -> Answer:
        """The note has the text and the verified signatures of the log, nothing else."""
        latest = self._memory.latest(checkpoint.origin) or Checkpoint(checkpoint.origin, 0, EMPTY_ROOT)
        if latest.size == checkpoint.size and latest.root != checkpoint.root:
            self._memory.keep_conflict(checkpoint, note)
        if request.old_size != latest.size:
            return Answer(HTTPStatus.CONFLICT, f"{latest.size}\n", SIZE_TYPE)
        try:
            verify_consistency(latest.size, checkpoint.size, latest.root, checkpoint.root, request.proof)
        except ProofProblem as error:
            self._memory.keep_conflict(checkpoint, note)
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}\n")
        cosignature = self.key.cosign(note.text, self._clock())
        self._memory.keep(checkpoint, Note(note.text, (*note.signatures, cosignature)))
        return Answer(HTTPStatus.OK, str(cosignature))
