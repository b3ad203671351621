"""A program for test_crashes: writes to a log and ends itself with SIGKILL at one step or another.

    python -m tests.ledger.dying_writer FOLDER LIVES

Each life is a process of its own: it opens the log, appends leaves, makes them safe, publishes, and does so again. What
it says to be safe is checked by the parent after its death, with another opening of the folder and with the verifier.
Prints the steps at which lives ended, one a line, and ends with a traceback when a safe leaf is lost or history forks.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import EMPTY_ROOT
from duijie.ledger.formats.tiles import tiles_of
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.merkle import verify_consistency
from duijie.ledger.verifying.opening import Trust, open_checkpoint
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import log_key

BATCHES = (97, 260)
MOST_STEPS = 75


def leaf(life: int, index: int) -> bytes:
    """Leaves differ from life to life, so that a tile of a broken attempt fits no other."""
    return f"life {life}, leaf {index}".encode()


def live(folder: Path, life: int, on_step: Callable[[str], None], pipe: int) -> None:
    """Write two batches; tell the pipe after each how many leaves are safe."""
    with LogWriter(folder, log_key(), on_step) as writer:
        for batch in BATCHES:
            writer.append([leaf(life, writer.size + number) for number in range(batch)])
            writer.stage()
            os.write(pipe, f"{writer.size}\n".encode())
            writer.publish()


def lived(folder: Path, life: int, last_step: int) -> tuple[str, int]:
    """Let one process live until the step; return the step's name ("" when it came to its end) and what was safe."""
    ours, theirs = os.pipe()
    steps, theirs_steps = os.pipe()
    if not os.fork():
        left = last_step

        def on_step(name: str) -> None:
            nonlocal left
            if not left:
                os.write(theirs_steps, name.encode())
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

        live(folder, life, on_step, theirs)
        os._exit(0)
    _, status = os.wait()
    os.close(theirs)
    os.close(theirs_steps)
    with os.fdopen(ours) as told, os.fdopen(steps) as named:
        safe = told.read().split()
        step = named.read()
    assert os.WIFSIGNALED(status) == bool(step), f"life {life} ended by itself"
    return step, int(safe[-1]) if safe else 0


def look_back(folder: Path, life: int, safe: list[bytes], claimed: int, earlier: Checkpoint) -> Checkpoint:
    """Check what the life left behind; add its leaves to the safe ones; return the newest published checkpoint."""
    with LogWriter(folder, log_key()) as writer:
        size = writer.size
        if writer.staged:
            writer.publish()
    assert size >= max(claimed, len(safe)), f"life {life} lost leaves: {size} of {claimed or len(safe)}"
    safe.extend(leaf(life, index) for index in range(len(safe), size))
    log = LogFolder(folder)
    checkpoint = open_checkpoint(log.note(), Trust(log_key().verifier)).checkpoint
    growth = Tree(log, checkpoint.size).consistency(earlier.size, checkpoint.size)
    verify_consistency(earlier.size, checkpoint.size, earlier.root, checkpoint.root, growth)
    return checkpoint


def main(folder: Path, lives: int) -> None:
    """Let lives end at steps drawn by lot; nearly every one of a life's steps comes up in 200 lives."""
    chance = random.Random(1)
    safe: list[bytes] = []
    earlier = Checkpoint(log_key().verifier.name, 0, EMPTY_ROOT)
    for life in range(lives):
        step, claimed = lived(folder, life, chance.randrange(MOST_STEPS))
        earlier = look_back(folder, life, safe, claimed, earlier)
        sys.stdout.write(f"{step or 'whole'}\n")
    assert verify_folder(folder, Trust(log_key().verifier)).checkpoint == earlier
    for index, width in tiles_of(len(safe), 0):
        assert LogFolder(folder).entries(index, width) == safe[256 * index : 256 * index + width], "leaves were changed"


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]))
    except LedgerError as error:
        raise SystemExit(f"{error}") from error
