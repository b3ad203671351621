"""The figures as a file: exactly what the page shows, each with how it is counted, and the day on which it was read."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from duijie.apps.figures.selectors.cohorts import Reading
from duijie.kernel.files.sheets import SHEET_TYPE, safe_cell, workbook_of
from duijie.web.frame.formats import date_zh
from duijie.web.public import figure_parts as parts

CSV, SHEET = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    SHEET: SHEET_TYPE,
}
_FOR_EXCEL = "\ufeff"
"""Without it Excel takes a file of Chinese for one of another encoding."""

Line = list[object]


def lines(found: Reading, choice: parts.Choice) -> Iterator[Line]:
    """The file line by line: where, when and read on which day; the rates with their definitions; table after table."""
    yield [_("Place"), parts.place_name(choice.scope)]
    yield [_("Quarter"), parts.quarter_name(choice.quarter)]
    yield [_("Read on"), date_zh(choice.as_of)]
    yield [_("Verified needs"), found.figures.verified]
    yield []
    yield [_("Rate"), _("Value"), _("Part / whole"), _("How it is counted")]
    for card in parts.cards(found, choice):
        yield [card.label, card.value, card.unit, card.definition]
    for table in (
        parts.amounts(found),
        *parts.strata(found),
        parts.units(found),
        parts.confirmed_by(found),
        parts.gone(found),
    ):
        yield []
        yield [table.caption]
        yield [column.label for column in table.columns]
        yield from (list(row) for row in table.rows)


def as_csv(found: Reading, choice: parts.Choice) -> bytes:
    """Comma-separated, in UTF-8 as spreadsheets recognize it."""
    written = StringIO()
    csv.writer(written).writerows([safe_cell(_plain(each)) for each in line] for line in lines(found, choice))
    return (_FOR_EXCEL + written.getvalue()).encode()


def as_sheet(found: Reading, choice: parts.Choice) -> bytes:
    """An .xlsx of one sheet."""
    return workbook_of({_("Results"): ([_plain(each) for each in line] for line in lines(found, choice))})


def _plain(cell: object) -> object:
    return cell if isinstance(cell, int) else str(cell)
