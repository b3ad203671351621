"""Excel out: an office's needs with the columns of the empty form, so that the list can be read back in.

Read back it changes nothing: the same name in the same place is the same need.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from duijie.apps.needs.importing.vocabulary import choices, columns
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.levels import LEVELS
from duijie.apps.needs.rules.needs import NEED, SEE_INTERNAL
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import code_of_path, paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.files.sheets import workbook_of
from duijie.kernel.privacy.levels import Level, fields_up_to

MOST: Final = 20_000
SHEET: Final = "需求清单"
_NUMBER, _STATE = "需求编号", "状态"
_FEN: Final = 100
_AMOUNTS: Final = {"total": "total_fen", "secured": "secured_fen"}
_PLACES: Final = ("province", "prefecture", "county", "township", "village")
_LEFT_OUT: Final = frozenset({"number", "verified_by", "verified_on", "attachments"})
"""Columns of the form that a need has no place for."""
_READABLE: Final = frozenset(fields_up_to(Level.INTERNAL, LEVELS))

Cell = str | int | float | date | None


def export_needs(actor: Actor, needs: QuerySet[Need]) -> bytes:
    """The needs that the actor looks after as .xlsx, at most 20 000; nothing that a need holds of persons.

    Texts that a spreadsheet would run as a formula are disarmed (`kernel.files.sheets`).
    """
    rows = list(visible(actor, SEE_INTERNAL, needs)[:MOST])
    places = _places_of(rows)
    shown = [column for column in columns().values() if column.in_form and column.name not in _LEFT_OUT]
    with override("zh-hans"):
        states = {state: gettext(label) for state, label in NEED.states.items()}
    lines: list[list[Cell]] = [
        [_NUMBER, _STATE, *(column.label + ("(元)" if column.is_money else "") for column in shown)]
    ]
    for need in rows:
        cells = (_cell(need, column.name, column.choices, places) for column in shown)
        lines.append([need.number, states[need.state], *cells])
    return workbook_of({SHEET: lines})


def _cell(need: Need, name: str, choice: str, places: dict[str, dict[str, str]]) -> Cell:
    if name == "village" and need.village_name:
        return need.village_name
    if name in _PLACES:
        return places[need.division_path].get(name, "")
    if name in _AMOUNTS or name == "gap":
        return _amount(need, name)
    if name not in _READABLE:
        raise KeyError(f"the column {name} is declared for nobody (rules.levels)")
    value = getattr(need, name)
    if choice:
        codes = value if isinstance(value, list) else [value]
        return "、".join(choices()[choice][code][0] for code in codes if code in choices()[choice])
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
