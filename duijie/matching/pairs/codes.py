"""Words become numbers: which bit a code has, and which number a division or a unit.

Codes are learned from what enters a library and never forgotten (there are as many as the vocabularies and the
country's divisions have); what is only asked about teaches nothing: an unknown code meets nothing anyway.
"""

from collections.abc import Iterable
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from duijie.matching.pairs import kernel
from duijie.matching.places import nearness_of_code
from duijie.matching.terms import NeedTerms, OfferTerms

UNKNOWN = -1
WORD = 64
_FIELDS_IN_A_WORD = 16


class FaultyTerms(ValueError):
    """A need or an offer that cannot be compared: the message names it and says what is wrong."""


class Codes:
    """The numbers of codes; needs and offers whose rows are compared share one."""

    def __init__(self) -> None:
        self.fields: dict[str, int] = {}
        self.subfields: dict[str, int] = {}
        self.beneficiaries: dict[str, int] = {}
        self.qualifications: dict[str, int] = {}
        self._units: dict[str, int] = {"": 0}
        self._divisions: dict[str, int] = {"/": 0}

    def learn(self, item: NeedTerms | OfferTerms) -> None:
        """Give numbers to all codes of an item.

        Raises:
            FaultyTerms: a division path does not begin and end with a slash, or is too deep.
        """
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
        """The number of a division: its depth in bits 4 to 7, below them how near two are that share it at most."""
        return self._divisions.get(path) or (0 if path == "/" else 1 << 4)

    def levels(self, path: str) -> list[int]:
        """The numbers of a division and all above it, from the province down, 0 where there is none or no known one."""
        prefixes = _prefixes(path)
        found = [self._divisions.get(prefix, 0) for prefix in prefixes]
        return found + [0] * (kernel.DEPTH - len(found))

    def _learn_division(self, path: str) -> None:
        if path in self._divisions:
            return
        for depth, prefix in enumerate(_prefixes(path), start=1):
            if prefix not in self._divisions:
                near = nearness_of_code(prefix.rsplit("/", 2)[1])
                self._divisions[prefix] = len(self._divisions) << 8 | depth << 4 | near


def bits(codes: Iterable[str], known: dict[str, int]) -> int:
    """A set as bits, of any length; unknown codes are left out."""
    found = 0
    for code in codes:
        if code in known:
            found |= 1 << known[code]
    return found


def _learn(known: dict[str, int], codes: Iterable[str]) -> None:
    for code in codes:
        if code not in known:
            known[code] = len(known)


def _prefixes(path: str) -> list[str]:
    if not path.startswith("/") or not path.endswith("/"):
        raise FaultyTerms(f"The division path “{path}” must begin and end with a slash.")
    parts = path.split("/")[1:-1]
    if len(parts) > kernel.DEPTH:
        raise FaultyTerms(f"The division path “{path}” is deeper than {kernel.DEPTH} levels.")
    return [f"{prefix}/" for prefix in accumulate((f"/{part}" for part in parts))]


