"""What a cell of an offer list says: words become codes, names of places paths, amounts fen."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext, override

from duijie.apps.offers.lists.columns import CHOICES, READ_ONLY, YES
from duijie.apps.regions.models import Division
from duijie.apps.regions.selectors import resolve
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lists.returned import READ_ONLY as ONLY_TO_READ
from duijie.kernel.lists.values import date_of, money_of, quantity_of
from duijie.kernel.money import Unit

_BETWEEN = re.compile(r"[、，,；;\n]+")
_SEVERAL = frozenset({"beneficiaries", "forms", "qualifications"})
_YES = frozenset({YES, "yes", "Yes"})
_NO = frozenset({"", "否", "no", "No"})


def value_of(name: str, text: str) -> Any:
    """The particular that a cell's text stands for.

    Raises:
        RuleBroken: it stands for nothing that this column may hold.
    """
    if name in READ_ONLY:
        raise RuleBroken(ONLY_TO_READ)
    if name == "areas":
        return tuple(dict.fromkeys(_path_of(each) for each in _parts(text)))
    if name in CHOICES:
        codes = tuple(dict.fromkeys(_code_of(name, each) for each in _parts(text)))
        return codes if name in _SEVERAL else _one(codes, text)
    if name == "key_counties_only":
        return _is_yes(text)
    reader = _READERS.get(name)
    if reader is None:
        return text
    return reader(text) if text else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _one(codes: tuple[str, ...], text: str) -> str:
    if len(codes) > 1:
        raise RuleBroken(mark("“%(text)s” names several; please leave one."), text=text[:40])
    return codes[0] if codes else ""


def _code_of(name: str, word: str) -> str:
    known = _codes(name)
    if word not in known:
        offered = "、".join(each for each, code in known.items() if each not in CHOICES[name].values())
        code = mark("“%(text)s” is none of the words known here: %(known)s.")
        raise RuleBroken(code, text=word[:40], known=offered or "、".join(known))
    return known[word]


@cache
def _codes(name: str) -> Mapping[str, str]:
    """The code of each word, Chinese or English."""
    with override("zh-hans"):
        chinese = {gettext(label): code for code, label in CHOICES[name].items()}
    return chinese | {label: code for code, label in CHOICES[name].items()}


def _path_of(name: str) -> str:
    division = Division.objects.filter(full_name=name, is_active=True).first() or resolve(name)
    if division is None:
        raise RuleBroken(mark("There is no such place here: %(text)s"), text=name[:60])
    return division.path


def _is_yes(text: str) -> bool:
    if text not in _YES | _NO:
        raise RuleBroken(mark("Please write “%(yes)s”, or leave it empty."), yes=YES)
    return text in _YES


def _capacity_of(text: str) -> Decimal:
    number, unit = quantity_of(text)
    if unit:
        raise RuleBroken(mark("Write the number alone; “%(unit)s” belongs into the column of the unit."), unit=unit)
    return number


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "capacity": _capacity_of,
    "available_from": date_of,
    "available_to": date_of,
    "budget_fen": lambda text: money_of(text, Unit.YUAN),
}
