"""What a need states, and what is wrong with it before anything is saved. Plain Python, no clock, no I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from duijie.apps.needs.rules.vocabulary import Form, Maker, PolicyCover, Source, Urgency
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.fields import FIELDS, SUBFIELDS, Aid
from duijie.kernel.privacy.patterns import Kind
from duijie.kernel.privacy.screening import Severity, refusals, screen_text

TITLE_MOST: Final = 60
TEXT_MOST: Final = 500
_SHORTEST_NAME: Final = 2
LARGEST_QUANTITY: Final = Decimal(10) ** 9
LARGEST_FEN: Final = 10**14
_LIMITS: Final = {
    "title": TITLE_MOST,
    "text": TEXT_MOST,
    "unit": 10,
    "not_needed": 200,
    "implementer": 100,
    "policy_name": 100,
    "remaining_gap": 200,
    "contact_office": 100,
    "contact_phone": 30,
    "village_name": 60,
}
_READ_BY_ALL: Final = (
    "title",
    "text",
    "unit",
    "not_needed",
    "implementer",
    "policy_name",
    "remaining_gap",
    "contact_office",
    "village_name",
)
_REQUIRED: Final = ("title", "text", "field", "form", "unit", "division_code")
_LISTS: Final = {
    "field": frozenset(FIELDS),
    "form": frozenset(Form),
    "maker": frozenset(Maker),
    "source": frozenset(Source),
    "urgency": frozenset(Urgency),
    "aid": frozenset(Aid),
}
# an office gives its landline; a mobile number would be somebody's own
_NOT_AN_OFFICE: Final = frozenset({Kind.MOBILE, Kind.ID_NUMBER, Kind.BANK_ACCOUNT, Kind.PAYMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The content of a need as somebody states it; amounts in fen, quantity in `unit`.

    `village_name` is a village that nobody has put on record: the need stands at its township and keeps the name.
    """

    title: str
    text: str
    field: str
    division_code: str
    form: str
    unit: str
    quantity: Decimal = Decimal(1)
    subfield: str = ""
    aid: str = ""
    maker: str = Maker.VILLAGE.value
    source: str = Source.VISIT.value
    total_fen: int | None = None
    secured_fen: int = 0
    beneficiaries: tuple[str, ...] = ()
    households: int | None = None
    persons: int | None = None
    urgency: str = Urgency.NORMAL.value
    wanted_by: date | None = None
    not_needed: str = ""
    implementer: str = ""
    policy_cover: str = ""
    policy_name: str = ""
    remaining_gap: str = ""
    contact_office: str = ""
    contact_phone: str = ""
    village_name: str = ""


FIELDS_OF_NEED: Final = tuple(each.name for each in fields(Particulars))
COVER_FIELDS: Final = ("policy_cover", "policy_name", "remaining_gap")
_TEXTS: Final = frozenset(each.name for each in fields(Particulars) if each.type is str)


def particulars_of(values: Mapping[str, Any]) -> Particulars:
    """The particulars in plain values; texts are trimmed, absent ones left to their defaults.

    Raises:
        RuleBroken: the quantity is no number.
        KeyError: a name that a need does not have.
    """
    if unknown := sorted(set(values) - set(FIELDS_OF_NEED)):
        raise KeyError(f"a need has no {', '.join(unknown)}")
    given: dict[str, Any] = dict.fromkeys(("title", "text", "field", "division_code", "form", "unit"), "")
    given |= {name: value for name, value in values.items() if value is not None}
    for name in _TEXTS & given.keys():
        given[name] = str(given[name]).strip()
    given["quantity"] = _decimal(given.get("quantity", 1))
    given["beneficiaries"] = tuple(dict.fromkeys(str(each) for each in given.get("beneficiaries", ())))
    subfield = SUBFIELDS.get(given.get("subfield", ""))
    given["field"] = given["field"] or (subfield.field if subfield else "")
    given["aid"] = given.get("aid") or (subfield.aid.value if subfield else Aid.RELIEF.value)
    return Particulars(**given)


def particulars_faults(stated: Particulars, *, today: date | None = None) -> Iterator[RuleBroken]:
    """Everything that is wrong, each beside its field; `today` only where a date must not lie in the past."""
    for name in _REQUIRED:
        if not getattr(stated, name):
            yield RuleBroken(mark("Please fill this in."), field=name)
    for name, most in _LIMITS.items():
        if len(getattr(stated, name)) > most:
            yield RuleBroken(mark("At most %(most)s characters, please."), field=name, most=most)
    for name, known in _LISTS.items():
        if getattr(stated, name) and getattr(stated, name) not in known:
            yield RuleBroken(mark("Please choose one of the list."), field=name)
    yield from _classes(stated)
    yield from _numbers(stated)
    yield from _texts(stated)
    if today and stated.wanted_by and stated.wanted_by < today:
        yield RuleBroken(mark("This date has passed."), field="wanted_by")


def cover_faults(policy_cover: str, policy_name: str, remaining_gap: str) -> Iterator[RuleBroken]:
    """政策保障情况: which policy where one covers, and what gap stays where it covers only a part."""
    if policy_cover not in frozenset(PolicyCover):
        yield RuleBroken(mark("Please choose one of the list."), field="policy_cover")
    if policy_cover in {PolicyCover.PARTLY, PolicyCover.COVERED} and not policy_name.strip():
        yield RuleBroken(mark("Please name the policy."), field="policy_name")
    if policy_cover == PolicyCover.PARTLY and not remaining_gap.strip():
        yield RuleBroken(mark("Please say what gap remains after the policy."), field="remaining_gap")


def publishing_faults(policy_cover: str, *, is_checked: bool) -> Iterator[RuleBroken]:
    """Policy before charity: nothing is published before it is stated, and checked, how far policies cover it."""
    if not policy_cover or not is_checked:
        yield RuleBroken(mark("State first how far policies cover this need."), field="opinion")
    elif policy_cover == PolicyCover.COVERED:
        yield RuleBroken(mark("A policy covers this need: refer it to the policy instead."), field="opinion")


def text_faults(**texts: str) -> Iterator[RuleBroken]:
    """What stands in texts that others read: numbers of persons, accounts, ways to pay."""
    for name, text in texts.items():
        yield from refusals(screen_text(text), field=name)


def identity_faults(title: str, text: str, *identifying: str) -> Iterator[RuleBroken]:
    """A need is public, the household behind it is not: its name, phone and house stand nowhere in the need."""
    for field, written in (("title", title), ("text", text)):
        if any(len(each) >= _SHORTEST_NAME and each in written for each in identifying):
            sentence = mark("This would show the household that asks. Write it without name, phone and house.")
            yield RuleBroken(sentence, field=field)


def _classes(stated: Particulars) -> Iterator[RuleBroken]:
    subfield = SUBFIELDS.get(stated.subfield)
    if stated.subfield and (subfield is None or subfield.field != stated.field):
        yield RuleBroken(mark("This kind does not belong to the field."), field="subfield")
    if not set(stated.beneficiaries) <= set(BENEFICIARIES):
        yield RuleBroken(mark("Please choose one of the list."), field="beneficiaries")
    if stated.policy_cover:
        yield from cover_faults(stated.policy_cover, stated.policy_name, stated.remaining_gap)


def _numbers(stated: Particulars) -> Iterator[RuleBroken]:
    if not 0 < stated.quantity <= LARGEST_QUANTITY:
        yield RuleBroken(mark("Please give a number above zero."), field="quantity")
    elif stated.quantity != stated.quantity.quantize(Decimal("0.01")):
        yield RuleBroken(mark("At most two decimals, please."), field="quantity")
    for name, most in (
        ("total_fen", LARGEST_FEN),
        ("secured_fen", LARGEST_FEN),
        ("households", 10**9),
        ("persons", 10**9),
    ):
        if not 0 <= (getattr(stated, name) or 0) <= most:
            yield RuleBroken(mark("This number cannot be right."), field=name)
    if stated.total_fen is not None and stated.secured_fen > stated.total_fen:
        yield RuleBroken(mark("More is secured than the whole costs."), field="secured_fen")


def _texts(stated: Particulars) -> Iterator[RuleBroken]:
    yield from text_faults(**{name: getattr(stated, name) for name in _READ_BY_ALL})
    for finding in screen_text(stated.contact_phone):
        if finding.severity is Severity.REFUSE and finding.kind in _NOT_AN_OFFICE:
            yield RuleBroken(mark("Give the number of an office, not of a person."), field="contact_phone")
            return


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise RuleBroken(mark("Please give a number above zero."), field="quantity") from None
