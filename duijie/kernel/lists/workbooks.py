"""Open an uploaded workbook safely and hand its sheets over as plain cells. Plain Python."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.archives import check_archive
from duijie.kernel.files.kinds import LIMITS, MEGABYTE, SHEETS, FileKind
from duijie.kernel.files.recognition import PROTECTED, XLSX, media_type_of
from duijie.kernel.lists.cells import MAX_ROWS

Cell = str | float | bool | date | None
_PROGRAM = Path(__file__).with_name("cells.py")
_PATIENCE = 60
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows from Excel's row 1 on, all equally long; rows and columns are counted from 0 here.

    `merged` are (first row, first column, last row, last column); `unread` tells of formulas without a value
    (`formula`) and of errors such as #REF! (`error`).
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    unread: Mapping[tuple[int, int], str] | None = None

    @cached_property
    def filled(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """The range of each cell that belongs to a merged one."""
        width = len(self.rows[0]) if self.rows else 0
        return {
            (row, column): (top, left, bottom, right)
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
            for column in range(left, min(right, width - 1) + 1)
        }

    def value(self, row: int, column: int) -> Cell:
        """The value of a cell; a merged cell has its value everywhere in its range."""
        top, left, *_ = self.filled.get((row, column), (row, column))
        return self.rows[top][left]


def read_sheets(data: bytes, *, field: str | None = None) -> tuple[Sheet, ...]:
    """The visible sheets of an .xlsx, .xls or .et, whatever its name says.

    Raises:
        RuleBroken: empty, too large, no workbook, with a password, damaged, a bomb, or with too many rows.
    """
    _check(data, field)
    try:
        answer = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM)], input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise RuleBroken(_TOO_MUCH, field=field) from None
    if answer.returncode:
        raise RuleBroken(_TOO_MUCH, field=field)
    read: dict[str, Any] = json.loads(answer.stdout)
    if problem := read.get("problem"):
        raise RuleBroken(_PROBLEMS[problem], field=field)
    return tuple(_sheet(each, field) for each in read["sheets"])


_EMPTY = mark("The file is empty.")
_NO_WORKBOOK = mark("This is no Excel file. Send it as .xlsx or .xls.")
_PROTECTED = mark("The file is protected by a password. Save it without one and send it again.")
_DAMAGED = mark("The file is damaged or not whole. Open it, save it again and send it anew.")
_TOO_MUCH = mark("The file claims far more cells than a list has. Copy the list into a new file and send that.")

_PROBLEMS = {"password": _PROTECTED, "unreadable": _DAMAGED, "too much": _TOO_MUCH}


def _check(data: bytes, field: str | None) -> None:
    limit = LIMITS[FileKind.SHEET].size
    if not data:
        raise RuleBroken(_EMPTY, field=field)
    if len(data) > limit:
        raise RuleBroken(
            mark("The file has %(size)s MB; at most %(limit)s MB are accepted. Make it smaller and send it again."),
            field=field,
            size=f"{len(data) / MEGABYTE:.1f}",
            limit=limit // MEGABYTE,
        )
    media_type = media_type_of(data)
    if media_type == PROTECTED:
        raise RuleBroken(_PROTECTED, field=field)
    if media_type not in SHEETS:
        raise RuleBroken(_NO_WORKBOOK, field=field)
    if media_type == XLSX:
        check_archive(data, field=field)


def _sheet(read: Mapping[str, Any], field: str | None) -> Sheet:
    rows: list[list[Cell]] = [[_cell(value) for value in row] for row in read["rows"]]
    while rows and all(value is None or value == "" for value in rows[-1]):
        rows.pop()
    if read["height"] > MAX_ROWS:
        raise RuleBroken(
            mark("“%(sheet)s” reaches below row %(limit)s. Copy the list into a new file, or split it."),
            field=field,
            sheet=read["name"],
            limit=MAX_ROWS,
        )
    return Sheet(
        name=read["name"],
        rows=tuple(map(tuple, rows)),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in read["merged"] if top < len(rows)),
        unread={_position(place): problem for place, problem in read["unread"].items()},
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    cell: Cell = value
    return cell


def _position(place: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(place)
    if not found:
        return -1, -1
    return int(found[2]) - 1, column_index(found[1])


def column_index(letters: str) -> int:
    """0 for `A`, 26 for `AA`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
