"""Which column of a list is what: proposed from its headers, confirmed by the clerk, remembered per office. Plain."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from duijie.apps.needs.importing.vocabulary import columns, folded
from duijie.kernel.lists.workbooks import column_letters
from duijie.kernel.money import Unit

_UNITS = {"yuan": Unit.YUAN, "wan_yuan": Unit.WAN_YUAN}


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the list: place from 0, header as written, and the name in `columns()` ("" when not imported).

    `unit` is `yuan` or `wan_yuan` for amounts, "" otherwise; `is_certain` says that the header is a known word (or the
    clerk chose), not only holds one.
    """

    index: int
    header: str
    name: str = ""
    unit: str = ""
    is_certain: bool = False

    @property
    def letter(self) -> str:
        """The column's letters in Excel."""
        return column_letters(self.index)

    @property
    def money_unit(self) -> Unit:
        """What a bare number in this column means."""
        return _UNITS.get(self.unit, Unit.YUAN)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The layout of one kind of list: sheet, last row of the headers (as in Excel) and what each column is.

    `unit_is_stated` is false where neither headers nor title say 元 or 万元; the clerk is then asked.
    """

    sheet: str
    header_row: int
    columns: tuple[MappedColumn, ...]
    unit_is_stated: bool = True

    @property
    def headers_digest(self) -> str:
        """The same for every list with these headers, wherever they stand: the key under which an office remembers."""
        text = "\n".join(f"{column.index}\t{folded(column.header)}" for column in self.columns)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of required columns that no column is mapped to; a place in one column counts as county."""
        mapped = {column.name for column in self.columns}
        parts = {"county": "place"}
        return tuple(
            column.label
            for column in columns().values()
            if column.is_required and column.name not in mapped and parts.get(column.name) not in mapped
        )

    def of(self, name: str) -> MappedColumn | None:
        """The column that is mapped to a name."""
        return next((column for column in self.columns if column.name == name), None)

    def choose(self, names: Mapping[int, str], *, unit: str = "") -> "ColumnMapping":
        """The clerk's choice: names by column index; `unit`, where given, is that of every amount.

        Raises:
            KeyError: a name that is no column.
        """
        chosen = []
        for column in self.columns:
            name = names.get(column.index, column.name)
            is_money = bool(name) and columns()[name].is_money
            chosen.append(
                replace(
                    column,
                    name=name,
                    unit=(unit or column.unit or "yuan") if is_money else "",
                    is_certain=column.is_certain or column.index in names,
                )
            )
        return replace(self, columns=tuple(chosen), unit_is_stated=self.unit_is_stated or bool(unit))

    def to_json(self) -> dict[str, Any]:
        """For `ImportMapping.mapping` or `ImportBatch.choices`."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "unit_is_stated": self.unit_is_stated,
            "columns": [asdict(each) for each in self.columns],
        }

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> "ColumnMapping":
        """A remembered mapping; names that no longer exist are not imported."""
        kept: Sequence[Mapping[str, Any]] = read["columns"]
        return cls(
            sheet=read["sheet"],
            header_row=read["header_row"],
            unit_is_stated=read.get("unit_is_stated", True),
            columns=tuple(
                MappedColumn(
                    index=each["index"],
                    header=each["header"],
                    name=each["name"] if each["name"] in columns() else "",
                    unit=each["unit"],
                    is_certain=each.get("is_certain", True),
                )
                for each in kept
            ),
        )
