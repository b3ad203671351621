"""Excel out: an office's needs with the columns of the empty form, so that the list can be edited and sent back.

The last column is hidden and holds each row's mark (`kernel.files.marks`): which need it is and what its cells said.
A list that comes back untouched changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from duijie.apps.needs.importing.returned import NUMBER
from duijie.apps.needs.importing.vocabulary import Column, choices, columns
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.levels import LEVELS
from duijie.apps.needs.rules.needs import NEED, SEE_INTERNAL
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import code_of_path, paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import now
from duijie.kernel.files.marks import write_mark
from duijie.kernel.files.sheets import Layout, workbook_of
from duijie.kernel.lists.returned import MARK
from duijie.kernel.lists.values import texts_as_written
from duijie.kernel.privacy.levels import Level, fields_up_to

MOST: Final = 20_000
SHEET: Final = "需求清单"
STATE: Final = "state"
_FEN: Final = 100
_AMOUNTS: Final = {"total": "total_fen", "secured": "secured_fen"}
_PLACES: Final = ("province", "prefecture", "county", "township", "village")
_LEFT_OUT: Final = frozenset({"number", "verified_by", "verified_on", "attachments"})
"""Columns of the form that a need has no place for."""
_READABLE: Final = frozenset(fields_up_to(Level.INTERNAL, LEVELS))
_WIDTHS: Final = {NUMBER: 13, STATE: 10}

Cell = str | int | float | date | None


def exported_names() -> tuple[str, ...]:
    """The columns with which a list goes out, but for the number before and the mark behind them."""
    return (STATE, *(column.name for column in _shown()))


def export_needs(actor: Actor, needs: QuerySet[Need]) -> bytes:
    """The needs that the actor looks after as .xlsx, at most 20 000; nothing that a need holds of persons.

    Texts that a spreadsheet would run as a formula are disarmed (`kernel.files.sheets`).
    """
    moment = now()
    rows = list(visible(actor, SEE_INTERNAL, needs)[:MOST])
    shown = _shown()
    heads = [column.label + ("(元)" if column.is_money else "") for column in shown]
    lines: list[list[object]] = [[columns()[NUMBER].label, columns()[STATE].label, *heads, columns()[MARK].label]]
    for need, cells in zip(rows, cells_of(rows), strict=True):
        texts = texts_as_written(cells)
        lines.append([need.number, *cells.values(), write_mark(need.number, at=moment, of=len(rows), texts=texts)])
    widths = [_WIDTHS[NUMBER], _WIDTHS[STATE], *(column.width for column in shown)]
    return workbook_of({SHEET: lines}, {SHEET: Layout(widths, frozen="D2", hidden=len(heads) + 2)})


def cells_of(needs: Sequence[Need]) -> list[dict[str, Cell]]:
    """The cells of each need by the names of their columns, always in Chinese."""
    places, shown = _places_of(needs), _shown()
    with override("zh-hans"):
        states = {state: gettext(label) for state, label in NEED.states.items()}
    return [
        {STATE: states[need.state], **{column.name: _cell(need, column, places) for column in shown}} for need in needs
    ]


def texts_of(needs: Sequence[Need]) -> dict[str, Mapping[str, str]]:
    """What the cells of each need, by its number, would say in a list that went out now."""
    cells = zip(needs, cells_of(needs), strict=True)
    return {need.number: texts_as_written(each) for need, each in cells}


def _shown() -> list[Column]:
    return [column for column in columns().values() if column.in_form and column.name not in _LEFT_OUT]


def _cell(need: Need, column: Column, places: Mapping[str, Mapping[str, str]]) -> Cell:
    name = column.name
    if name == "village" and need.village_name:
        return need.village_name
    if name in _PLACES:
        return places[need.division_path].get(name, "")
    if name in _AMOUNTS or name == "gap":
        return _amount(need, name)
    if name not in _READABLE:
        raise KeyError(f"the column {name} is declared for nobody (rules.levels)")
    value = getattr(need, name)
    if column.choices:
        codes = value if isinstance(value, list) else [value]
        known = choices()[column.choices]
        return "、".join(known[code][0] for code in codes if code in known)
    if name == "quantity":
        return float(value)
    return value if isinstance(value, int | date) else str(value) if value else None


def _amount(need: Need, name: str) -> float | None:
    if need.total_fen is None and name != "secured":
        return None
    fen = need.total_fen - need.secured_fen if name == "gap" and need.total_fen is not None else None
    return (fen if fen is not None else getattr(need, _AMOUNTS[name])) / _FEN


def _places_of(rows: Iterable[Need]) -> dict[str, dict[str, str]]:
    """The names of each level of each place, by one query."""
    paths = {need.division_path for need in rows}
    codes = {code_of_path(path) for each in paths for path in paths_above(each)}
    known = Division.objects.in_bulk(codes)
    return {
        each: {
            known[code].level: known[code].name for path in paths_above(each) if (code := code_of_path(path)) in known
        }
        for each in paths
    }
