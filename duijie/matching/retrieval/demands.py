"""A caller's `Where` → numbers that the kernels compare, and the ranges of places that can pass."""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.codes import FORMS, Codes
from duijie.matching.retrieval.documents import ALWAYS_BEGUN, NEVER_ENDS, Where, check_path
from duijie.matching.retrieval.errors import RetrievalError
from duijie.matching.retrieval.passing import cells_at
from duijie.matching.retrieval.questions import Demand
from duijie.matching.retrieval.segment import FORMS_FROM, KEY_COUNTY, STANDING, Cells

_NONE = -(2**31)
_EVERY_BIT = 2**31 - 1


def demand_of(where: Where, codes: Codes) -> Demand | None:
    """The demands on columns; None when no document can meet them."""
    _check(where)
    if not codes.qualifications.knows(where.required):
        return None
    held = _EVERY_BIT if where.held is None else codes.qualifications.mask(where.held)
    unknown_form = 1 << FORMS  # asks for a form that no document has: only documents of any form pass
    return Demand(
        flags_set=STANDING * where.in_good_standing | KEY_COUNTY * where.for_key_counties,
        flags_unset=0 if where.in_key_county else KEY_COUNTY,
        forms=((codes.forms.mask(where.forms) or unknown_form) << FORMS_FROM) if where.forms else 0,
        required=codes.qualifications.mask(where.required),
        refused=_EVERY_BIT & ~held,
        capacity=_NONE if where.least_capacity is None else where.least_capacity,
        begins_by=NEVER_ENDS if where.begins_by is None else where.begins_by,
        open_on=ALWAYS_BEGUN + _NONE if where.open_on is None else where.open_on,
    )


def ranges_of(where: Where, codes: Codes, cells: Cells) -> NDArray[np.int64]:
    """Where the documents of the wanted groups and reaches lie: int64 (ranges, 2), in order."""
    groups, reaches = codes.wanted_groups(where), codes.wanted_reaches(where)
    if groups is None and reaches is None:
        return cells.bounds[[0, -1]].reshape(1, 2)
    wanted_groups = np.arange(len(codes.groups)) if groups is None else np.array(groups, np.int64)
    if reaches is None:
        begin = cells.keys.searchsorted(wanted_groups << 32)
        end = cells.keys.searchsorted((wanted_groups + 1) << 32)
        return cells.bounds[np.stack([begin, end], axis=1)[begin < end]]
    return cells_at(wanted_groups << 32, np.array(reaches, np.int64), cells)


def _check(where: Where) -> None:
    for path in (*(() if where.at is None else (where.at,)), *(where.within or ())):
        check_path(path)
    for name in ("open_on", "begins_by", "least_capacity"):
        value = getattr(where, name)
        if value is not None and (type(value) is not int or not _NONE <= value <= NEVER_ENDS):
            raise RetrievalError(f"{name} must be a whole number of at most 31 bits, not {value!r}.")
