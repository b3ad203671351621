"""The 20 best of a million: our index beside tantivy, bm25s and scipy, whole and split by field, in one run.

    python3 dev.py bench matching_retrieval
    .venv/bin/python -m tests.benchmarks.bench_matching_retrieval [documents]

Prints CPU milliseconds of this machine and, what can be compared between machines, ratios a query as
min – median – max. Peers split by field are built for three of twelve fields and asked for those. Fails when an aim
is missed.
"""

import ctypes
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from duijie.matching.retrieval import Document, Profile, RetrievalIndex, Where
from tests.benchmarks.retrieval_corpus import FIELDS, Made, made
from tests.benchmarks.retrieval_peers import Bm25s, K, Scipy, Tantivy, passing, serving

QUERIES = 60
SPLIT = FIELDS[:3]
UNFILTERED = Where(in_good_standing=False)
Times = list[float]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def milliseconds(acts: Sequence[Callable[[], object]], rounds: int = 3) -> Times:
    """The best of some rounds for each act, after one that is not counted."""
    acts[0]()
    taken = []
    for _ in range(rounds):
        one = []
        for act in acts:
            started = process_time()
            act()
            one.append(1000 * (process_time() - started))
        taken.append(one)
    return np.min(taken, axis=0).tolist()


class Aims:
    """Which were met."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def hold(self, name: str, value: float, wanted: float, *, at_most: bool = False) -> None:
        is_met = value <= wanted if at_most else value >= wanted
        if not is_met:
            self.missed.append(name)
        say(f"  {'met   ' if is_met else 'MISSED'} {name}: {value:.3f} ({'≤' if at_most else '≥'} {wanted})")

    def faster(self, name: str, ours: Times, peer: Times, wanted: float | None) -> float:
        ratios = np.array(peer) / np.array(ours)
        low, middle, high = ratios.min(), float(np.median(ratios)), ratios.max()
        say(f"  {name:34} median {np.median(peer):8.3f} ms; {low:7.1f} – {middle:7.1f} – {high:7.1f} ×")
        if wanted is not None:
            self.hold(f"times as fast as {name}", middle, wanted)
        return middle


def build(given: Made) -> tuple[RetrievalIndex, float]:
    started = process_time()
    index = RetrievalIndex.build(given.documents, given.words, given.tokens, given.offsets)
    return index, process_time() - started


def tell_times(name: str, times: Times) -> None:
    p50, p95 = np.percentile(times, [50, 95])
    say(f"  {name:34} median {p50:8.3f} ms, p95 {p95:.3f}, worst {max(times):.3f}")


def compare_unfiltered(given: Made, index: RetrievalIndex, peers: dict[str, Any], aims: Aims) -> None:
    asked = [dict(Counter(given.words[token] for token in query)) for query in given.queries]
    ours = milliseconds([lambda q=query: index.search(q, K, UNFILTERED) for query in asked])
    say("unfiltered")
    tell_times("ours", ours)
    for name, wanted in (("tantivy", 3.5), ("bm25s", 1.3)):
        times = milliseconds([lambda q=query, p=peers[name]: p.search(q) for query in given.queries])
        aims.faster(name, ours, times, wanted)
    numbers = {word: number for number, word in enumerate(given.words)}
    weights = [{numbers[term]: weight for term, weight in index.weights(query).items()} for query in asked]
    aims.faster("scipy", ours, milliseconds([lambda w=each: peers["scipy"].search(w) for each in weights]), None)
    shared = []
    for query, weight in zip(asked, weights, strict=True):
        exact = {given.documents.ids[number] for number in peers["scipy"].search(weight).tolist()}
        shared.append(len(exact & set(index.search(query, K, UNFILTERED).ids)) / K)
    say(f"  overlap with exact BM25: {min(shared):.2f} – {np.median(shared):.2f} – {max(shared):.2f}")
    aims.hold("mean overlap@20 with exact BM25", float(np.mean(shared)), 0.98)


def compare_filtered(given: Made, index: RetrievalIndex, peers: dict[str, Any], aims: Aims) -> None:
    masks = [passing(given, where) for where in given.filters]
    asked = [dict(Counter(given.words[token] for token in query)) for query in given.queries]
    pairs = list(zip(asked, given.filters, strict=True))
    ours = milliseconds([lambda q=query, w=where: index.search(q, K, w) for query, where in pairs])
    say(f"filtered, {100 * np.mean([mask.mean() for mask in masks]):.1f} % pass")
    tell_times("ours", ours)
    aims.hold("p95 of a filtered search in ms", float(np.percentile(ours, 95)), 0.3, at_most=True)
    queries = list(zip(given.queries, given.filters, [mask.astype(np.float32) for mask in masks], strict=True))
    tantivy = milliseconds([lambda q=query, w=where: peers["tantivy"].search(q, w) for query, where, _ in queries])
    bm25s = milliseconds([lambda q=query, m=mask: peers["bm25s"].search(q, m) for query, _, mask in queries])
    aims.faster("tantivy", ours, tantivy, 25)
    aims.faster("bm25s", ours, bm25s, 25)
    numbers = {word: number for number, word in enumerate(given.words)}
    weights = [{numbers[term]: weight for term, weight in index.weights(query).items()} for query in asked]
    scipy = [
        lambda w=each, m=query[2]: peers["scipy"].search(w, m) for each, query in zip(weights, queries, strict=True)
    ]
    aims.faster("scipy", ours, milliseconds(scipy), None)
    compare_split(given, ours, queries, aims)


def compare_split(given: Made, ours: Times, queries: list[tuple[list[int], Where, Any]], aims: Aims) -> None:
    """Each field with an index of its own, so that a peer need not look at the others."""
    members = {field: serving(given, field) for field in SPLIT}
    chosen = [number for number, (_, where, _) in enumerate(queries) if where.fields <= frozenset(SPLIT)]
    fields = {number: next(iter(queries[number][1].fields)) for number in chosen}
    own = [ours[number] for number in chosen]
    tantivy = {field: Tantivy(given, which) for field, which in members.items()}
    acts = [lambda n=number: tantivy[fields[n]].search(queries[n][0], queries[n][1]) for number in chosen]
    first = aims.faster("tantivy split by field", own, milliseconds(acts), None)
    bm25s = {field: Bm25s(given, which) for field, which in members.items()}
    masks = {number: queries[number][2][members[fields[number]]] for number in chosen}
    acts = [lambda n=number: bm25s[fields[n]].search(queries[n][0], masks[n]) for number in chosen]
    second = aims.faster("bm25s split by field", own, milliseconds(acts), None)
    aims.hold("times as fast as the better of them", min(first, second), 3)


def compare_updates(given: Made, index: RetrievalIndex, aims: Aims) -> None:
    """A document is added, replaced or removed, and the next search must know."""
    terms = dict(Counter(given.words[token] for token in given.queries[0]))
    profile = Profile(fields=frozenset({FIELDS[0]}), areas=("/11/",))
    say("updates")
    acts = {
        "add": [lambda n=number: index.add(Document(id=f"new-{n}", profile=profile), terms) for number in range(200)],
        "replace": [lambda n=number: index.add(Document(id=given.documents.ids[n]), terms) for number in range(200)],
        "remove": [lambda n=number: index.remove(given.documents.ids[n]) for number in range(300, 500)],
    }
    for name, each in acts.items():
        times = milliseconds(each[1:], rounds=1) if name != "remove" else milliseconds([lambda: None, *each], rounds=1)
        tell_times(name, times)
        aims.hold(f"median {name} in ms", float(np.median(times)), 1, at_most=True)
    found = index.search(terms, 1_000, UNFILTERED).ids
    if (
        "new-7" not in found
        or given.documents.ids[7] not in found
        or len(index) != len(given.documents.ids) - 200 + 199
    ):
        aims.missed.append("updates are seen")


def measure_room(count: int) -> None:
    """In a process of its own: what building takes beyond its input, at most and in the end."""
    build(made(1_000, 2))
    given = made(count, 2)
    ctypes.CDLL(None).malloc_trim(0)  # what the making of the corpus left free would hide what building takes
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _memory("VmRSS")
    index, seconds = build(given)
    say(f"{_memory('VmHWM') - before} {index.nbytes} {count / seconds:.0f}")


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def compare_room(count: int, aims: Aims) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.bench_matching_retrieval", str(count), "room"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    peak, final, rate = (int(each) for each in shown)
    say("index (in a process of its own; its input, arrays of tokens and columns, not counted)")
    aims.hold("documents a CPU second from token ids", rate, 150_000)
    aims.hold("bytes a document", final / count, 250, at_most=True)
    aims.hold("peak of memory while building, of the final size", peak / final, 1.5, at_most=True)


def main(count: int) -> int:
    aims = Aims()
    compare_room(count, aims)
    build(made(1_000, 2))
    given = made(count, QUERIES)
    index, seconds = build(given)
    say(f"{count} documents, {given.tokens.size / count:.1f} words each; built in {seconds:.1f} CPU-s")
    every, peers = np.arange(count), dict[str, Any]()
    makers: dict[str, Callable[[], Any]] = {
        "scipy": lambda: Scipy(given, index.average_length),
        "tantivy": lambda: Tantivy(given, every),
        "bm25s": lambda: Bm25s(given, every),
    }
    for name, make in makers.items():
        started = process_time()
        peers[name] = make()
        say(f"  {name} built in {process_time() - started:.1f} CPU-s")
    compare_unfiltered(given, index, peers, aims)
    compare_filtered(given, index, peers, aims)
    compare_updates(given, index, aims)
    say(f"missed: {', '.join(aims.missed) or 'nothing'}")
    return 1 if aims.missed else 0


if __name__ == "__main__":
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if sys.argv[2:] == ["room"]:
        measure_room(documents)
    else:
        sys.exit(main(documents))
