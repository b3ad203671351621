"""What goes out into spreadsheets. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, TypeVar

_Value = TypeVar("_Value")
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 31
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet looks: widths of its columns, the cell above and left of which all stands still, a hidden column.

    `hidden` counts columns from 0; -1 hides none.
    """

    widths: Sequence[float] = ()
    frozen: str = "A2"
    hidden: int = -1


def safe_cell(value: _Value) -> _Value | str:
    """A value for a cell: text that a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers, dates and truth stay what they are. Every export writes its texts through this.
    """
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def workbook_of(sheets: Mapping[str, Iterable[Iterable[object]]], layouts: Mapping[str, Layout] | None = None) -> bytes:
    """An .xlsx of the sheets in their order: each a name, which Excel takes up to 31 characters of, and its lines."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes a fifth of a second to import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - the same

    book = Workbook(write_only=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name[:_LONGEST_NAME])
        if layout := (layouts or {}).get(name):
            sheet.freeze_panes = layout.frozen
            for number, width in enumerate(layout.widths, start=1):
                sheet.column_dimensions[get_column_letter(number)].width = width
            if layout.hidden >= 0:
                sheet.column_dimensions[get_column_letter(layout.hidden + 1)].hidden = True
        for line in lines:
            sheet.append([safe_cell(each) for each in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
