"""A log of ten million leaves: processor time, memory, bytes in tiles, and proofs from tiles that nothing holds ready.

Beside it, in the same run: leaves appended for each that pymerkle appends, and records with salts in a second.

    .venv/bin/python -m tests.benchmarks.bench_ledger [leaves] [folder]

CPU seconds (user and system) of one process that does nothing else. The system is asked to drop the files from its
memory before the proofs, and each proof reads its tiles anew. Verified at the end, by reading it all. Ends with
status 1 when an aim is missed: 60 s, 64 MB, 40 bytes a leaf in tiles, a path of 1 kB, p99 below 5 ms, waiting for the
disk included; on a machine that others use, look at the processor time of a proof beside it. Leaves: 5 times
pymerkle's, both in memory, ours on the disk told beside it; records with four salted facts: 30 000 a second.
"""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pymerkle import InmemoryTree

from duijie.ledger.commands.making import random_leaves
from duijie.ledger.disclosing.commitments import SALT_SIZE, field_digest, root_of
from duijie.ledger.formats.edges import Edge
from duijie.ledger.formats.hashing import HASH_SIZE, leaf_hash
from duijie.ledger.formats.hashing import leaf_hashes as hash_leaves
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.formats.leaves import leaf_bytes
from duijie.ledger.formats.tiles import FULL
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.merkle import verify_inclusion
from duijie.ledger.writing.signing import SigningKey, new_seed
from duijie.ledger.writing.writer import LogWriter

LEAVES = 10_000_000
PROOFS = 1_000
P99 = PROOFS * 99 // 100
MEGABYTE = 1024
AIMS = {"seconds": 60, "megabytes": 64, "tile bytes a leaf": 40, "path bytes": 1_000, "p99 milliseconds": 5}
AT_LEAST = {"times pymerkle": 5, "records a second": 30_000}
ROUNDS = 5
APPENDED = 100_000
RECORDS = 20_000
FACTS = {"need": "need-620123-000042", "quantity": "20", "unit": "desk", "by": "village"}
MAKE = """
import resource, sys
from duijie.ledger.commands import main
status = main(["make", sys.argv[1], "--leaves", sys.argv[2], "--origin", "bench.example/log"])
used = resource.getrusage(resource.RUSAGE_SELF)
sys.stderr.write(f"{used.ru_utime} {used.ru_stime} {used.ru_maxrss}")
sys.exit(status)
"""


def say(line: str) -> None:
    """One line of figures, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def make(folder: Path, leaves: int) -> dict[str, float]:
    """Write the log in a process of its own, and say what that took."""
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder), str(leaves)], capture_output=True, text=True, check=True
    )
    user, system, peak = map(float, done.stderr.split())
    say(f"make: {user:.1f} s user, {system:.1f} s system")
    return {"seconds": user + system, "megabytes": peak / MEGABYTE}


def weigh(folder: Path, leaves: int) -> float:
    """Bytes of all tiles, without the bundles, for each leaf; prints the bundles' share, too."""
    sizes = {True: 0, False: 0}
    for path in folder.glob("tile/**/*"):
        if path.is_file():
            sizes["entries" in path.parts] += path.stat().st_size
    say(f"bundles: {sizes[True] / leaves:.1f} bytes a leaf")
    return sizes[False] / leaves


def forget(folder: Path) -> None:
    """Ask the system to drop what it keeps of the files in memory."""
    os.sync()
    for path in folder.glob("tile/**/*"):
        if path.is_file():
            opened = os.open(path, os.O_RDONLY)
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(opened)


def prove(folder: Path) -> dict[str, float]:
    """Time proofs of leaves drawn by lot, each from tiles read anew, and verify every one of them."""
    log, chance = LogFolder(folder), random.Random(1)
    checkpoint = log.checkpoint()
    taken, worked, longest = [], [], 0
    for index in (chance.randrange(checkpoint.size) for _ in range(PROOFS)):
        began, began_work = time.perf_counter(), time.process_time()
        path = Tree(log, checkpoint.size).inclusion(index)
        worked.append(1000 * (time.process_time() - began_work))
        taken.append(1000 * (time.perf_counter() - began))
        longest = max(longest, HASH_SIZE * len(path))
        verify_inclusion(leaf_hash(log.entry(index, checkpoint.size)), index, checkpoint.size, path, checkpoint.root)
    for what, times in (("taken", taken), ("of the processor", worked)):
        times.sort()
        say(f"proofs, ms {what}: {times[0]:.2f}–{times[PROOFS // 2]:.2f}–{times[-1]:.2f}, p99 {times[P99]:.2f}")
    return {"path bytes": longest, "p99 milliseconds": taken[P99]}


def append(leaves: list[bytes]) -> tuple[float, bytes]:
    """Leaves a second of the processor, kept in memory, and the root."""
    began = time.process_time()
    edge = Edge()
    for begin in range(0, len(leaves), FULL):
        edge.grow(hash_leaves(leaves[begin : begin + FULL]))
    root = edge.root()
    return len(leaves) / (time.process_time() - began), root


def write(folder: Path, leaves: list[bytes]) -> float:
    """Leaves a second of the processor, written to the disk and signed."""
    began = time.process_time()
    with LogWriter(folder, SigningKey("bench.example/log", KeyType.ED25519, new_seed()), in_bulk=True) as writer:
        writer.append(leaves)
        writer.stage()
        writer.publish()
    return len(leaves) / (time.process_time() - began)


def append_with_pymerkle(leaves: list[bytes]) -> tuple[float, bytes]:
    """Leaves a second of the processor, kept in memory, and the root."""
    began = time.process_time()
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(leaves)
    root = tree.get_root()
    return len(leaves) / (time.process_time() - began), root


def race(folder: Path) -> dict[str, float]:
    """Append the same leaves by turns, and come to the same root: both in memory, and ours written to the disk."""
    leaves = list(random_leaves(APPENDED))
    ratios: dict[str, list[float]] = {"in memory": [], "on the disk": []}
    for turn in range(ROUNDS):
        ours, root = append(leaves)
        theirs, their_root = append_with_pymerkle(leaves)
        written = write(folder / str(turn), leaves)
        if {root, LogFolder(folder / str(turn)).checkpoint().root} != {their_root}:
            raise SystemExit("pymerkle comes to another root")
        ratios["in memory"].append(ours / theirs)
        ratios["on the disk"].append(written / theirs)
        say(f"leaves a second: {ours:,.0f}, pymerkle {theirs:,.0f}; ours on the disk and signed {written:,.0f}")
    for where, found in ratios.items():
        found.sort()
        say(f"times pymerkle, ours {where}: {found[0]:.1f}–{found[ROUNDS // 2]:.1f}–{found[-1]:.1f}")
    return {"times pymerkle": ratios["in memory"][ROUNDS // 2]}


def record() -> float:
    """Records a second of the processor: salts drawn, facts committed to, the leaf written and hashed."""
    began = time.process_time()
    for _ in range(RECORDS):
        salts = {name: os.urandom(SALT_SIZE) for name in FACTS}
        root = root_of(field_digest(salts[name], name, value) for name, value in FACTS.items()).hex()
        words = {"hour": "2026-11-21T09Z", "division": "620123", "subject": "5e" * 16, "role": "giver", "root": root}
        leaf_hash(leaf_bytes(kind="projects.project.confirm", **words))
    return RECORDS / (time.process_time() - began)


def record_often() -> dict[str, float]:
    """The middle one of several rounds."""
    speeds = sorted(record() for _ in range(ROUNDS))
    say(f"records a second: {speeds[0]:,.0f}–{speeds[ROUNDS // 2]:,.0f}–{speeds[-1]:,.0f}")
    return {"records a second": speeds[ROUNDS // 2]}


def main() -> int:
    """Make, weigh, prove, verify; print each figure beside its aim."""
    leaves = int(sys.argv[1]) if len(sys.argv) > 1 else LEAVES
    with TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as temporary:
        folder = Path(temporary) / "log"
        figures = make(folder, leaves)
        figures["tile bytes a leaf"] = weigh(folder, leaves)
        forget(folder)
        figures |= prove(folder)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "duijie.ledger", "verify", str(folder)], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        say(f"verify: {after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime:.1f} s")
        figures |= race(Path(temporary)) | record_often()
    missed = 0
    for name, figure in figures.items():
        is_met = figure <= AIMS[name] if name in AIMS else figure >= AT_LEAST[name]
        missed += not is_met
        say(f"{'ok    ' if is_met else 'MISSED'} {name}: {figure:,.1f} (aim {AIMS.get(name) or AT_LEAST[name]:,})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
