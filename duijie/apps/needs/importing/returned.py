"""A need list that comes back: its columns found by their headers, its rows by their marks. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duijie.apps.needs.importing.headers import propose
from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.rows import ParsedRow, ResolveDivision, RowReader
from duijie.apps.needs.importing.skipping import Reason, reason_to_skip
from duijie.kernel.lists.returned import MARK, Columns, ReturnedRow, missing_rows, returned_row, without_doubles
from duijie.kernel.lists.workbooks import Sheet, read_sheets

NUMBER = "need_number"


@dataclass(frozen=True, slots=True)
class ReturnedList:
    """A list that came back: nothing of it is stored. `of` is how many rows went out."""

    reader: RowReader
    rows: tuple[ReturnedRow, ...]
    skipped: Mapping[int, Reason]

    @property
    def mapping(self) -> ColumnMapping:
        """Which column is what."""
        return self.reader.mapping

    @property
    def missing(self) -> int:
        """How many rows of those that went out are not in it; they stay as they are."""
        return missing_rows(self.rows)

    def parsed(self, row: ReturnedRow) -> ParsedRow:
        """A row read by the rules for new lists."""
        return self.reader.read(row.number - 1)


def read_returned(
    data: bytes,
    *,
    names: Sequence[str],
    resolve_division: ResolveDivision,
    today: date | None = None,
    field: str | None = None,
) -> ReturnedList | None:
    """Read a list that comes back; `names` are the columns with which lists go out. None where no row has a mark.

    Raises:
        RuleBroken: no workbook, with a password, damaged or a bomb (at `field`).
    """
    sheets = read_sheets(data, field=field)
    mapping = propose(sheets)
    if mapping is None or mapping.of(MARK) is None:
        return None
    sheet = next(each for each in sheets if each.name == mapping.sheet)
    rows, skipped = _rows(sheet, mapping, names)
    if not any(row.mark or row.fault for row in rows):
        return None
    reader = RowReader(sheet, mapping, resolve_division, today)
    return ReturnedList(reader, tuple(without_doubles(rows)), skipped)


def _rows(sheet: Sheet, mapping: ColumnMapping, names: Sequence[str]) -> tuple[list[ReturnedRow], dict[int, Reason]]:
    columns = Columns({column.name: column.index for column in mapping.columns if column.name}, names, NUMBER)
    rows: list[ReturnedRow] = []
    skipped: dict[int, Reason] = {}
    for index in range(mapping.header_row, len(sheet.rows)):
        row = returned_row(sheet, index, columns)
        reason = None if row.mark or row.fault else reason_to_skip(sheet, index, mapping)
        if reason is None:
            rows.append(row)
        elif reason is not Reason.BLANK:
            skipped[index + 1] = reason
    return rows, skipped
