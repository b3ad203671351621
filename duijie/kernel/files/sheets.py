"""What goes out into spreadsheets. Plain Python."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 31
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> object:
    """A value for a cell: text that a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers, dates and truth stay what they are. Every export writes its texts through this.
    """
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def workbook_of(sheets: Mapping[str, Iterable[Iterable[object]]]) -> bytes:
    """An .xlsx of the sheets in their order: each a name, which Excel takes up to 31 characters of, and its lines."""
    from openpyxl import Workbook  # noqa: PLC0415 - takes a fifth of a second to import

    book = Workbook(write_only=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name[:_LONGEST_NAME])
        for line in lines:
            sheet.append([safe_cell(each) for each in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
