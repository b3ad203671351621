"""分布示意: the 34 province-level units as a grid of squares, because a map of China needs an approved base.

The places of the squares are our own; they only show who is whose neighbour, roughly. A square has the short name, a
figure and a pattern, so that nothing is told by colour alone, and the table beside it says the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level
from duijie.web.frame.formats import plain_number
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.public.figure_parts import WHOLE_COUNTRY, Choice

SIDE = 60
COLUMNS, ROWS = 8, 8
TAIWAN = "71"
_GRID = (
    ".. .. .. .. .. .. .. 23",
    ".. .. .. .. 15 .. .. 22",
    "65 .. 62 64 .. 11 12 21",
    "54 63 .. 61 14 13 37 ..",
    ".. .. 51 50 41 34 32 31",
    ".. .. 53 52 42 36 33 ..",
    ".. .. .. 45 43 44 35 71",
    ".. .. .. 46 82 81 .. ..",
)
"""Two digits of a unit's code in each place; the rows from north to south."""
PLACES: Mapping[str, tuple[int, int]] = {
    unit: (column, row) for row, line in enumerate(_GRID) for column, unit in enumerate(line.split()) if unit.isdigit()
}
CLASSES = ((1, "few"), (10, "some"), (100, "many"))
"""From how many on a square bears which pattern; below the first one it stays blank."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One square: its corner in the drawing, the short name, the figure in words, and the name of its pattern."""

    x: int
    y: int
    name: str
    value: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The drawing and the table that says the same."""

    tiles: Sequence[Tile]
    table: Table
    width: int = SIDE * COLUMNS
    height: int = SIDE * ROWS
    side: int = SIDE


def pattern_of(count: int) -> str:
    """The pattern for a number."""
    return next((name for least, name in reversed(CLASSES) if count >= least), "none")


def distribution(counts: Sequence[tuple[str, int]], choice: Choice, address: str = "public:figures") -> Grid:
    """The squares and the table for what was counted in each place below the whole country, by division path.

    The corps, which is no province-level unit, stands in the table only.
    """
    counted = {path.strip("/"): count for path, count in counts}
    units = list(Division.objects.filter(level=Level.PROVINCE).order_by("code"))
    tiles = [_tile(each, counted.get(each.code[:2], 0)) for each in units if each.code[:2] in PLACES]
    rows = [
        _line(each, counted.get(each.code[:2], 0), choice, address)
        for each in units
        if each.code[:2] in PLACES or each.code[:2] in counted or each.is_active
    ]
    columns = [Column(_("Province-level unit")), Column(_("Verified needs"), numeric=True)]
    return Grid(tiles, Table(_("The same as a table"), columns, rows))


def _tile(unit: Division, count: int) -> Tile:
    column, row = PLACES[unit.code[:2]]
    if unit.code[:2] == TAIWAN:
        return Tile(column * SIDE, row * SIDE, unit.stem, _("no data"), "absent")
    return Tile(column * SIDE, row * SIDE, unit.stem, plain_number(count), pattern_of(count))


def _line(unit: Division, count: int, choice: Choice, address: str) -> list[object]:
    if unit.code[:2] == TAIWAN:
        return [unit.name, _("Data of Taiwan Province are not available for now")]
    link = Link(unit.name, Choice(choice.quarter, f"{WHOLE_COUNTRY}{unit.code[:2]}/", choice.as_of).address(address))
    return [link if count else unit.name, plain_number(count)]
