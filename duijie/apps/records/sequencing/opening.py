"""Opening the log of a year: gone on with only where database, folder and tail of the log agree.

What the database remembers was committed with the positions of the leaves, after the log had forced them to the disk.
So the folder may be ahead by one batch whose commit did not come (a crash between the two): those leaves are found
again in the outbox and take their places. A folder that is behind, or that holds another history, is an old copy: never
gone on with, because the next checkpoint would contradict one that others hold.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import transaction

from duijie.apps.records import rules
from duijie.apps.records.models import Leaf, Log, Pending
from duijie.apps.records.selectors import body_of
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.placing import lock, place, remember
from duijie.kernel.clock import now
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.hashing import EMPTY_ROOT
from duijie.ledger.formats.tiles import FULL, width_of
from duijie.ledger.reading.folders import VERIFIER_KEYS
from duijie.ledger.reading.trees import Tree
from duijie.ledger.writing.durable import unobserved
from duijie.ledger.writing.writer import LogWriter

_log = logging.getLogger(__name__)


class Behind(LedgerError):
    """The folder is an older copy of the log, or of another history: it must not be gone on with."""


@dataclass(frozen=True, slots=True)
class OpenLog:
    """A log that can be written to."""

    row: Log
    writer: LogWriter

    @property
    def tree(self) -> Tree:
        """The tree of all leaves that are safe, published or not."""
        return Tree(logs.folder_of(self.row.origin), self.writer.size)


def open_log(origin: str, on_step: Callable[[str], None] = unobserved) -> OpenLog:
    """Open the log, bring database and folder together, and write the first leaf of a new one.

    Raises:
        Behind: the folder is older than what the database remembers, or differs from it.
        LedgerError: the key is missing, or the folder is damaged or in use.
    """
    key = logs.signer(origin)
    folder = logs.folder_of(origin).path
    with ExitStack() as undone:
        writer = LogWriter(folder, key, on_step)
        undone.callback(writer.close)
        with transaction.atomic():
            lock(origin)
            row, _ = Log.objects.get_or_create(origin=origin, defaults={"root": EMPTY_ROOT.hex()})
            opened = OpenLog(row, writer)
            refuse_older(row, writer)
            _adopt_tail(opened)
            if not writer.size:
                _write_first(opened)
            remember(row, writer)
        (folder / VERIFIER_KEYS).write_text(f"{key.verifier}\n", encoding="utf-8")
        undone.pop_all()
    return opened


def refuse_older(row: Log, writer: LogWriter) -> None:
    """Raise Behind unless the log in the folder begins with what the database remembers."""
    if writer.size < row.size:
        raise Behind(
            f"The folder of {row.origin} holds {writer.size} leaves, but {row.size} were written: it is an older copy. "
            "Bring the newest copy of the folder back; going on would contradict what others have seen."
        )
    tree = Tree(logs.folder_of(row.origin), writer.size)
    if tree.root(row.size).hex() != row.root:
        raise Behind(
            f"The folder of {row.origin} holds another history than the {row.size} leaves that were written: "
            "bring the newest copy of the folder back."
        )


def _adopt_tail(opened: OpenLog) -> None:
    """Give leaves that the log has and the database did not commit their places, each outbox row once."""
    first, size = opened.row.size, opened.writer.size
    if first == size:
        return
    waiting: dict[bytes, list[Leaf]] = {}
    for leaf in Leaf.objects.filter(pending__isnull=False).order_by("pending__id").iterator():
        waiting.setdefault(body_of(leaf).as_bytes(), []).append(leaf)
    found, strange = {}, 0
    for index, entry in _entries(opened, first, size):
        if of_same_bytes := waiting.get(entry):
            found[of_same_bytes.pop(0).pk] = index
        elif index:
            strange += 1
    place(opened.row, found)
    Pending.objects.filter(leaf_id__in=found).delete()
    _log.warning("%s: %d leaves of a broken attempt found their rows again", opened.row.origin, len(found))
    if strange:
        _log.error(
            "%s: %d leaves have no row, the database is an older copy: `duijie ledger reconcile` lists them",
            opened.row.origin,
            strange,
        )


def _entries(opened: OpenLog, first: int, size: int) -> Iterator[tuple[int, bytes]]:
    folder = logs.folder_of(opened.row.origin)
    for bundle in range(first // FULL, -(-size // FULL)):
        for at, entry in enumerate(folder.entries(bundle, width_of(size, 0, bundle)), start=bundle * FULL):
            if at >= first:
                yield at, entry


def _write_first(opened: OpenLog) -> None:
    """The first leaf of a year says how the year before it ended."""
    year = logs.year_of(opened.row.origin)
    ended = [each for each in logs.kept() if logs.year_of(each.origin) < year]
    root = bytes.fromhex(ended[-1].root) if ended else EMPTY_ROOT
    opened.writer.append([rules.first_leaf(root, now(), logs.province())])
    opened.writer.stage()
