"""Numbers for the caller's codes: sets of fields, sets of areas, and bits for forms and qualifications.

Numbers only ever grow while an index lives, so that whoever searches needs no lock.
"""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.documents import Profile, Where
from duijie.matching.retrieval.errors import RetrievalError

FORMS, QUALIFICATIONS = 16, 31
_LAST = "\U0010ffff"
_ANYWHERE = "/"


class Bits:
    """One bit a code, up to a limit."""

    def __init__(self, what: str, limit: int, known: Iterable[str] = ()) -> None:
        self._what, self._limit = what, limit
        self.bit_of = {code: bit for bit, code in enumerate(known)}

    def learn(self, codes: frozenset[str]) -> int:
        """The mask of a document's codes."""
        mask = 0
        for code in sorted(codes):
            if len(self.bit_of) == self._limit and code not in self.bit_of:
                raise RetrievalError(f"There may be {self._limit} {self._what} in one index, {code!r} is one too many.")
            mask |= 1 << self.bit_of.setdefault(code, len(self.bit_of))
        return mask

    def mask(self, codes: frozenset[str]) -> int:
        """The mask of those that some document has."""
        return sum(1 << self.bit_of[code] for code in codes if code in self.bit_of)

    def knows(self, codes: frozenset[str]) -> bool:
        """Whether every one of them is some document's."""
        return codes <= self.bit_of.keys()


class Codes:
    """All codes of an index. A set of fields is a group, a set of areas a reach; both are numbered."""

    def __init__(self, forms: Iterable[str] = (), qualifications: Iterable[str] = ()) -> None:
        self.forms = Bits("forms", FORMS, forms)
        self.qualifications = Bits("qualifications", QUALIFICATIONS, qualifications)
        self.groups: dict[tuple[str, ...], int] = {}
        self.reaches: dict[tuple[str, ...], int] = {}
        self._groups_of: dict[str, list[int]] = {}
        self._reaches_of: dict[str, list[int]] = {}
        self._paths: list[str] = []

    def learn(self, profiles: Iterable[Profile]) -> None:
        """Number what is new in these profiles, in sorted order, so that neighbours get neighbouring numbers."""
        given = list(profiles)
        self.number(
            sorted({group_of(profile) for profile in given} - self.groups.keys()),
            sorted({reach_of(profile) for profile in given} - self.reaches.keys()),
        )

    def number(self, groups: Iterable[tuple[str, ...]], reaches: Iterable[tuple[str, ...]]) -> None:
        """Give these groups and reaches, which have none yet, the next numbers."""
        for group in groups:
            number = self.groups[group] = len(self.groups)
            for name in group or ("",):
                self._groups_of.setdefault(name, []).append(number)
        for reach in reaches:
            number = self.reaches[reach] = len(self.reaches)
            for path in reach:
                self._reaches_of.setdefault(path, []).append(number)
        if len(self._paths) != len(self._reaches_of):
            self._paths = sorted(self._reaches_of)

    def renumbered(self, keys: NDArray[np.int64]) -> tuple["Codes", NDArray[np.int64]]:
        """Codes of the groups and reaches in these cell keys alone, numbered in sorted order, and the keys in them."""
        fresh = Codes(self.forms.bit_of, self.qualifications.bit_of)
        used, which = np.unique(keys, return_inverse=True)
        groups, reaches = list(self.groups), list(self.reaches)
        cells = [(groups[key >> 32], reaches[key & 0xFFFFFFFF]) for key in used.tolist()]
        fresh.number(sorted({group for group, _ in cells}), sorted({reach for _, reach in cells}))
        numbers = ((fresh.groups[group] << 32) | fresh.reaches[reach] for group, reach in cells)
        return fresh, np.fromiter(numbers, np.int64, len(cells))[which]

    def key(self, profile: Profile) -> int:
        """The key of a profile's cell; the profile must have been learned."""
        return (self.groups[group_of(profile)] << 32) | self.reaches[reach_of(profile)]

    def wanted_groups(self, where: Where) -> list[int] | None:
        """The groups that a search takes; None when it takes all."""
        if not where.fields:
            return None
        return sorted({number for name in ("", *where.fields) for number in self._groups_of.get(name, ())})

    def wanted_reaches(self, where: Where) -> list[int] | None:
        """The reaches that a search takes; None when it takes all."""
        found: set[int] | None = None
        if where.at is not None:
            parts = where.at.split("/")
            prefixes = ("/".join([*parts[:end], ""]) for end in range(1, len(parts)))
            found = {number for prefix in prefixes for number in self._reaches_of.get(prefix, ())}
        if where.within is not None and _ANYWHERE not in where.within:
            inside = {number for area in where.within for number in self._inside(area)}
            found = inside if found is None else found & inside
        return None if found is None else sorted(found)

    def _inside(self, area: str) -> Iterable[int]:
        paths = self._paths
        for path in paths[bisect_left(paths, area) : bisect_left(paths, area + _LAST)]:
            yield from self._reaches_of[path]


def group_of(profile: Profile) -> tuple[str, ...]:
    """The fields of a profile in order; none means any."""
    return tuple(sorted(profile.fields))


def reach_of(profile: Profile) -> tuple[str, ...]:
    """The areas of a profile in order; none means anywhere."""
    return tuple(sorted(set(profile.areas))) or (_ANYWHERE,)
