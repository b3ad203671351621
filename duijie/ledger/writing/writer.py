"""The one writer of a log: leaves → bundles and tiles → a signed state on the disk → the published checkpoint.

A leaf is safe once `stage` returns, whatever happens then: whoever opens the folder again goes on from there. Only
`publish` shows it to others; between the two is the time to ask witnesses for their cosignatures. After an OSError,
a full disk say, the writer is to be closed and opened again.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Self

from duijie.ledger.errors import FormatError, LedgerError
from duijie.ledger.formats.bundles import encode_entries
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.edges import Edge, Tile
from duijie.ledger.formats.hashing import leaf_hashes
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.formats.notes import Note, SignatureLine
from duijie.ledger.formats.tiles import FULL, entries_path, tile_path
from duijie.ledger.reading.folders import CHECKPOINT
from duijie.ledger.writing.durable import DurableFolder, unobserved
from duijie.ledger.writing.recovery import STAGED, clear_beyond, clear_replaced, load_state
from duijie.ledger.writing.signing import Signer


class LogWriter:
    """Opens the log in a folder, or begins one; the name of the key is the log's origin.

    `in_bulk` forces thousands of files to the disk at once, as `DurableFolder` says. Raises LedgerError when the folder
    is in use, damaged, or another log's.
    """

    def __init__(
        self, path: Path, key: Signer, on_step: Callable[[str], None] = unobserved, *, in_bulk: bool = False
    ) -> None:
        if key.verifier.type is not KeyType.ED25519:
            raise FormatError(f"The key of {key.verifier.name} is a witness's, not a log's.")
        self._files = DurableFolder(path, on_step, in_bulk=in_bulk)
        self._key = key
        try:
            state = load_state(path, key.verifier)
        except LedgerError:
            self._files.close()
            raise
        self._edge: Edge = state.edge
        self._bundle = bytearray(state.bundle)
        self.published_size = state.published_size
        self.staged: Note | None = state.staged
        self._is_clear = False
        if state.is_new:
            self.stage()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many leaves the log has, published or not."""
        return self._edge.size

    @property
    def root(self) -> bytes:
        """The root over all of them."""
        return self._edge.root()

    def append(self, entries: Iterable[bytes]) -> range:
        """Add leaves in their order; return their indexes. They are lost with the process until `stage`.

        Raises:
            FormatError: a leaf is too long; how many before it were added is told by `size`.
        """
        self._clear()
        first, coming = self.size, iter(entries)
        while some := list(islice(coming, self._edge.room)):
            self._bundle += encode_entries(some)
            filled = self._edge.grow(leaf_hashes(some))
            if filled:
                self._files.write(entries_path(filled[0].index), bytes(self._bundle))
                self._bundle.clear()
                self._write_tiles(filled)
        return range(first, self.size)

    def stage(self) -> Note:
        """Make all leaves so far safe, under a signed checkpoint that is not published yet.

        Raises:
            OSError: the disk did not take them.
        """
        self._clear()
        partial = self._edge.partial_tiles()
        if self._bundle:
            self._files.write(entries_path(self.size // FULL, self.size % FULL), bytes(self._bundle))
        self._write_tiles(partial)
        self._files.settle()
        note = self._key.sign(str(Checkpoint(self._key.verifier.name, self.size, self._edge.root())))
        self._files.write(STAGED, str(note).encode())
        self._files.settle()
        self.staged = note
        return note

    def publish(self, cosignatures: Iterable[SignatureLine] = ()) -> Note:
        """Replace the published checkpoint by the staged one, with the cosignatures that witnesses gave for it.

        Raises:
            LedgerError: nothing is staged.
        """
        if self.staged is None:
            raise LedgerError("There is nothing to publish; stage comes before.")
        note = Note(self.staged.text, (*self.staged.signatures, *cosignatures))
        self._files.write(CHECKPOINT, str(note).encode())
        self._files.settle()
        self._files.remove(STAGED)
        before, self.published_size = self.published_size, parse_checkpoint(note.text).size
        clear_replaced(self._files, before, self.published_size)
        self._files.settle()
        self.staged = None
        return note

    def close(self) -> None:
        """Let another process write."""
        self._files.close()

    def _write_tiles(self, tiles: Iterable[Tile]) -> None:
        for tile in tiles:
            self._files.write(tile_path(tile.level, tile.index, tile.width), tile.hashes)

    def _clear(self) -> None:
        """Before the first leaf is added, remove what a broken attempt left behind."""
        if not self._is_clear:
            clear_beyond(self._files, self.size)
            self._is_clear = True
