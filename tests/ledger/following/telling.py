"""A log whose leaves stand for acts, with the records beside it, as a province publishes them."""

from collections import defaultdict
from pathlib import Path

from duijie.ledger.disclosing.disclosures import Field
from duijie.ledger.following.records import Line
from duijie.ledger.formats.leaves import leaf_bytes
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import log_key
from tests.ledger.shown import leaf_of, salts_of

PUBLISH, ERASE, SECRET = "needs.need.publish", "records.leaf.erase", "projects.project.record_money"
KINDS = frozenset({PUBLISH, ERASE})


def told(index, fields, kind=PUBLISH, hour="2026-11-21T09Z", subject=None):
    """The line of a record, and by it the leaf."""
    salts = salts_of(fields, f"salt {index}")
    leaf = leaf_of(fields, salts, kind=kind, hour=hour, subject=subject or f"{index:032x}")
    return Line(index, leaf, tuple(Field(name, fields[name], salts[name]) for name in sorted(fields)))


def tell(folder: Path, lines) -> None:
    """Add these leaves to the log in a folder, and write the records of all that are not secret."""
    with LogWriter(folder, log_key()) as writer:
        writer.append([leaf_bytes(**line.leaf) for line in lines])
        writer.stage()
        writer.publish()
    files = defaultdict(bytes)
    for line in lines:
        if line.leaf["kind"] in KINDS:
            files[line.path] += bytes(line)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + data)


def needs(first: int, count: int):
    """Acts of two days and two kinds, one of them secret."""
    hours = ("2026-11-20T23Z", "2026-11-21T09Z")
    return [
        told(index, {"number": f"XQ{index}", "quantity": str(index)}, SECRET if index % 5 == 4 else PUBLISH, hours[at])
        for at, index in ((0 if index % 3 else 1, index) for index in range(first, first + count))
    ]
