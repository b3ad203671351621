"""Values as people read them, in the language of the page: amounts, dates, phone numbers, quantities."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

FEN_IN_YUAN = 100
TENTHS_IN_HOUR = 10
FEN_IN_WAN = 1_000_000
MOBILE = re.compile(r"^(?:\+?86)?(1\d{2})(\d{4})(\d{4})$")
LANDLINE = re.compile(r"^(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})(\d{4})$")
NOTHING = "—"
DOT = "\u00a0· "
"""Between parts of a line: no line begins with it."""


def is_chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def plain_number(value: Decimal | float | str) -> str:
    """A number in groups of three, without zeros at the end of its decimals."""
    number = Decimal(str(value))
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(fen: int | str | None, unit: str = "") -> str:
    """An amount of fen in 元, or in 万元 where nothing is lost by it; `unit` "yuan" or "wan" settles it.

    万元 is only spoken of in Chinese; English pages always say yuan.
    """
    if fen is None or fen == "":
        return NOTHING
    fen = int(fen)
    exact_in_wan = abs(fen) >= FEN_IN_WAN and fen % (FEN_IN_WAN // FEN_IN_YUAN) == 0
    if is_chinese() and (unit == "wan" or (unit != "yuan" and exact_in_wan)):
        return f"{plain_number(round(Decimal(fen) / FEN_IN_WAN, 2))}万元"
    yuan = Decimal(fen) / FEN_IN_YUAN
    number = f"{yuan:,.2f}" if fen % FEN_IN_YUAN else f"{yuan:,.0f}"
    return f"{number}元" if is_chinese() else f"{number} yuan"


def hours(tenths: int) -> str:
    """Tenths of an hour as hours: 12.5小时."""
    return gettext("{hours} hours").format(hours=plain_number(Decimal(tenths) / TENTHS_IN_HOUR))


def date_zh(value: date | datetime | None) -> str:
    """2026年11月21日, in English 21 November 2026; a moment is read in the platform's time zone."""
    if not value:
        return NOTHING
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日" if is_chinese() else f"{day.day} {date_format(day, 'F Y')}"


def datetime_local(value: datetime | None) -> str:
    """The date with hours and minutes in the platform's time zone."""
    if not value:
        return NOTHING
    return f"{date_zh(value)} {timezone.localtime(value):%H:%M}"


def phone_grouped(value: str | None) -> str:
    """A phone number in the groups in which it is said: 138 0000 0000, 0932 123 4567."""
    digits = re.sub(r"[\s-]", "", value or "")
    found = MOBILE.match(digits) or LANDLINE.match(digits)
    return " ".join(found.groups()) if found else (value or NOTHING)


def masked(value: str | None, kind: str = "") -> str:
    """Enough of a phone or ID number to recognize it, too little to use it; of a name (`kind` "name") the family name.

    Numbers keep their first three and last four places, short ones only the last two.
    """
    text = (value or "").strip()
    if not text:
        return NOTHING
    if kind == "name":
        return text[0] + "*" * (len(text) - 1)
    head, tail = (3, 4) if len(text) >= len("13800000000") else (0, 2)
    hidden = max(len(text) - head - tail, 1)
    return text[:head] + "*" * hidden + text[head + hidden :]


def quantity(value: Decimal | float | str | None, unit: str = "") -> str:
    """A number with its unit: 1,200株, in English 1,200 株 (units are data)."""
    if value is None or value == "":
        return NOTHING
    if not unit:
        return plain_number(value)
    return plain_number(value) + ("" if is_chinese() else " ") + gettext(unit)


def breaking(value: str) -> SafeString:
    """A value without blanks that breaks on a phone and is copied whole."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((value[at : at + 8],) for at in range(0, len(value), 8)))


def percentage(share: float | Decimal | None) -> str:
    """A share of one as per cent with one decimal; — where there is nothing to divide by."""
    return NOTHING if share is None else f"{Decimal(str(share)) * 100:.1f}%"
