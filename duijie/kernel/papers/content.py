"""What a paper says, apart from how it looks. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part with paragraphs and, perhaps, a table whose first row is its head."""

    title: str
    paragraphs: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: title, number, parts (or paragraphs without a title), and the lines where people sign."""

    title: str
    number: str
    sections: Sequence[Section]
    signatures: Sequence[str] = ()


def chinese_date(day: date | None) -> str:
    """2026年11月21日; a dash where there is none."""
    return "—" if day is None else f"{day.year}年{day.month}月{day.day}日"


_DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """The number of a part, 1 to 99, as papers count: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
