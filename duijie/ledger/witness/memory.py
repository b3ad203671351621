"""What a witness must never forget: the newest checkpoint that it cosigned of each log, and what contradicts it."""

import re
from hashlib import sha256
from pathlib import Path

from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.writing.durable import DurableFolder

LATEST = "latest"
_DIGEST = re.compile("[0-9a-f]{64}")


class WitnessMemory:
    """A folder with one file a log in `latest/`, and refused checkpoints that a log signed in `conflicts/`.

    One process at a time; raises LogInUse for another. Whoever loses this folder must not go on as the same witness.
    """

    def __init__(self, path: Path) -> None:
        self._files = DurableFolder(path)
        (path / LATEST).mkdir(exist_ok=True)

    def latest(self, origin: str) -> Checkpoint | None:
        """The newest checkpoint that was cosigned, None before the first."""
        note = self.latest_note(digest(origin))
        return parse_checkpoint(note.text) if note else None

    def latest_note(self, digest_of_origin: str) -> Note | None:
        """The same with its signatures, by the SHA-256 of the origin in hexadecimal digits."""
        path = self._files.path / LATEST / digest_of_origin
        return parse_note(path.read_bytes()) if _DIGEST.fullmatch(digest_of_origin) and path.exists() else None

    def keep(self, checkpoint: Checkpoint, note: Note) -> None:
        """Keep a checkpoint as the newest; it is on the disk when this returns."""
        self._files.write(f"{LATEST}/{digest(checkpoint.origin)}", str(note).encode())
        self._files.settle()

    def keep_conflict(self, checkpoint: Checkpoint, note: Note) -> None:
        """Keep a checkpoint that the log signed and that was not shown to follow from the newest one, as evidence."""
        content = sha256(note.text.encode()).hexdigest()[:16]
        self._files.write(f"conflicts/{digest(checkpoint.origin)}-{checkpoint.size}-{content}", str(note).encode())
        self._files.settle()

    def close(self) -> None:
        """Let another process use the folder."""
        self._files.close()


def digest(origin: str) -> str:
    """A name of a file for any origin, whatever signs it has."""
    return sha256(origin.encode()).hexdigest()
