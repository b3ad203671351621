"""One look at a log: its newest state, whether that goes on from the last one, and everything that came since."""

from dataclasses import dataclass

from duijie.ledger.following.copying import copy_growth, keep_checkpoint
from duijie.ledger.following.evidence import Head, demand_growth, refuse_after_evidence
from duijie.ledger.following.files import HasFiles
from duijie.ledger.following.problems import Gap
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.reading.folders import CHECKPOINT, LogFolder
from duijie.ledger.verifying.opening import Opened, Trust, open_checkpoint
from duijie.ledger.writing.durable import DurableFolder


@dataclass(frozen=True, slots=True)
class Followed:
    """What one look found: the state that is held now, and by how many leaves it grew."""

    opened: Opened
    grown: int


def follow_once(files: DurableFolder, log: HasFiles, trust: Trust) -> Followed:
    """Bring the copy in a folder up to what the log shows now. May be ended anywhere, and begun again.

    Raises:
        Contradicts: the log has signed another history; both checkpoints are kept, and it is followed no further.
        Late, Silent: it does not answer, or shows an older state.
        Gap: it was carried here, and begins after what is held.
        SignatureProblem: not enough of the keys have signed.
        LogDamaged, FormatError: a file is not what was signed.
    """
    refuse_after_evidence(files)
    held = _held(files, trust)
    size = held.checkpoint.size if held else 0
    if log.first > size:
        raise Gap(f"{log.place} begins with leaf {log.first}, and {size} are here: something before it is missing.")
    coming = _head(log.note(), trust)
    if held:
        demand_growth(files, LogFolder(files.path), held, log, coming)
    if held is None or size < coming.checkpoint.size:
        copy_growth(files, log, held, coming)
    elif str(held.note) != str(coming.note):  # witnesses have said again that this is the newest state
        keep_checkpoint(files, coming)
    return Followed(coming.opened, coming.checkpoint.size - size)


def last_seen(opened: Opened, trust: Trust) -> int | None:
    """The POSIX time at which as many witnesses as are demanded, at least one, last said that this is the newest state.

    None where no witness says so: then nobody but the log knows.
    """
    times = sorted(time for time in opened.witnessed.values() if time is not None)
    enough = max(trust.quorum, 1)
    return times[-enough] if len(times) >= enough else None


def _held(files: DurableFolder, trust: Trust) -> Head | None:
    if not (files.path / CHECKPOINT).exists():
        return None
    return _head(parse_note(LogFolder(files.path).read(CHECKPOINT)), Trust(trust.log))


def _head(note: Note, trust: Trust) -> Head:
    return Head(note, open_checkpoint(note, trust))
