"""The mark of a row that goes out in a spreadsheet and comes back: which row it is, and what its cells said then.

A list is edited for days in WPS or Excel while others go on working. The mark lets us tell the cells that the clerk has
changed from those that somebody has changed here meanwhile. It is no permission: whoever forges one may do what his
office may do anyway. Plain Python.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from duijie.kernel.errors import RuleBroken, mark

_CELL, _LAYOUT, _CHECK = 6, 4, 6
_MARK = re.compile(r"(?P<number>[^~]+)~(?P<at>\d+)~(?P<of>\d+)~(?P<cells>[\w-]+)~(?P<check>[\w-]+)", re.ASCII)
_DAMAGED = mark("The hidden mark of this row was changed. Copy the row into a newly downloaded list.")
_OTHER_LAYOUT = mark("This list was downloaded before the platform was updated. Download it anew.")


@dataclass(frozen=True, slots=True)
class Mark:
    """Row `number`, downloaded `at` a moment with `of` rows; `cells` are the digests of its cells by column."""

    number: str
    at: datetime
    of: int
    cells: Mapping[str, str]

    def has_changed(self, name: str, text: str) -> bool:
        """Whether a cell says something else than it said when the list went out."""
        return cell_digest(text) != self.cells[name]


def cell_digest(text: str) -> str:
    """36 bits of a cell's text."""
    return _short(text, _CELL)


def write_mark(number: str, *, at: datetime, of: int, texts: Mapping[str, str]) -> str:
    """The mark of a row with these cells, in the order of the columns."""
    layout = _short("\n".join(texts), _LAYOUT)
    cells = "".join(cell_digest(text) for text in texts.values())
    body = f"{number}~{round(at.timestamp() * 1000)}~{of}~{layout}{cells}"
    return f"{body}~{_short(body, _CHECK)}"


def read_mark(text: str, names: Sequence[str]) -> Mark:
    """The mark that a cell holds; `names` are the columns of the list as it goes out today.

    Raises:
        RuleBroken: it was changed, or the list was made with other columns.
    """
    found = _MARK.fullmatch(text.strip())
    if not found or _short(text.strip().rpartition("~")[0], _CHECK) != found["check"]:
        raise RuleBroken(_DAMAGED)
    layout, cells = found["cells"][:_LAYOUT], found["cells"][_LAYOUT:]
    if layout != _short("\n".join(names), _LAYOUT) or len(cells) != _CELL * len(names):
        raise RuleBroken(_OTHER_LAYOUT)
    parts = (cells[start : start + _CELL] for start in range(0, len(cells), _CELL))
    moment = datetime.fromtimestamp(int(found["at"]) / 1000, UTC)
    return Mark(found["number"], moment, int(found["of"]), dict(zip(names, parts, strict=True)))


def _short(text: str, length: int) -> str:
    digest = hashlib.blake2s(text.encode("utf-8"), digest_size=6).digest()
    return urlsafe_b64encode(digest).decode("ascii")[:length]
