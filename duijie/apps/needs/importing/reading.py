"""Read a need list: the workbook, its headers, its rows, and everything the clerk should know before he confirms."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duijie.apps.needs.importing.headers import find_again, looks_like_list, propose
from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.rows import ParsedRow, ResolveDivision, RowReader
from duijie.apps.needs.importing.skipping import Reason, reason_to_skip
from duijie.apps.needs.importing.vocabulary import columns
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lists.messages import Message, Severity
from duijie.kernel.lists.values import text_of
from duijie.kernel.lists.workbooks import Sheet, read_sheets

MOST_ROWS = 10_000
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A need list as read: nothing of it is stored.

    `mapping` is the confirmed or remembered one where it fits (`is_remembered`: the office has mapped it before), else
    a proposal; `messages` concern the whole list; `skipped` are rows that are no needs, by Excel's number; `sheets` the
    names of all visible sheets; `samples` the first values of each column.
    """

    mapping: ColumnMapping
    is_remembered: bool
    rows: tuple[ParsedRow, ...]
    messages: tuple[Message, ...]
    skipped: Mapping[int, Reason]
    sheets: tuple[str, ...]
    samples: Mapping[int, tuple[str, ...]]

    @property
    def ready(self) -> tuple[ParsedRow, ...]:
        """Rows that nothing keeps out; none while the whole list has an error."""
        if any(message.severity is Severity.ERROR for message in self.messages):
            return ()
        return tuple(row for row in self.rows if row.is_ready)

    @property
    def faulty(self) -> tuple[ParsedRow, ...]:
        """Rows with an error of their own."""
        return tuple(row for row in self.rows if not row.is_ready)


def read_workbook(
    data: bytes,
    *,
    resolve_division: ResolveDivision,
    mapping: ColumnMapping | None = None,
    remembered: Mapping[str, ColumnMapping] | None = None,
    sheet_name: str = "",
    today: date | None = None,
    field: str | None = None,
) -> ParsedList:
    """Read an .xlsx, .xls or .et by its content.

    `mapping` is what the clerk confirmed for this file; `remembered` are the office's mappings by `headers_digest`, of
    which the one that fits is taken; `sheet_name`, where given, is the only sheet looked at. `resolve_division` gets
    province, prefecture, county, township and village, "" where the list has none, and gives the place or None.

    Raises:
        RuleBroken: no workbook, with a password, damaged, a bomb, or nothing in it looks like a head (at `field`).
    """
    sheets = read_sheets(data, field=field)
    looked_at = [each for each in sheets if sheet_name in {"", each.name}]
    chosen, is_remembered = _layout(looked_at, mapping, remembered or {})
    if chosen is None:
        raise RuleBroken(
            mark("No row with headers was found. Use the empty form, or put the headers first."), field=field
        )
    sheet = next(each for each in sheets if each.name == chosen.sheet)
    reader = RowReader(sheet, chosen, resolve_division, today)
    numbers, skipped = _rows_of_needs(sheet, chosen)
    rows = [reader.read(row) for row in numbers[:MOST_ROWS]]
    return ParsedList(
        mapping=chosen,
        is_remembered=is_remembered,
        rows=tuple(with_doubles(rows)),
        messages=tuple(_about_list(sheets, sheet, chosen, len(numbers))),
        skipped=skipped,
        sheets=tuple(each.name for each in sheets),
        samples={column.index: _samples(sheet, column.index, numbers) for column in chosen.columns},
    )


def with_doubles(rows: Sequence[ParsedRow]) -> Iterator[ParsedRow]:
    """The rows, the later ones of the same name and place refused: they would be taken for one need."""
    first: dict[str, int] = {}
    count = Counter(row.key for row in rows)
    for row in rows:
        if count[row.key] > 1 and first.setdefault(row.key, row.number) != row.number:
            code = mark("Row %(row)s has the same name and place. Make the names differ, or take one out.")
            double = Message(code, row=row.number, params={"row": first[row.key]})
            yield replace(row, messages=(*row.messages, double))
        else:
            yield row


def _layout(
    sheets: Sequence[Sheet], mapping: ColumnMapping | None, remembered: Mapping[str, ColumnMapping]
) -> tuple[ColumnMapping | None, bool]:
    known = {**remembered, **({mapping.headers_digest: mapping} if mapping else {})}
    if found := find_again(sheets, known, first=mapping):
        return found, found.headers_digest in remembered
    return propose(sheets), False


def _rows_of_needs(sheet: Sheet, mapping: ColumnMapping) -> tuple[list[int], dict[int, Reason]]:
    numbers: list[int] = []
    skipped: dict[int, Reason] = {}
    for row in range(mapping.header_row, len(sheet.rows)):
        reason = reason_to_skip(sheet, row, mapping)
        if reason is None:
            numbers.append(row)
        elif reason is not Reason.BLANK:
            skipped[row + 1] = reason
    return numbers, skipped


def _about_list(sheets: Sequence[Sheet], sheet: Sheet, mapping: ColumnMapping, found: int) -> Iterator[Message]:
    for label in mapping.missing:
        yield Message(mark("No column is “%(label)s”. Choose which one it is."), params={"label": label})
    if not found:
        yield Message(mark("There are no rows below the headers."), row=mapping.header_row)
    if found > MOST_ROWS:
        code = mark("The list has %(found)s rows; at most %(limit)s are read at once. Split it.")
        yield Message(code, params={"found": found, "limit": MOST_ROWS})
    if not mapping.unit_is_stated:
        code = mark("Neither the headers nor the title say 元 or 万元; 元 was taken.")
        yield Message(code, Severity.WARNING, row=mapping.header_row)
    for name in ("form", "quantity"):
        if not any(mapping.of(each) for each in (name, f"{name}_with_unit") if each in columns()):
            code = mark("The list has no column “%(label)s”; it was guessed from the other columns.")
            yield Message(code, Severity.WARNING, params={"label": columns()[name].label})
    for other in sheets:
        if other is not sheet and looks_like_list(other):
            code = mark("The sheet “%(sheet)s” looks like a need list too and was not read. Send it as its own file.")
            yield Message(code, Severity.WARNING, params={"sheet": other.name})


def _samples(sheet: Sheet, column: int, rows: Sequence[int]) -> tuple[str, ...]:
    texts = (text_of(sheet.value(row, column))[:40] for row in rows[:50])
    return tuple(dict.fromkeys(filter(None, texts)))[:_SAMPLES]
