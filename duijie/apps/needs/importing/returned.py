"""A list that went out of the platform and comes back edited: its rows by their marks, and which cells were edited.

A cell counts as edited when its text is not what it was when the list went out; how the platform reads it does not
matter. So a list that nobody touched changes nothing, whatever the rules for new lists say about its rows.
Plain Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duijie.apps.needs.importing.headers import propose
from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.messages import Message, message_of
from duijie.apps.needs.importing.rows import ParsedRow, ResolveDivision, RowReader
from duijie.apps.needs.importing.skipping import Reason, reason_to_skip
from duijie.apps.needs.importing.values import text_of
from duijie.apps.needs.importing.workbooks import Sheet, read_sheets
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.marks import Mark, read_mark

NUMBER, MARK = "need_number", "mark"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row (`number` is Excel's) with the texts of its cells by column; without a `mark` it was added by the clerk.

    `edited` are the columns whose cells say something else than when the list went out; `fault` keeps the row out.
    """

    number: int
    texts: Mapping[str, str]
    mark: Mark | None = None
    edited: tuple[str, ...] = ()
    fault: Message | None = None


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
        marks = {row.mark.number: row.mark.of for row in self.rows if row.mark}
        return max(max(marks.values(), default=0) - len(marks), 0)

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
    return ReturnedList(reader, tuple(_without_doubles(rows)), skipped)


def _rows(sheet: Sheet, mapping: ColumnMapping, names: Sequence[str]) -> tuple[list[ReturnedRow], dict[int, Reason]]:
    rows: list[ReturnedRow] = []
    skipped: dict[int, Reason] = {}
    for index in range(mapping.header_row, len(sheet.rows)):
        row = _row(sheet, mapping, index, names)
        reason = None if row.mark or row.fault else reason_to_skip(sheet, index, mapping)
        if reason is None:
            rows.append(row)
        elif reason is not Reason.BLANK:
            skipped[index + 1] = reason
    return rows, skipped


def _row(sheet: Sheet, mapping: ColumnMapping, index: int, names: Sequence[str]) -> ReturnedRow:
    texts = {column.name: text_of(sheet.value(index, column.index)) for column in mapping.columns if column.name}
    written = texts.pop(MARK, "")
    row = ReturnedRow(index + 1, texts)
    if not written or (NUMBER in texts and not texts[NUMBER] and any(texts.values())):
        return row  # who clears the number of a copied row makes a new one of it
    try:
        found = read_mark(written, names)
    except RuleBroken as refusal:
        return replace(row, fault=message_of(refusal, row=row.number))
    if texts.get(NUMBER, found.number) not in {found.number, ""}:
        return replace(row, mark=found, fault=Message(_MIXED, row=row.number, params={"number": texts[NUMBER]}))
    if not any(texts.values()):
        return replace(row, mark=found, fault=Message(_EMPTIED, row=row.number))
    return replace(row, mark=found, edited=tuple(_edited(sheet, mapping, row, found)))


_MIXED = mark(
    "The number %(number)s and the hidden mark of this row belong to different needs; rows were sorted without all of "
    "their columns. Download the list anew."
)
_EMPTIED = mark("This row was emptied. A list deletes nothing; withdraw the need on its own page.")
_DOUBLE = mark("This row is a copy of row %(row)s. To make a new need of it, clear its number.")


def _edited(sheet: Sheet, mapping: ColumnMapping, row: ReturnedRow, found: Mark) -> Iterator[str]:
    unread = sheet.unread or {}
    for column in mapping.columns:
        if column.name not in found.cells:
            continue
        if (row.number - 1, column.index) in unread or found.has_changed(column.name, row.texts[column.name]):
            yield column.name


def _without_doubles(rows: Sequence[ReturnedRow]) -> Iterator[ReturnedRow]:
    """The rows; of several with one mark the least edited is the need's own, the others are refused."""
    own: dict[str, ReturnedRow] = {}
    for row in rows:
        if row.mark and not row.fault:
            first = own.setdefault(row.mark.number, row)
            if len(row.edited) < len(first.edited):
                own[row.mark.number] = row
    for row in rows:
        first = own[row.mark.number] if row.mark and not row.fault else row
        if first is row:
            yield row
        else:
            yield replace(row, fault=Message(_DOUBLE, row=row.number, params={"row": first.number}))
