"""Amounts are whole fen; this reads what people type and what Excel holds. Pages write amounts. Plain Python."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from duijie.kernel.errors import RuleBroken, mark

MOST = 10_000_000_000_000
"""100 billion yuan, in fen: more is a mistake."""
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?P<unit>亿|千万|百万|万|千)?(?:元|圆|块)?整?"
)
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])|(?:人民币|RMB|CNY)$", re.IGNORECASE)
_TIMES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


class Unit(Enum):
    """What a bare number means; the value is its fen."""

    YUAN = 100
    WAN_YUAN = 1_000_000


def parse_money(text: str, unit: Unit = Unit.YUAN, *, field: str | None = None) -> int:
    """Fen of “1.5万”, “12,000.50”, “３万元”, “¥800”; a unit in the text goes before the one of the column.

    Raises:
        RuleBroken: no amount, negative, finer than a fen, or above 100 billion yuan.
    """
    typed = _CURRENCY.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    found = _AMOUNT.fullmatch(typed)
    if not found:
        raise RuleBroken(
            mark("“%(text)s” is no amount of money. Write it like 12000 or 1.2万."), field=field, text=text[:40]
        )
    number = Decimal(found["number"].replace(",", ""))
    fen = number * (_fen_of(found["unit"], typed) or unit.value)
    if fen != fen.to_integral_value():
        raise RuleBroken(mark("“%(text)s” is finer than one fen."), field=field, text=text[:40])
    return _in_range(fen, text, field)


def money_of_number(number: float, unit: Unit = Unit.YUAN, *, field: str | None = None) -> int:
    """Fen of a number that a cell holds, to the nearest fen: formulas leave more decimals than people see.

    Raises:
        RuleBroken: negative, no finite number, or above 100 billion yuan.
    """
    exact = Decimal(repr(number))
    if not exact.is_finite():
        raise RuleBroken(
            mark("“%(text)s” is no amount of money. Write it like 12000 or 1.2万."), field=field, text=number
        )
    return _in_range((exact * unit.value).to_integral_value(rounding=ROUND_HALF_UP), repr(number), field)


def _fen_of(times: str | None, typed: str) -> int:
    """Fen of the unit in the text: “3万” and “500元” say it, “500” does not."""
    if times:
        return _TIMES[times] * Unit.YUAN.value
    return Unit.YUAN.value if typed[-1] in "元圆块整" else 0


def _in_range(fen: Decimal, text: str, field: str | None) -> int:
    if fen < 0:
        raise RuleBroken(mark("An amount cannot be below zero (“%(text)s”)."), field=field, text=text[:40])
    if fen > MOST:
        raise RuleBroken(mark("“%(text)s” is too large an amount. Check the unit."), field=field, text=text[:40])
    return int(fen)
