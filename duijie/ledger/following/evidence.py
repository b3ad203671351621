"""Whether a new state of a log goes on from the one that is held, and what is kept when it does not.

Two checkpoints with the log's own signature, and a proof that the greater one begins with something else than the
smaller: with these anybody can be shown, by the log's key alone, that it said two things.
"""

from dataclasses import dataclass

from duijie.ledger.errors import LogDamaged, ProofProblem
from duijie.ledger.following.problems import Contradicts, Late
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.encoding import encode_base64
from duijie.ledger.formats.lines import encode_hashes
from duijie.ledger.formats.notes import Note
from duijie.ledger.reading.trees import HoldsTiles, Tree
from duijie.ledger.verifying.merkle import verify_consistency
from duijie.ledger.verifying.opening import Opened
from duijie.ledger.writing.durable import DurableFolder

FOLDER = "evidence"
_SENTENCE = f"{FOLDER}/sentence"


@dataclass(frozen=True, slots=True)
class Head:
    """A signed state and what its signatures were found to say."""

    note: Note
    opened: Opened

    @property
    def checkpoint(self) -> Checkpoint:
        """Origin, size and root."""
        return self.opened.checkpoint


def refuse_after_evidence(files: DurableFolder) -> None:
    """Refuse to follow on in a folder that holds evidence, until somebody has taken it out.

    Raises:
        Contradicts: there is some.
    """
    kept = files.path / _SENTENCE
    if kept.exists():
        raise Contradicts(kept.read_text(encoding="utf-8").strip())


def demand_growth(files: DurableFolder, ours: HoldsTiles, held: Head, theirs: HoldsTiles, coming: Head) -> None:
    """Demand that the coming state begins with the held one; `ours` and `theirs` have the tiles of the two.

    Raises:
        Contradicts: it does not; both are kept.
        Late: it is a beginning of what is held already.
        LogDamaged: the tiles do not lead to the signed roots.
    """
    is_back = coming.checkpoint.size < held.checkpoint.size
    small, great = (coming, held) if is_back else (held, coming)
    size = small.checkpoint.size
    if size == great.checkpoint.size and small.checkpoint.root != great.checkpoint.root:
        _keep(files, held, coming, "")
    tree = Tree(ours if is_back else theirs, great.checkpoint.size)
    root, proof = tree.root(size), tree.consistency(size, great.checkpoint.size)
    try:
        verify_consistency(size, great.checkpoint.size, root, great.checkpoint.root, proof)
    except ProofProblem as problem:
        raise LogDamaged(
            f"The tiles of {held.checkpoint.origin} do not lead to its signed root of {great.checkpoint.size} leaves."
        ) from problem
    if root != small.checkpoint.root:
        _keep(files, held, coming, f"{encode_base64(root)}\n{encode_hashes(proof)}")
    if is_back:
        raise Late(
            f"{held.checkpoint.origin} shows {size} leaves, and has shown {held.checkpoint.size} before: "
            "an older state, as an old copy or a cache would give it out."
        )


def _keep(files: DurableFolder, held: Head, coming: Head, proof: str) -> None:
    """Keep both checkpoints; the sentence comes last, so that whoever finds it finds all of it."""
    sentence = (
        f"{held.checkpoint.origin} contradicts itself: it signed {held.checkpoint.size} leaves, and "
        f"{coming.checkpoint.size} leaves of another history; both checkpoints are kept in {files.path / FOLDER}."
    )
    files.write(f"{FOLDER}/held", str(held.note).encode())
    files.write(f"{FOLDER}/coming", str(coming.note).encode())
    files.write(f"{FOLDER}/proof", proof.encode())
    files.settle()
    files.write(_SENTENCE, f"{sentence}\n".encode())
    files.settle()
    raise Contradicts(sentence)
