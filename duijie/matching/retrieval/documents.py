"""What the index knows of a document beside its words, and what a search may demand of it.

The same columns serve both sides. An offer is searched for a need with `at` (its areas must hold the need's division),
`open_on`, `begins_by`, `required` and `in_key_county`; a need is searched for an offer with `within` (it must lie in
one of the offer's areas) and `held`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.errors import RetrievalError

ALWAYS_BEGUN, NEVER_ENDS = 0, 2**31 - 1
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What many documents share. An empty set or tuple means no limit; codes are the caller's own.

    `areas` are division paths such as `/62/6211/`. `is_for_key_counties` says that an offer serves key counties only,
    or that a need lies in one.
    """

    fields: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    is_for_key_counties: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document; days are `date.toordinal()`, both included."""

    id: str
    profile: Profile = Profile()
    capacity: int = 1
    first_day: int = ALWAYS_BEGUN
    last_day: int = NEVER_ENDS
    in_good_standing: bool = True


class Documents(NamedTuple):
    """Many documents as columns: `profile_of[n]` is the place in `profiles` of the n-th; shapes are (documents,)."""

    ids: Sequence[str]
    profiles: Sequence[Profile]
    profile_of: NDArray[np.int32]
    capacity: NDArray[np.int32]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    in_good_standing: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What must hold of a document; None and empty sets demand nothing.

    `fields`: works in one of them, or in any field. `at`: serves this division. `within`: lies in one of these areas,
    and an empty tuple means that there is none. `forms`: comes in one of them, or in any form. `required`: holds every
    one of these qualifications; `held`: asks for none but these. `open_on`: has not ended on this day; `begins_by`: has
    begun on this day. `in_key_county` False refuses what is for key counties only; `for_key_counties` refuses the rest.
    """

    fields: frozenset[str] = frozenset()
    at: str | None = None
    within: tuple[str, ...] | None = None
    forms: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    held: frozenset[str] | None = None
    open_on: int | None = None
    begins_by: int | None = None
    least_capacity: int | None = None
    in_key_county: bool = True
    for_key_counties: bool = False
    in_good_standing: bool = True


def columns(documents: Iterable[Document]) -> Documents:
    """Single documents as columns."""
    rows = list(documents)
    profiles: dict[Profile, int] = {}
    profile_of = [profiles.setdefault(row.profile, len(profiles)) for row in rows]
    return Documents(
        ids=[row.id for row in rows],
        profiles=list(profiles),
        profile_of=np.array(profile_of, np.int32),
        capacity=_whole([row.capacity for row in rows], "capacity"),
        first_day=_whole([row.first_day for row in rows], "first_day"),
        last_day=_whole([row.last_day for row in rows], "last_day"),
        in_good_standing=np.array([row.in_good_standing for row in rows], np.bool_),
    )


def check(documents: Documents) -> None:
    """Refuse columns of different lengths or kinds, profiles that are not there, and paths without their slashes."""
    count = len(documents.ids)
    for name in ("profile_of", "capacity", "first_day", "last_day", "in_good_standing"):
        column: NDArray[np.int32] = getattr(documents, name)
        if column.shape != (count,):
            raise RetrievalError(f"{name} has the shape {column.shape}, and there are {count} documents.")
        if column.dtype != (np.bool_ if name == "in_good_standing" else np.int32):
            raise RetrievalError(f"{name} is of the type {column.dtype}; it must be int32, in_good_standing bool.")
    if count and not 0 <= documents.profile_of.min() <= documents.profile_of.max() < len(documents.profiles):
        raise RetrievalError(f"profile_of points outside the {len(documents.profiles)} profiles.")
    if not all(type(each) is str for each in documents.ids):
        raise RetrievalError("Ids must be strings.")
    for profile in documents.profiles:
        if "" in profile.fields:
            raise RetrievalError("A field's code must not be empty.")
        for path in profile.areas:
            check_path(path)


def check_path(path: str) -> None:
    """Refuse a path that a prefix cannot be compared with."""
    if not (path.startswith("/") and path.endswith("/")):
        raise RetrievalError(f"A division path begins and ends with a slash, this one does not: {path!r}.")


def _whole(values: list[int], name: str) -> NDArray[np.int32]:
    for value in values:
        if type(value) is not int or not _SMALLEST <= value <= _LARGEST:
            raise RetrievalError(f"{name} must be a whole number of at most 31 bits, not {value!r}.")
    return np.array(values, np.int32)
