"""Read single cells as people fill them in: dates as text, “20盏”, “12户45人”, “约300人”. Plain Python."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.sheets import safe_cell
from duijie.kernel.lists.workbooks import Cell
from duijie.kernel.money import Unit, money_of_number, parse_money

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_COUNT = re.compile(rf"(?:约|近|共|计)?({_NUMBER})(万)?(?:余|多)?(?:人次|人|户|名|个|次|口)?(?:左右|以上)?")
_QUANTITY = re.compile(rf"(?:约|共|计)?({_NUMBER})(万)?(?:余|多)?([^\d\s,，、;；+＋]*)")
_HOUSEHOLDS = re.compile(rf"({_NUMBER})(?:余|多)?户")
_PERSONS = re.compile(rf"({_NUMBER})(?:余|多)?(?:人次|人|名)")
_PAIR = re.compile(rf"({_NUMBER})\s*[/|]\s*({_NUMBER})")
_DATE = re.compile(
    r"(?P<year>20\d{2})(?:年度?|[-/.])?(?:"
    r"(?:第)?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?<=[年/.-])(?P<month>1[0-2]|0?[1-9])(?!\d)月?(?:份)?(?:[-/.]?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|年|[-/.]\d)[日号]?|(?P<third>[上中]旬))?"
    r"|(?P<compact>(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)(?!\d))?"
)
_MONTHS = re.compile(r"(20\d{2})年\d{1,2}月?[至到~—-](\d{1,2})月")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_THIRDS = {"上旬": 10, "中旬": 20}
_NOTHING = frozenset(("", "无", "-", "--", "—", "——", "/", "\\", "暂无", "没有", "不详", "待定", "空"))
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Excel's day numbers of 2000 to 2099."""


def text_of(cell: Cell) -> str:
    """A cell as text; signs and words for “nothing” are no text."""
    text = raw_text_of(cell)
    return "" if is_nothing(text) else text


def texts_as_written(cells: Mapping[str, Cell]) -> dict[str, str]:
    """What cells would say to whoever reads the list again: an export disarms its formulas (`kernel.files.sheets`)."""
    return {name: text_of(safe_cell(cell)) for name, cell in cells.items()}


def is_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing: 无, —, /."""
    return text in _NOTHING


def raw_text_of(cell: Cell) -> str:
    """A cell as text, whole numbers without “.0”."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int):
        return f"{cell:.0f}" if cell == int(cell) else repr(cell)
    return re.sub(r"[ \t\u3000\xa0]+", " ", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def count_of(cell: Cell) -> int:
    """A whole number: 358, “358户”, “约1,200人”.

    Raises:
        RuleBroken: no whole number.
    """
    found = _COUNT.fullmatch(_narrow(cell))
    number = _number(found[1], found[2]) if found else None
    if number is None or number != number.to_integral_value():
        raise RuleBroken(mark("“%(text)s” is no whole number."), text=text_of(cell)[:40])
    return int(number)


def quantity_of(cell: Cell) -> tuple[Decimal, str]:
    """A quantity and its unit, "" where none is written: 80, “80盏”, “3.2公里”.

    Raises:
        RuleBroken: no number first, or more than one.
    """
    found = _QUANTITY.fullmatch(_narrow(cell))
    if not found:
        raise RuleBroken(
            mark("“%(text)s” is no quantity. Write one number, and the unit beside it."), text=text_of(cell)[:40]
        )
    return _number(found[1], found[2]), found[3]


def reach_of(cell: Cell) -> tuple[int | None, int | None]:
    """Households and persons of “358户1246人”, “358/1246” or one of them.

    Raises:
        RuleBroken: neither is there.
    """
    text = _narrow(cell)
    if pair := _PAIR.fullmatch(text):
        return int(_number(pair[1])), int(_number(pair[2]))
    households, persons = _HOUSEHOLDS.search(text), _PERSONS.search(text)
    if not households and not persons:
        raise RuleBroken(mark("“%(text)s” says neither households (户) nor people (人)."), text=text_of(cell)[:40])
    return (int(_number(households[1])) if households else None, int(_number(persons[1])) if persons else None)


def money_of(cell: Cell, unit: Unit) -> int:
    """Fen of an amount; a unit in the cell goes before the one of the column.

    Raises:
        RuleBroken: no amount.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return money_of_number(cell, unit)
    return parse_money(text_of(cell), unit)


def date_of(cell: Cell) -> date:
    """A day: a date, an Excel day number, or text as people write it; of a period its last day.

    Raises:
        RuleBroken: no date.
    """
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and int(cell) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    text = _MONTHS.sub(r"\1年\2月", _narrow(cell))
    days = list(_days_in(text))
    if not days or any(sign.isdigit() for sign in _DATE.sub("", text)):
        raise RuleBroken(mark("“%(text)s” is no date. Write it like 2027-06-30 or 2027年6月."), text=text_of(cell)[:40])
    return days[-1]


def _days_in(text: str) -> Iterator[date]:
    for found in _DATE.finditer(text):
        year, month = int(found["year"]), 12
        day = 0
        if quarter := found["quarter"]:
            month = 3 * (_QUARTERS.get(quarter) or int(quarter))
        elif found["half"]:
            month = 6 if found["half"] == "上" else 12
        elif compact := found["compact"]:
            month, day = int(compact[:2]), int(compact[2:] or 0)
        elif found["month"]:
            month, day = int(found["month"]), int(found["day"] or _THIRDS.get(found["third"], 0))
        last = monthrange(year, month)[1]
        if day <= last:
            yield date(year, month, day or last)


def _narrow(cell: Cell) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell)))


def _number(digits: str, times: str | None = None) -> Decimal:
    return Decimal(digits.replace(",", "")) * (10_000 if times else 1)
