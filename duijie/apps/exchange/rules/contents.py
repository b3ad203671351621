"""What the facts of a published record say about a need or an offer elsewhere. Plain Python.

Facts come from another platform: that it stated them is proven, that they make sense is not. What cannot be read is
refused in one sentence, and the record is kept without a row.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from duijie.apps.records.rules import ERASURE, Fact

Facts = Mapping[str, Fact]
NEED, OFFER = "needs.need.", "offers.offer."
PUBLISH_NEED, PUBLISH_OFFER = f"{NEED}publish", f"{OFFER}publish"
ERASE = ERASURE
LONGEST_TEXT = 2000
_MOST = Decimal(10) ** 9


class Unreadable(ValueError):
    """A fact is not what it should be; the message is one sentence."""


def _text(most: int) -> Callable[[str, Fact], str]:
    def read(name: str, value: Fact) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most or "\0" in value:
            raise Unreadable(f"{name} is no text of at most {most} characters")
        return value

    return read


def _quantity(name: str, value: Fact) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and 0 <= found < _MOST):
        raise Unreadable(f"{name} is no quantity")
    return found


def _amount(name: str, value: Fact) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise Unreadable(f"{name} is no amount in fen")


def _day(name: str, value: Fact) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Unreadable(f"{name} is no date") from None


def _codes(name: str, value: Fact) -> list[str]:
    return [code for code in _text(LONGEST_TEXT)(name, value).split(",") if code]


_CODE, _LINE, _WORDS = _text(40), _text(200), _text(LONGEST_TEXT)
NEED_FIELDS: Mapping[str, Callable[[str, Fact], object]] = {
    "number": _CODE,
    "title": _LINE,
    "text": _WORDS,
    "field": _CODE,
    "subfield": _CODE,
    "aid": _CODE,
    "form": _CODE,
    "track": _CODE,
    "urgency": _CODE,
    "policy_cover": _CODE,
    "state": _CODE,
    "unit": _CODE,
    "place": _LINE,
    "quantity": _quantity,
    "met": _quantity,
    "total_fen": _amount,
    "wanted_by": _day,
    "beneficiaries": _codes,
}
OFFER_FIELDS: Mapping[str, Callable[[str, Fact], object]] = {
    "number": _CODE,
    "title": _LINE,
    "text": _WORDS,
    "field": _CODE,
    "subfield": _CODE,
    "aid": _CODE,
    "state": _CODE,
    "unit": _CODE,
    "organization": _LINE,
    "registration": _CODE,
    "areas": _WORDS,
    "capacity": _quantity,
    "beneficiaries": _codes,
}


def read_facts(facts: Facts, fields: Mapping[str, Callable[[str, Fact], object]]) -> dict[str, object]:
    """Those of the facts that a row has a place for; the others stay in the record only.

    Raises:
        Unreadable: one is not what it should be.
    """
    return {name: read(name, facts[name]) for name, read in fields.items() if name in facts}


def missing_in(values: Mapping[str, object], needed: tuple[str, ...]) -> str:
    """The first value without which there is nothing to show; "" when all are there."""
    return next((name for name in needed if not values.get(name)), "")
