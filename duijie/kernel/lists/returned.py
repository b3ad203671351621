"""A list that went out of the platform and comes back edited: its rows by their marks, and which cells were edited.

A cell counts as edited when its text is not what it was when the list went out; how the platform reads it does not
matter. So a list that nobody touched changes nothing, whatever the rules for new lists say about its rows.
Plain Python.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.marks import Mark, read_mark
from duijie.kernel.lists.messages import Message, message_of
from duijie.kernel.lists.values import text_of
from duijie.kernel.lists.workbooks import Sheet, column_letters, read_sheets

MARK = "mark"
READ_ONLY = mark("This column is for reading only; what you changed in it is not taken over.")


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
class Difference:
    """One particular: as it stands here, and as the list says it now."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a list's columns stand, from 0, by their names; `numbers` is the name of the one with the public number.

    `sent` are the names with which lists of this kind go out, but for the number before and the mark behind them.
    """

    places: Mapping[str, int]
    sent: Sequence[str]
    numbers: str


def returned_row(sheet: Sheet, index: int, columns: Columns) -> ReturnedRow:
    """The row of a sheet, counted from 0, with its mark and what was edited in it."""
    texts = {name: text_of(sheet.value(index, place)) for name, place in columns.places.items()}
    written, number = texts.pop(MARK, ""), columns.numbers
    row = ReturnedRow(index + 1, texts)
    if not written or (number in texts and not texts[number] and any(texts.values())):
        return row  # who clears the number of a copied row makes a new one of it
    try:
        found = read_mark(written, columns.sent)
    except RuleBroken as refusal:
        return replace(row, fault=message_of(refusal, row=row.number))
    if texts.get(number, found.number) not in {found.number, ""}:
        return replace(row, mark=found, fault=Message(_MIXED, row=row.number, params={"number": texts[number]}))
    if not any(texts.values()):
        return replace(row, mark=found, fault=Message(_EMPTIED, row=row.number))
    return replace(row, mark=found, edited=tuple(_edited(sheet, columns, row, found)))


_MIXED = mark(
    "The number %(number)s and the hidden mark of this row do not belong together; rows were sorted without all of "
    "their columns. Download the list anew."
)
_EMPTIED = mark("This row was emptied. A list deletes nothing; withdraw what it stands for on its own page.")
_DOUBLE = mark("This row is a copy of row %(row)s. To make a new one of it, clear its number.")


def _edited(sheet: Sheet, columns: Columns, row: ReturnedRow, found: Mark) -> Iterator[str]:
    unread = sheet.unread or {}
    for name, place in columns.places.items():
        if name not in found.cells:
            continue
        if (row.number - 1, place) in unread or found.has_changed(name, row.texts[name]):
            yield name


def without_doubles(rows: Sequence[ReturnedRow]) -> Iterator[ReturnedRow]:
    """The rows; of several with one mark the least edited is the one that went out, the others are refused."""
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


def missing_rows(rows: Iterable[ReturnedRow]) -> int:
    """How many rows of those that went out have not come back; they stay as they are."""
    marks = {row.mark.number: row.mark.of for row in rows if row.mark}
    return max(max(marks.values(), default=0) - len(marks), 0)


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of the platform's own layout that came back."""

    rows: tuple[ReturnedRow, ...]
    headers: Mapping[str, tuple[str, str]]
    """The letters and the header of each column by its name."""

    def beside(self, name: str, message: Message) -> Message:
        """The message beside the column of a name, where the list still has one."""
        letters, header = self.headers.get(name, ("", ""))
        return replace(message, column=letters, header=header)


def read_own_list(
    data: bytes, *, labels: Mapping[str, str], sent: Sequence[str], numbers: str, field: str | None = None
) -> OwnList:
    """Read a list that went out with these headers (by the names of their columns), wherever its columns stand now.

    Raises:
        RuleBroken: no workbook, damaged or a bomb, or a list that did not go out of the platform (at `field`).
    """
    names = {label: name for name, label in labels.items()}
    for sheet in read_sheets(data, field=field):
        for head in range(min(_HEAD_WITHIN, len(sheet.rows))):
            texts = [text_of(cell) for cell in sheet.rows[head]]
            if labels[MARK] in texts:
                places = {names[text]: place for place, text in enumerate(texts) if text in names}
                return _own_list(sheet, head, Columns(places, sent, numbers))
    raise RuleBroken(_NOT_OURS, field=field)


_HEAD_WITHIN = 10
_NOT_OURS = mark("This list did not go out of the platform. Download it here, edit it and send that one back.")


def _own_list(sheet: Sheet, head: int, columns: Columns) -> OwnList:
    rows = [returned_row(sheet, index, columns) for index in range(head + 1, len(sheet.rows))]
    filled = [row for row in rows if row.mark or row.fault or any(row.texts.values())]
    headers = {
        name: (column_letters(place), text_of(sheet.rows[head][place])) for name, place in columns.places.items()
    }
    return OwnList(tuple(without_doubles(filled)), headers)
