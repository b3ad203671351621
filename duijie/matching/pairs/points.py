"""The points of the rule score as one table of whole numbers, asked of `scoring` itself, so that they stand once."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from duijie.matching import scoring
from duijie.matching.pairs import kernel
from duijie.matching.places import Nearness
from duijie.matching.reasons import MAXIMA
from duijie.matching.terms import Form, Level, Mode, NeedTerms, OfferTerms, Registration, Urgency

_HOME = "/11/1111/111111/111111111/"
_SHARED = dict.fromkeys(Nearness, _HOME) | {
    Nearness.COUNTRY: "/",
    Nearness.PROVINCE: "/11/",
    Nearness.PREFECTURE: "/11/1111/",
    Nearness.COUNTY: "/11/1111/111111/",
}
_DAY = date(2000, 1, 1)
LEVELS, URGENCIES, REGISTRATIONS, FORMS = tuple(Level), tuple(Urgency), tuple(Registration), tuple(Form)
"""The order in which the rows number these choices."""


@cache
def tables() -> NDArray[np.int64]:
    """The points by what was found, laid out as `kernel` says."""
    parts: list[tuple[int, Iterable[int]]] = [
        (kernel.AT_FIELD, _fields()),
        (kernel.AT_PEOPLE, _people()),
        (kernel.AT_PLACE, _places()),
        (kernel.AT_RECORD, _records()),
        (kernel.AT_DIRECTION, _directions()),
        (kernel.AT_LEVEL, (scoring.tilts(_need(level=level))[0].points for level in LEVELS)),
        (kernel.AT_COUNTY, (scoring.tilts(_need(is_key_county=yes))[1].points for yes in (False, True))),
        (kernel.AT_HARDSHIP, (scoring.tilts(_need(in_hardship=yes))[2].points for yes in (False, True))),
        (kernel.AT_MAXIMA, MAXIMA.values()),
        (kernel.AT_BEARABLE, (max(scoring.DAYS_TO_WAIT.values()) + 1,)),
        (kernel.AT_SHARES, _shares()),
        (kernel.AT_DATES, _dates()),
    ]
    found: list[int] = []
    for at, points in parts:
        if len(found) != at:
            raise AssertionError(f"The points at {at} begin at {len(found)}.")
        found.extend(points)
    return np.array(found, dtype=np.int64)


def _need(**changes: object) -> NeedTerms:
    given = {"id": "", "title": "", "field": "field", "division_path": _HOME, "form": Form.GOODS, **changes}
    return NeedTerms(**given)  # type: ignore[arg-type]


def _offer(**changes: object) -> OfferTerms:
    return OfferTerms(**{"id": "", "organization_id": "", "title": "", **changes})  # type: ignore[arg-type]


def _fields() -> list[int]:
    return [scoring.field(_need(), _offer(fields=fields)).points for fields in (frozenset(), frozenset({"field"}))]


def _people() -> list[int]:
    """Open to all, meant for others, meant for the same."""
    need = _need(beneficiaries=frozenset({"elderly"}))
    meant_for: tuple[frozenset[str], ...] = (frozenset(), frozenset({"children"}), frozenset({"elderly"}))
    return [scoring.beneficiaries(need, _offer(beneficiaries=people)).points for people in meant_for]


def _places() -> Iterable[int]:
    for near, paired, remote, named in product(Nearness, (False, True), (False, True), (False, True)):
        offer = _offer(
            home_path=_SHARED[near],
            paired_paths=(_HOME,) if paired else (),
            mode=Mode.REMOTE if remote else Mode.ONSITE,
            areas=(_HOME,) if named else (),
        )
        yield scoring.place(_need(), offer).points


def _records() -> list[int]:
    return [
        scoring.record(_need(), _offer(confirmed={"elsewhere": count})).points for count in range(kernel.ENOUGH + 1)
    ]


def _directions() -> Iterable[int]:
    for level, near, is_key, is_eastern in product(REGISTRATIONS, Nearness, (False, True), (False, True)):
        offer = _offer(registration_level=level, home_path=_SHARED[near], is_eastern=is_eastern)
        yield scoring.direction(_need(is_key_county=is_key), offer).points


def _shares() -> Iterable[int]:
    """By how many sub-fields are asked for, and how many of them are shared; more than asked never happens."""
    for asked, shared in product(range(kernel.SHARES), range(kernel.SHARES)):
        need = _need(subfields=frozenset(str(number) for number in range(asked)))
        offer = _offer(subfields=frozenset(str(number) for number in range(shared)))
        yield scoring.subfield(need, offer).points


def _dates() -> Iterable[int]:
    longest = max(scoring.DAYS_TO_WAIT.values())
    for urgency, days in product(URGENCIES, range(longest + 1)):
        begins = _DAY + timedelta(days=days)
        yield scoring.dates(_need(urgency=urgency), _offer(available_from=begins), _DAY).points
