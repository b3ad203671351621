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
