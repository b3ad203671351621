"""A unit's statement is its own places less those that report by themselves; what is missing is never zero."""

from datetime import date

import pytest

from duijie.apps.exchange.rules.country import (
    Recount,
    counts_of_unit,
    differences,
    is_explained,
    stated_in,
)
from duijie.apps.figures.rules import Quarter
from duijie.apps.figures.rules.places import Counts
from duijie.apps.regions.importing import read_reporting_units
from duijie.apps.regions.rules import UnitKind, segments_of

LIAONING, DALIAN = Counts(9, 6, 5, 4, 50_000), Counts(2, 1, 1, 1, 10_000)
FACTS = {"quarter": "2026-2", "as_of": "2026-09-28", **LIAONING.as_facts()}


def test_a_city_that_reports_by_itself_is_left_out_of_its_province():
    stated = {"21": LIAONING, "2102": DALIAN}
    assert counts_of_unit(stated, ["/21/"], ["/21/2102/"]) == LIAONING - DALIAN
    assert counts_of_unit({"21": LIAONING}, ["/21/"], ["/21/2102/"]) == LIAONING
    assert counts_of_unit(stated, ["/21/2102/"]) == DALIAN


def test_a_unit_without_a_statement_is_not_zero_and_one_without_needs_is():
    assert counts_of_unit({}, ["/21/"]) is None
    assert counts_of_unit({"62": LIAONING}, ["/21/"]) is None
    assert counts_of_unit({"": Counts()}, ["/21/"]) == Counts()


def test_there_are_37_units_and_each_city_is_left_out_of_exactly_one_province():
    units = list(read_reporting_units())
    kinds = [unit.kind for unit in units]
    assert [kinds.count(each) for each in (UnitKind.PROVINCE, UnitKind.CORPS, UnitKind.SEPARATE_CITY)] == [31, 1, 5]
    cities = {unit.name: unit.paths for unit in units if unit.kind == UnitKind.SEPARATE_CITY}
    assert set(cities) == {"大连市", "青岛市", "宁波市", "厦门市", "深圳市"}
    left_out = sorted(path for unit in units for path in unit.excluded)
    assert left_out == sorted(path for paths in cities.values() for path in paths)
    assert all(unit.code.startswith(segments_of(unit.paths[0])[-1]) for unit in units)


def test_a_reading_is_read_whole_or_not_at_all():
    found = stated_in("21", FACTS)
    assert (found.quarter, found.as_of, found.counts) == (Quarter(2026, 2), date(2026, 9, 28), LIAONING)
    for broken in ({"quarter": "2026-7"}, {"as_of": "soon"}, {"verified": "9"}, {"taken": None}, {"met_shares": -1}):
        assert stated_in("21", FACTS | broken) is None


@pytest.mark.parametrize(
    ("recount", "exceeding", "explained"),
    [
        (Recount(9, 6, 4), {}, True),
        (Recount(8, 6, 4), {"verified": 1}, True),  # one was referred to a policy
        (Recount(10, 6, 4), {"verified": -1}, False),
        (Recount(9, 7, 5), {"taken": -1, "confirmed": -1}, True),  # let go, and taken back
        (Recount(9, 5, 4), {"taken": 1}, False),
        (Recount(9, 5, 4, erased=1), {"taken": 1}, True),
        (Recount(9, 6, 3, erased=1), {"confirmed": 1}, False),
    ],
)
def test_a_difference_is_told_and_only_what_records_cannot_show_explains_it(recount, exceeding, explained):
    assert differences(LIAONING, recount) == exceeding
    assert all(is_explained(name, count, recount) for name, count in exceeding.items()) is explained
