"""Words become numbers: which bit a code has, and which number a division or a unit.

Codes are learned from what enters a library and never forgotten (there are as many as the vocabularies and the
country's divisions have); what is only asked about teaches nothing: an unknown code meets nothing anyway.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.pairs import kernel
from duijie.matching.places import Nearness, nearness_of_code
from duijie.matching.terms import NeedTerms, OfferTerms

NOTHING = 0
"""The number of an unknown unit and of an unknown field: it is like no other."""
WORD = 64
_MOST_UNITS = 1 << 63 - kernel.UNIT
_FIRST_BIT = 63
_NOWHERE = (1 << _FIRST_BIT) - (1 << kernel.LEVEL_ENDS[-1]) | kernel.LEVEL_ENDS[-1]
_KINDS = 4


class Shape(NamedTuple):
    """How many words a row has for sets, and for confirmed projects beyond the first sixteen fields."""

    sets: int
    more_records: int


class FaultyTerms(ValueError):
    """A need or an offer that cannot be compared: the message names it and says what is wrong."""


class Codes:
    """The numbers of codes; needs and offers whose rows are compared share one."""

    def __init__(self) -> None:
        self._bits: tuple[dict[str, int], ...] = tuple({} for _ in range(_KINDS))
        self._kinds = [0] * _KINDS
        self._fields: dict[str, int] = {}
        self._units: dict[str, int] = {"": NOTHING}
        self._paths: dict[str, int] = {"/": 0}
        self._children: Counter[str] = Counter()

    def learn(self, item: NeedTerms | OfferTerms) -> None:
        """Give numbers to all codes of an item.

        Raises:
            FaultyTerms: a division path does not begin and end with a slash, or is too deep.
        """
        try:
            self._learn_codes(item)
        except FaultyTerms as fault:
            raise FaultyTerms(f"{item.id}: {fault}") from fault

    def _learn_codes(self, item: NeedTerms | OfferTerms) -> None:
        self._learn_set(kernel.OF_FIELDS, item.fields)
        self._learn_set(kernel.OF_SUBFIELDS, item.subfields)
        self._learn_set(kernel.OF_BENEFICIARIES, item.beneficiaries)
        if isinstance(item, NeedTerms):
            self._learn_set(kernel.OF_QUALIFICATIONS, item.required_qualifications)
            self._learn_division(item.division_path)
            fields: Iterable[str] = item.fields
        else:
            self._learn_set(kernel.OF_QUALIFICATIONS, item.qualifications)
            for path in (item.home_path, *item.areas, *item.paired_paths):
                self._learn_division(path)
            fields = item.confirmed
        for field in fields:
            self._fields.setdefault(field, len(self._fields) + 1)
        if item.unit not in self._units:
            if len(self._units) == _MOST_UNITS:
                raise FaultyTerms(f"There are more than {_MOST_UNITS} different units.")
            self._units[item.unit] = len(self._units)

    def shape(self) -> Shape:
        """How wide rows are at this moment."""
        used = sum(len(known) for known in self._bits)
        return Shape(max(-(-used // WORD), 1), len(self._fields) // kernel.RECORDS_IN_A_WORD)

    def kinds(self) -> NDArray[np.int64]:
        """Which bits of the sets are of which kind: (kinds, words)."""
        words = self.shape().sets
        return np.array([cut(kind, words) for kind in self._kinds], dtype=np.int64)

    def bits(self, kind: int, codes: Iterable[str]) -> int:
        """A set as bits, of any length; unknown codes are left out."""
        known, found = self._bits[kind], 0
        for code in codes:
            if code in known:
                found |= 1 << known[code]
        return found

    def knows(self, kind: int, codes: frozenset[str]) -> bool:
        """Whether all codes of a set are known."""
        return codes <= self._bits[kind].keys()

    def field(self, field: str) -> int:
        """The number of a field, from 1."""
        return self._fields.get(field, NOTHING)

    def unit(self, unit: str) -> int:
        """The number of a unit, from 1."""
        return self._units.get(unit, NOTHING)

    def area(self, path: str) -> int:
        """A division as an area: its path and where that ends; an unknown one holds nothing."""
        if path == "/":
            return kernel.WHOLE_COUNTRY
        if path not in self._paths:
            return _NOWHERE
        return self._paths[path] | kernel.LEVEL_ENDS[path.count("/") - 2]

    def path(self, path: str) -> int:
        """The number of a division, as far down as it is known."""
        known = (self._paths[prefix] for prefix in reversed(_prefixes(path)) if prefix in self._paths)
        return next(known, 0)

    def nears(self, path: str) -> int:
        """How near another place is that shares 0, 1, 2 … known levels with this one, in four bits each.

        Two paths that are unknown or end below some level are the same there: that makes them no nearer.
        """
        found, near = 0, Nearness.COUNTRY
        prefixes = _prefixes(path)
        for shared, _ in enumerate(kernel.LEVEL_ENDS, start=1):
            if shared <= len(prefixes) and prefixes[shared - 1] in self._paths:
                near = nearness_of_code(prefixes[shared - 1].rsplit("/", 2)[1])
            found |= near << 4 * shared
        return found

    def _learn_set(self, kind: int, codes: Iterable[str]) -> None:
        known = self._bits[kind]
        for code in codes:
            if code not in known:
                known[code] = sum(len(each) for each in self._bits)
                self._kinds[kind] |= 1 << known[code]

    def _learn_division(self, path: str) -> None:
        if path in self._paths:
            return
        above, whole, begins = "/", 0, _FIRST_BIT
        for prefix, ends in zip(_prefixes(path), kernel.LEVEL_ENDS, strict=False):
            if prefix not in self._paths:
                number = self._children[above] + 1
                if number >= 1 << begins - ends:
                    raise FaultyTerms(f"“{above}” has more than {number - 1} divisions below it.")
                self._children[above] = number
                self._paths[prefix] = whole | number << ends
            above, whole, begins = prefix, self._paths[prefix], ends


def cut(whole: int, words: int) -> list[int]:
    """Bits of any length as signed 64-bit words, the lowest first."""
    found = [whole >> WORD * number & (1 << WORD) - 1 for number in range(words)]
    return [word - (1 << WORD) if word >> WORD - 1 else word for word in found]


def _prefixes(path: str) -> list[str]:
    if not path.startswith("/") or not path.endswith("/"):
        raise FaultyTerms(f"The division path “{path}” must begin and end with a slash.")
    parts = path.split("/")[1:-1]
    if len(parts) > len(kernel.LEVEL_ENDS):
        raise FaultyTerms(f"The division path “{path}” is deeper than {len(kernel.LEVEL_ENDS)} levels.")
    return [f"{prefix}/" for prefix in accumulate(f"/{part}" for part in parts)]
