"""Rows of a list become particulars of needs, with what is wrong beside the column where it stands. Plain Python."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from duijie.apps.needs.importing.mapping import ColumnMapping, MappedColumn
from duijie.apps.needs.importing.places import FoundPlace, Place, split_place
from duijie.apps.needs.importing.row_cells import RowCells
from duijie.apps.needs.importing.vocabulary import choices, code_of, folded
from duijie.apps.needs.rules.particulars import particulars_faults, particulars_of
from duijie.apps.needs.rules.vocabulary import Form, PolicyCover, Source, Urgency
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.fields import SUBFIELDS
from duijie.kernel.lists.messages import Message, Severity
from duijie.kernel.lists.values import count_of, date_of, money_of, quantity_of, raw_text_of, reach_of
from duijie.kernel.lists.workbooks import Sheet
from duijie.kernel.money import Unit
from duijie.kernel.privacy.screening import Severity as Weight
from duijie.kernel.privacy.screening import screen_text

ResolveDivision = Callable[[str, str, str, str, str], FoundPlace | None]
LARGE_FEN, SMALL_FEN = 50_000_000_00, 100_00
_TEXTS = ("title", "text", "unit", "implementer", "policy_name", "remaining_gap", "contact_office", "contact_phone")
_EXTRA = ("verified_by", "verified_on", "attachments", "remark")
_ALSO_REQUIRED = ("beneficiaries", "policy_cover")
_PHONE = re.compile(r"[(（]?\+?\d[\d\s()（）-]{5,}\d")
_BETWEEN = re.compile(r"[、，,；;/\n]|以及|和|及")
_DETAIL = re.compile(r"[:：，,；;（(\n]")


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One need of the list; `number` is Excel's.

    `values` are those of `services.needs.make_need`; `extra` is text that a need has no place for (who verified it,
    remarks). `key` is the same for the same name in the same place; `content` are the values as texts, by which a
    later list shows what has changed.
    """

    number: int
    values: Mapping[str, Any]
    extra: Mapping[str, str]
    messages: tuple[Message, ...]
    key: str
    content: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps the row out."""
        return all(message.severity is not Severity.ERROR for message in self.messages)


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet by one mapping."""

    sheet: Sheet
    mapping: ColumnMapping
    resolve_division: ResolveDivision
    today: date | None = None
    _columns: dict[str, MappedColumn] = field(init=False)
    _divisions: dict[Place, FoundPlace | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._columns = {column.name: column for column in self.mapping.columns if column.name}

    def read(self, row: int) -> ParsedRow:
        """The need of a row, counted from 0."""
        cells = RowCells(self.sheet, self._columns, row)
        place = _place(cells)
        found = self._find(place)
        values = _values(cells) | _division(cells, place, found)
        _add_faults(cells, values, self.today)
        return ParsedRow(
            number=row + 1,
            values=values,
            extra={name: text for name in _EXTRA if (text := cells.text(name))},
            messages=tuple(cells.messages),
            key=_digest([found.same_as if found else str(place), folded(values.get("title", ""))]),
            content={name: _plain(value) for name, value in sorted(values.items())},
        )

    def _find(self, place: Place) -> FoundPlace | None:
        if place not in self._divisions:
            self._divisions[place] = self.resolve_division(*place)
        return self._divisions[place]


def _division(cells: RowCells, place: Place, found: FoundPlace | None) -> dict[str, str]:
    """The place; a village that is not on record is kept by its name, and the clerk is told."""
    if found is None:
        if any(place):
            code = mark("There is no such place here: %(text)s")
            cells.refuse("division_code", RuleBroken(code, text=str(place)[:60]))
        return {}
    if not found.village:
        return {"division_code": found.code}
    code = mark("“%(village)s” is not on record; the need counts as its township's and keeps the name.")
    if found.similar:
        code = mark(
            "“%(village)s” is not on record; the need counts as its township's and keeps the name. "
            "On record are: %(similar)s."
        )
    name = "village" if cells.has("village") else "division_code"
    cells.warn(name, code, village=found.village, similar="、".join(found.similar))
    return {"division_code": found.code, "village_name": found.village}


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _values(cells: RowCells) -> dict[str, Any]:
    values: dict[str, Any] = {name: text for name in _TEXTS if (text := cells.text(name))}
    values |= {name: value for name, value in _office(cells).items() if name not in values}
    values |= _field(cells)
    values |= _reach(cells)
    values |= _amounts(cells)
    values |= _quantity(cells, values)
    values |= _form(cells, values)
    values["source"] = cells.choice("source") or Source.IMPORT.value
    values["urgency"] = cells.choice("urgency") or Urgency.NORMAL.value
    if classes := _beneficiaries(cells):
        values["beneficiaries"] = classes
    values |= {name: value for name, value in _policy(cells, values).items() if name not in values}
    if (day := cells.read("wanted_by", date_of)) is not None:
        values["wanted_by"] = day
    return values


def _place(cells: RowCells) -> Place:
    """The names of the place: of their own columns, the rest of the column that holds all."""
    whole = split_place(cells.text("place"))
    return Place(*(cells.text(name) or part for name, part in zip(Place._fields, whole, strict=True)))


def _field(cells: RowCells) -> dict[str, str]:
    """Field and sub-field; many lists write the sub-field into the column of the field."""
    text, below = cells.text("field"), cells.text("subfield")
    subfield = code_of("subfield", below) if below else None
    if below and subfield is None:
        cells.refuse_choice("subfield", below)
    field_code = code_of("field", text) if text else None
    held = code_of("subfield", text) if text and not below else None
    if held and field_code in {None, SUBFIELDS[held].field}:
        subfield = held
    if field_code is None and subfield:
        field_code = SUBFIELDS[subfield].field
    if text and field_code is None:
        cells.refuse_choice("field", text)
    return {name: code for name, code in (("field", field_code), ("subfield", subfield)) if code}


def _beneficiaries(cells: RowCells) -> tuple[str, ...]:
    codes: list[str] = []
    for part in filter(None, (each.strip() for each in _BETWEEN.split(cells.text("beneficiaries")))):
        if code := code_of("beneficiaries", part):
            codes.append(code)
        else:
            cells.refuse_choice("beneficiaries", part)
    return tuple(dict.fromkeys(codes))


def _reach(cells: RowCells) -> dict[str, int]:
    households, persons = cells.read("reach", reach_of) or (None, None)
    text = cells.text("households")
    if "户" in text and "人" in text:
        households, persons = cells.read("households", reach_of) or (households, persons)
    else:
        households = cells.read("households", count_of) if text else households
    persons = cells.read("persons", count_of) if cells.text("persons") else persons
    return {name: value for name, value in (("households", households), ("persons", persons)) if value is not None}


def _amounts(cells: RowCells) -> dict[str, int]:
    """Total and secured in fen; the gap gives what is missing of them, or is compared."""
    total, secured, gap = (_amount(cells, name) for name in ("total", "secured", "gap"))
    if total is None and gap is not None:
        total = gap + (secured or 0)
    elif total is not None and gap is not None and secured is None:
        secured = max(total - gap, 0)
    elif total is not None and gap is not None and abs(total - (secured or 0) - gap) > max(SMALL_FEN, total // 100):
        cells.warn("gap", mark("The gap is not the total less what is secured; it will be counted anew."))
    if total is not None and (total > LARGE_FEN or 0 < total < SMALL_FEN):
        cells.warn("total", mark("This amount is unusual for a need. Is the unit 元 or 万元?"))
    return {name: fen for name, fen in (("total_fen", total), ("secured_fen", secured)) if fen is not None}


def _amount(cells: RowCells, name: str) -> int | None:
    unit = cells.columns[name].money_unit if cells.has(name) else Unit.YUAN
    return cells.read(name, lambda cell: money_of(cell, unit))


def _quantity(cells: RowCells, values: Mapping[str, Any]) -> dict[str, Any]:
    """Quantity and unit; a need that names neither is one 项."""
    name = "quantity" if cells.has("quantity") else "quantity_with_unit"
    read = cells.read(name, quantity_of)
    number, unit = read or (Decimal(1), "")
    if read is None and cells.has(name) and name not in cells.refused and "total_fen" not in values:
        cells.warn(name, mark("Not given; taken as “%(taken)s”."), taken="1项")
    return {"quantity": number, "unit": values.get("unit") or unit or "项"}


def _form(cells: RowCells, values: Mapping[str, Any]) -> dict[str, str]:
    if code := cells.choice("form"):
        return {"form": code}
    if cells.text("quantity") or cells.text("quantity_with_unit"):
        code = Form.GOODS.value
    else:
        code = Form.FUNDS.value if "total_fen" in values else Form.SERVICE.value
    if "form" not in cells.refused:
        cells.warn("form", mark("Not given; taken as “%(taken)s”."), taken=choices()["form"][code][0])
    return {"form": code}


def _policy(cells: RowCells, values: Mapping[str, Any]) -> dict[str, str]:
    """Policy cover, and what stands behind it in the same cell: “部分保障：财政奖补”."""
    head, *tail = _DETAIL.split(raw_text_of(cells.cell("policy_cover")), maxsplit=1)
    code = (code_of("policy_cover", head) if head else None) or cells.choice("policy_cover")
    stated = {"policy_cover": code} if code else {}
    if code in {PolicyCover.PARTLY, PolicyCover.COVERED} and tail:
        stated["policy_name"] = tail[0].strip(" ）)。")
    total = values.get("total_fen")
    if code == PolicyCover.PARTLY and total and total > values.get("secured_fen", 0):
        stated["remaining_gap"] = f"资金缺口{(total - values.get('secured_fen', 0)) / 100:.10g}元"
    return stated


def _office(cells: RowCells) -> dict[str, str]:
    """Office and phone out of one column."""
    text = cells.text("contact")
    phone = _PHONE.search(text)
    office = _PHONE.sub("", text).strip(" :：,，;；()（）\n")
    found = {"contact_office": office, "contact_phone": phone[0].strip() if phone else ""}
    return {name: value for name, value in found.items() if value}


def _add_faults(cells: RowCells, values: Mapping[str, Any], today: date | None) -> None:
    """What the rules of needs say about the row, beside the columns; a cell that was refused is not blamed again."""
    for name in _ALSO_REQUIRED:
        if name not in values and name not in cells.refused:
            cells.refuse(name, RuleBroken(mark("Please fill this in.")))
    for fault in particulars_faults(particulars_of(values), today=today):
        if fault.field and fault.field not in cells.refused:
            cells.refuse(fault.field, fault)
    for name in ("title", "text"):
        for finding in screen_text(values.get(name, "")):
            if finding.severity is Weight.FLAG:
                cells.warn(name, finding.message, shown=finding.shown)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest()
