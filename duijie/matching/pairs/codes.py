"""Words become numbers: which bit a code has, and which number a division or a unit.

Codes are learned from what enters a library and never forgotten (there are as many as the vocabularies and the
country's divisions have); what is only asked about teaches nothing: an unknown code meets nothing anyway.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from duijie.matching.pairs import kernel
from duijie.matching.places import Nearness, nearness_of_code
from duijie.matching.terms import NeedTerms, OfferTerms

UNKNOWN, UNKNOWN_FIELD = -1, 0
WORD = 64
_FIELDS_IN_A_WORD = 16
_FIRST_BIT = 63
_NOWHERE = (1 << _FIRST_BIT) - (1 << kernel.LEVEL_ENDS[-1]) | kernel.LEVEL_ENDS[-1]


class FaultyTerms(ValueError):
    """A need or an offer that cannot be compared: the message names it and says what is wrong."""


class Codes:
    """The numbers of codes; needs and offers whose rows are compared share one."""

    def __init__(self) -> None:
        self.fields: dict[str | None, int] = {None: UNKNOWN_FIELD}
        self.subfields: dict[str, int] = {}
        self.beneficiaries: dict[str, int] = {}
        self.qualifications: dict[str, int] = {}
        self._units: dict[str, int] = {"": 0}
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
        _learn(self.subfields, item.subfields)
        _learn(self.beneficiaries, item.beneficiaries)
        _learn(self._units, (item.unit,))
        if isinstance(item, NeedTerms):
            _learn(self.fields, item.fields)
            _learn(self.qualifications, item.required_qualifications)
            self._learn_division(item.division_path)
        else:
            _learn(self.fields, (*item.fields, *item.confirmed))
            _learn(self.qualifications, item.qualifications)
            for path in (item.home_path, *item.areas, *item.paired_paths):
                self._learn_division(path)

    def starts(self) -> NDArray[np.int64]:
        """The columns at which the sets of a row begin, and where the last one ends."""
        sizes = (len(self.fields), len(self.subfields), len(self.beneficiaries), len(self.qualifications))
        words = [max(-(-size // WORD), 1) for size in sizes]
        words.append(max(-(-len(self.fields) // _FIELDS_IN_A_WORD), 1))
        return np.array(list(accumulate(words, initial=kernel.FIXED)), dtype=np.int64)

    def unit(self, unit: str) -> int:
        """The number of a unit, 0 without one."""
        return self._units.get(unit, UNKNOWN)

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


def bits(codes: Iterable[str], known: Mapping[str | None, int] | Mapping[str, int]) -> int:
    """A set as bits, of any length; unknown codes are left out."""
    found = 0
    for code in codes:
        if code in known:
            found |= 1 << known[code]
    return found


def _learn(known: dict[str, int] | dict[str | None, int], codes: Iterable[str]) -> None:
    for code in codes:
        if code not in known:
            known[code] = len(known)


def _prefixes(path: str) -> list[str]:
    if not path.startswith("/") or not path.endswith("/"):
        raise FaultyTerms(f"The division path “{path}” must begin and end with a slash.")
    parts = path.split("/")[1:-1]
    if len(parts) > len(kernel.LEVEL_ENDS):
        raise FaultyTerms(f"The division path “{path}” is deeper than {len(kernel.LEVEL_ENDS)} levels.")
    return [f"{prefix}/" for prefix in accumulate(f"/{part}" for part in parts)]
