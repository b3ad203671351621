"""The records that a log publishes beside its leaves, each verified against the follower's own copy before it counts.

A record is the leaf with the fields behind it and their salts, a line of JSON in the file of its kind and day (UTC).
The copy's leaves are proven already; fields and salts must make the root of the leaf, and no leaf may lack its record.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from duijie.ledger.disclosing.commitments import Value, canonical, root_of
from duijie.ledger.disclosing.disclosures import Field, demand_leaf, demand_value, from_hex
from duijie.ledger.errors import FormatError, LogDamaged
from duijie.ledger.following.files import HasFiles
from duijie.ledger.formats.tiles import FULL, width_of
from duijie.ledger.reading.folders import LogFolder

__all__ = ["HasFiles", "Line", "ShownRecord", "parse_line", "records_path", "shown_records", "verified_lines"]
LONGEST_DAY = 128 << 20
"""Bytes of one file: 100 000 needs of a day."""
_SALT_SIZE = 16
_FILES_KEPT = 64
_PARTS = {"index", "leaf", "shown"}


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """A leaf of the log and the facts behind it, which make its root; `facts` are None once they are erased."""

    index: int
    kind: str
    hour: datetime
    division: str
    subject: str
    role: str
    facts: dict[str, Value] | None


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of such a file says; `shown` is None once it is erased."""

    index: int
    leaf: Mapping[str, str]
    shown: tuple[Field, ...] | None

    @property
    def path(self) -> str:
        """The file that it stands in."""
        return records_path(self.leaf["hour"][:10], self.leaf["kind"])

    def __bytes__(self) -> bytes:
        """The line: RFC 8785 JSON, with its end."""
        shown = None if self.shown is None else {each.name: [each.salt.hex(), each.value] for each in self.shown}
        return canonical({"index": self.index, "leaf": dict(self.leaf), "shown": shown}) + b"\n"


def records_path(day: str, kind: str) -> str:
    """The name of the file with the records of a day (UTC, 2026-11-21) and a kind, below the log's address."""
    return f"records/{day}/{kind}.jsonl"


def shown_records(
    copy: LogFolder, log: HasFiles, first: int, size: int, kinds: Collection[str]
) -> Iterator[ShownRecord]:
    """The records behind the leaves of these kinds in `first <= index < size` of the copy, in their order.

    Raises:
        LogDamaged: a record is missing, is of another leaf, or does not make the root of its leaf.
        Silent: the log does not answer.
    """
    for line in verified_lines(copy, log, first, size, kinds):
        facts = None if line.shown is None else {each.name: each.value for each in line.shown}
        hour = datetime.strptime(line.leaf["hour"], "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
        said = {name: line.leaf[name] for name in ("kind", "division", "subject", "role")}
        yield ShownRecord(index=line.index, hour=hour, facts=facts, **said)


def verified_lines(copy: LogFolder, log: HasFiles, first: int, size: int, kinds: Collection[str]) -> Iterator[Line]:
    """The same as lines, with the salts."""
    files: dict[str, dict[int, bytes]] = {}
    for index, leaf in _leaves(copy, first, size, kinds):
        path = records_path(leaf["hour"][:10], leaf["kind"])
        if path not in files:
            while len(files) >= _FILES_KEPT:
                files.pop(next(iter(files)))
            files[path] = _read_file(log, path, first, size)
        found = files[path].pop(index, None)
        if found is None:
            raise LogDamaged(f"{path} has no record of leaf {index}: the log at {log.place} withholds it.")
        yield _verified(found, index, leaf, path)


def parse_line(data: bytes) -> Line:
    """Read a line; that it belongs to a leaf is not shown yet.

    Raises:
        FormatError: it is none.
    """
    try:
        given = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or {*given} != _PARTS or type(given["index"]) is not int:
        raise FormatError("A record is a line of JSON with index, leaf and shown.")
    leaf, shown = given["leaf"], given["shown"]
    if not isinstance(leaf, dict) or not (shown is None or isinstance(shown, dict)):
        raise FormatError("A record has an object as leaf, and as shown an object or null.")
    fields = None if shown is None else tuple(_field(name, shown[name]) for name in sorted(shown))
    return Line(given["index"], demand_leaf(leaf), fields)


def _field(name: str, given: object) -> Field:
    if not isinstance(given, list) or len(given) != 2:  # noqa: PLR2004 - salt and value
        raise FormatError(f"The field {name} of a record is a list of salt and value.")
    return Field(*demand_value(name, given[1]), from_hex(given[0], _SALT_SIZE, "A salt"))


def _verified(data: bytes, index: int, leaf: Mapping[str, str], path: str) -> Line:
    try:
        line = parse_line(data)
        root = None if line.shown is None else root_of(each.digest for each in line.shown).hex()
    except (FormatError, UnicodeEncodeError) as error:
        raise LogDamaged(f"{path}, the record of leaf {index} is damaged: {error}") from error
    if line.leaf != leaf:
        raise LogDamaged(f"{path}, the record of leaf {index} is of another leaf than the log's.")
    if root is not None and root != leaf["root"]:
        raise LogDamaged(f"{path}, the fields of record {index} do not make the root of their leaf.")
    return line


def _leaves(copy: LogFolder, first: int, size: int, kinds: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The leaves of these kinds. A log may hold other entries than acts; they have no kind."""
    whole = copy.checkpoint().size
    for bundle in range(first // FULL, -(-size // FULL)):
        for at, entry in enumerate(copy.entries(bundle, width_of(whole, 0, bundle)), start=bundle * FULL):
            if not first <= at < size:
                continue
            try:
                leaf = json.loads(entry)
            except (ValueError, RecursionError):
                continue
            if isinstance(leaf, dict) and isinstance(leaf.get("kind"), str) and leaf["kind"] in kinds:
                yield at, _demand_act(leaf, at)


def _demand_act(leaf: dict[str, object], index: int) -> dict[str, str]:
    try:
        found = demand_leaf(leaf)
        datetime.strptime(found["hour"], "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise LogDamaged(f"Leaf {index} is none of an act: {error}") from error
    return found


def _read_file(log: HasFiles, path: str, first: int, size: int) -> dict[int, bytes]:
    """The lines of a file by index, as far as they are asked for."""
    found: dict[int, bytes] = {}
    for data in log.read(path, LONGEST_DAY).splitlines():
        try:
            index = json.loads(data)["index"]
        except (ValueError, RecursionError, KeyError, TypeError):
            index = None
        if type(index) is not int or index in found:
            raise LogDamaged(f"{path} has a line that is no record, or a record twice.")
        if first <= index < size:
            found[index] = data
    return found
