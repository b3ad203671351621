"""The cells of one row by the names of their columns, and what is wrong with them. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from duijie.apps.needs.importing.mapping import MappedColumn
from duijie.apps.needs.importing.vocabulary import choices, code_of, columns
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lists.messages import Message, Severity, message_of
from duijie.kernel.lists.values import is_nothing, raw_text_of, text_of
from duijie.kernel.lists.workbooks import Cell, Sheet

_Value = TypeVar("_Value")
_FORMULA_SIGNS = ("=", "@")
_UNREAD = {
    "formula": mark(
        "This cell holds a formula without a result. Open the file in Excel or WPS, save it and send it again."
    ),
    "error": mark("This cell holds an error such as #REF!. Correct it in the list."),
}
_COUNTED = frozenset({"households", "persons", "reach", "quantity", "quantity_with_unit", "total", "secured", "gap"})
PARTICULAR: Mapping[str, str] = {
    "total": "total_fen",
    "gap": "total_fen",
    "secured": "secured_fen",
    "quantity_with_unit": "quantity",
    "reach": "households",
    "contact": "contact_office",
} | dict.fromkeys(("county", "place", "township", "village", "prefecture", "province"), "division_code")
BESIDE: Mapping[str, tuple[str, ...]] = {
    "division_code": ("county", "place", "township", "village"),
    "total_fen": ("total", "gap"),
    "secured_fen": ("secured",),
    "policy_name": ("policy_name", "policy_cover"),
    "remaining_gap": ("remaining_gap", "policy_cover"),
    "subfield": ("subfield", "field"),
    "field": ("field", "subfield"),
    "quantity": ("quantity", "quantity_with_unit"),
    "unit": ("unit", "quantity_with_unit", "quantity"),
    "households": ("households", "reach"),
    "persons": ("persons", "reach"),
    "contact_office": ("contact_office", "contact"),
    "contact_phone": ("contact_phone", "contact"),
}


@dataclass(slots=True)
class RowCells:
    """One row (counted from 0) of a sheet; `refused` are the particulars that have an error already."""

    sheet: Sheet
    columns: Mapping[str, MappedColumn]
    row: int
    messages: list[Message] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the list has a column of this name."""
        return name in self.columns

    def cell(self, name: str) -> Cell:
        """The value of a cell; what Excel did not compute is refused here, once."""
        column = self.columns.get(name)
        if column is None:
            return None
        problem = (self.sheet.unread or {}).get((self.row, column.index))
        if problem and PARTICULAR.get(name, name) not in self.refused:
            self.refuse(name, RuleBroken(_UNREAD[problem]))
        return self.sheet.value(self.row, column.index)

    def text(self, name: str) -> str:
        """The text of a cell; what a spreadsheet would run is refused."""
        text = text_of(self.cell(name))
        if not text.startswith(_FORMULA_SIGNS):
            return text
        code = mark("The text begins with “%(sign)s” like a formula. Write it as plain text.")
        self.refuse(name, RuleBroken(code, sign=text[0]))
        return ""

    def read(self, name: str, reader: Callable[[Cell], _Value]) -> _Value | None:
        """A typed value; None when the cell is empty or was refused."""
        cell = self.cell(name)
        if not text_of(cell):
            return None
        try:
            self._refuse_shared(name)
            return reader(cell)
        except RuleBroken as refusal:
            self.refuse(name, refusal)
            return None

    def choice(self, name: str) -> str:
        """The code that the cell's word stands for, or ""."""
        raw = raw_text_of(self.cell(name))
        code = code_of(columns()[name].choices, raw) if raw else None
        if raw and code is None and not is_nothing(raw):
            self.refuse_choice(name, raw)
        return code or ""

    def refuse_choice(self, name: str, text: str) -> None:
        """Say which words a cell may hold."""
        known = "、".join(words[0] for words in choices()[columns()[name].choices].values())
        code = mark("“%(text)s” is none of the words known here: %(known)s.")
        self.refuse(name, RuleBroken(code, text=text[:40], known=known))

    def refuse(self, name: str, refusal: RuleBroken) -> None:
        """Keep the row out, with the sentence beside the column of a name (of a column or a particular)."""
        column = self._beside(name)
        self.refused.add(PARTICULAR.get(name, name))
        letters, header = (column.letter, column.header) if column else ("", _label(name))
        self.messages.append(message_of(refusal, row=self.row + 1, column=letters, header=header))

    def warn(self, name: str, code: str, **params: object) -> None:
        """Ask the clerk to look."""
        column = self._beside(name)
        letters, header = (column.letter, column.header) if column else ("", _label(name))
        self.messages.append(Message(code, Severity.WARNING, self.row + 1, letters, header, params))

    def _beside(self, name: str) -> MappedColumn | None:
        return next((self.columns[each] for each in (name, *BESIDE.get(name, ())) if each in self.columns), None)

    def _refuse_shared(self, name: str) -> None:
        """One number merged over several rows would count several times."""
        top, _, bottom, _ = self.sheet.filled.get((self.row, self.columns[name].index), (0, 0, 0, 0))
        if name in _COUNTED and bottom > top:
            raise RuleBroken(
                mark("One number is merged over rows %(first)s to %(last)s. Write each row's own."),
                first=top + 1,
                last=bottom + 1,
            )


def _label(name: str) -> str:
    """What the column would be called, where the list has none."""
    known = columns().get(name) or columns().get(BESIDE.get(name, ("",))[0])
    return known.label if known else ""
