"""The columns of an offer list, as offices and organizations know them (DOMAIN: offer list), always in Chinese."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext, override

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.rules.vocabulary import FORMS, MODES, QUALIFICATIONS
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_names
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.kernel.lists.returned import MARK

NUMBER: Final = "number"
STATE, LEFT = "state", "left"
READ_ONLY: Final = frozenset({STATE, LEFT})
YES: Final = "是"
_FEN: Final = 100
_AMOUNTS: Final = frozenset({"capacity", LEFT, "budget_fen"})

Cell = str | float | date | None


class Column(NamedTuple):
    """A column: the particular of an offer that it speaks of, its header, its width."""

    name: str
    label: str
    width: int = 12


COLUMNS: Final = (
    Column(STATE, "状态", 10),
    Column("title", "项目名称", 26),
    Column("field", "领域"),
    Column("subfield", "细分领域", 14),
    Column("text", "服务内容", 44),
    Column("beneficiaries", "服务对象", 16),
    Column("forms", "提供形式"),
    Column("areas", "服务地区", 24),
    Column("key_counties_only", "只面向重点帮扶县", 10),
    Column("mode", "服务方式"),
    Column("capacity", "承接能力", 10),
    Column("unit", "单位", 8),
    Column(LEFT, "剩余", 8),
    Column("available_from", "开始时间"),
    Column("available_to", "结束时间"),
    Column("budget_fen", "预算(元)"),
    Column("qualifications", "资质要求", 16),
    Column("requirements", "受助方需具备", 20),
    Column("contact_office", "联系单位", 20),
    Column("contact_phone", "联系电话", 16),
)
LABELS: Final[Mapping[str, str]] = {
    NUMBER: "供给项目编号",
    **{each.name: each.label for each in COLUMNS},
    MARK: "系统标记",
}
SENT: Final = tuple(each.name for each in COLUMNS)
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "field": {code: each.label for code, each in FIELDS.items()},
    "subfield": {code: each.label for code, each in SUBFIELDS.items()},
    "beneficiaries": BENEFICIARIES,
    "forms": FORMS,
    "mode": MODES,
    "qualifications": QUALIFICATIONS,
}


def cells_of(offers: Sequence[Offer]) -> list[dict[str, Cell]]:
    """The cells of each offer by the names of their columns."""
    places = full_names(code_of_path(path) for each in offers for path in each.areas)
    with override("zh-hans"):
        return [{each.name: _cell(offer, each.name, places) for each in COLUMNS} for offer in offers]


def _cell(offer: Offer, name: str, places: Mapping[str, str]) -> Cell:
    if name == STATE:
        words = OFFER.states[offer.state]
        return gettext(words)
    if name == "areas":
        return "、".join(places[code] for path in offer.areas if (code := code_of_path(path)) in places)
    value = getattr(offer, name)
    if name in CHOICES:
        codes = value if isinstance(value, list) else [value]
        return "、".join(gettext(CHOICES[name][code]) for code in codes if code in CHOICES[name])
    if name == "key_counties_only":
        return YES if value else ""
    return _amount(offer, name, value) if name in _AMOUNTS else value or None


def _amount(offer: Offer, name: str, value: Any) -> float | None:
    """A number; what is left of an offer that states no capacity is not stated either."""
    if value is None or (name == LEFT and offer.capacity is None):
        return None
    return float(value) / (_FEN if name == "budget_fen" else 1)
