"""Keeping the records of a followed log below its copy, in the files in which the log itself gives them out.

The copy with its records can be given out again by any web server, and followed like the log. What the log erases is
erased here with it.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from duijie.ledger.errors import FormatError, LogDamaged
from duijie.ledger.following.files import HasFiles
from duijie.ledger.following.records import Line, parse_line, verified_lines
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.writing.durable import DurableFolder

ERASURE = "records.leaf.erase"
"""The kind of the leaf that says that the facts behind the other leaves of its subject are erased."""
_FOLDER = "records"
_SIZE = f"{_FOLDER}/size"
_AT_ONCE = 5_000


def keep_records(files: DurableFolder, log: HasFiles, size: int, kinds: Collection[str]) -> int:
    """Fetch and verify the records of these kinds up to `size` leaves; returns how many. May be ended anywhere.

    Raises:
        LogDamaged: one is not what its leaf says, or missing; the next time it is asked for again.
        Silent: the log does not answer.
    """
    first, kept = kept_size(files), 0
    lines = verified_lines(LogFolder(files.path), log, first, size, kinds)
    while some := list(islice(lines, _AT_ONCE)):
        for path, coming in _by_file(some).items():
            before = (line for line in _lines_in(files, path) if line.index < first)
            _write(files, path, [*before, *coming])
        for line in some:
            if line.leaf["kind"] == ERASURE:
                _erase(files, line.leaf["subject"])
        kept, first = kept + len(some), some[-1].index + 1
        _keep_size(files, first)
    if first < size:
        _keep_size(files, size)
    return kept


def kept_size(files: DurableFolder) -> int:
    """Up to which leaf records are kept.

    Raises:
        LogDamaged: the file that says so is none.
    """
    path = files.path / _SIZE
    if not path.exists():
        return 0
    text = path.read_text(encoding="utf-8").strip()
    if not (text.isascii() and text.isdecimal()):
        raise LogDamaged(f"{path} is no number: remove the folder {_FOLDER}, and the records are fetched again.")
    return int(text)


def _keep_size(files: DurableFolder, size: int) -> None:
    """Say so once the records are safe."""
    files.settle()
    files.write(_SIZE, f"{size}\n".encode())
    files.settle()


def _by_file(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.path].append(line)
    return found


def _lines_in(files: DurableFolder, path: str) -> Iterator[Line]:
    kept = files.path / path
    try:
        yield from map(parse_line, kept.read_bytes().splitlines() if kept.exists() else ())
    except FormatError as error:
        raise LogDamaged(
            f"{kept} is damaged: remove the folder {_FOLDER}, and the records are fetched again."
        ) from error


def _write(files: DurableFolder, path: str, lines: Iterable[Line]) -> None:
    files.write(path, b"".join(map(bytes, lines)))


def _erase(files: DurableFolder, subject: str) -> None:
    """Take away the facts of a subject wherever they are kept; the erasures themselves stay."""
    for kept in sorted((files.path / _FOLDER).glob("*/*.jsonl")):
        if kept.stem != ERASURE and subject.encode() in kept.read_bytes():
            path = os.fspath(kept.relative_to(files.path))
            lines = list(_lines_in(files, path))
            _write(
                files, path, (replace(each, shown=None) if each.leaf["subject"] == subject else each for each in lines)
            )
