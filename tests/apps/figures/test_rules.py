"""Success is defined once: cohort, readings and rates, as pure arithmetic."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.figures.rules import (
    GONE_STATES,
    NeedRecord,
    Quarter,
    Rate,
    Ratio,
    by_stratum,
    figures_of,
    met_by_unit,
    quarter_from,
    quarter_of,
    reading_day,
)

DAY = date(2026, 11, 21)


def record(number="N-1", **changes):
    given = {
        "submitted_on": date(2026, 10, 1),
        "verified_on": date(2026, 10, 5),
        "taken_on": None,
        "agreed_on": None,
        "confirmed_on": None,
        "state": "published",
        "asked": Decimal(10),
        "met": Decimal(0),
        "unit": "盏",
        "amount_fen": 1_000_00,
        "strata": {"track": "general"},
        **changes,
    }
    return NeedRecord(number=number, **given)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_every_day_lies_in_one_quarter(day):
    quarter = quarter_of(day)
    assert quarter.first <= day < quarter.end
    assert quarter_from(quarter.code) == quarter
    assert quarter_of(quarter.end - timedelta(days=1)) == quarter


@pytest.mark.parametrize("code", ["", "2026", "2026-5", "26-1", "2026-0", "２０２６-1", "2026-1-1", "abcd-1"])
def test_what_is_no_quarter_is_none(code):
    assert quarter_from(code) is None


def test_a_cohort_is_read_so_many_days_after_its_quarters_last_day():
    assert reading_day(Quarter(2026, 4), 90) == date(2027, 3, 31)


def test_nothing_over_nothing_is_no_rate():
    assert Ratio(0, 0).value is None
    assert figures_of([], DAY).mean_met is None


def test_only_what_had_happened_by_the_day_counts():
    needs = [
        record("N-1", taken_on=DAY, agreed_on=DAY, confirmed_on=DAY, met=Decimal(10)),
        record("N-2", taken_on=DAY + timedelta(days=1), amount_fen=3_000_00),
        record("N-3", amount_fen=None),
    ]
    figures = figures_of(needs, DAY)
    assert figures.by_count[Rate.TAKEN] == Ratio(1, 3)
    assert figures.by_amount[Rate.CONFIRMED] == Ratio(1_000_00, 4_000_00)
    assert figures.mean_met == Fraction(1, 3)
    assert figures_of(needs, DAY + timedelta(days=1)).by_count[Rate.TAKEN] == Ratio(2, 3)


def test_withdrawn_expired_and_referred_needs_stay_in_the_denominator():
    needs = [record(state=state) for state in GONE_STATES]
    figures = figures_of(needs, DAY)
    assert figures.verified == 3
    assert figures.gone == dict.fromkeys(GONE_STATES, 1)


def test_lamps_are_summed_with_lamps_only():
    needs = [record(met=Decimal(12)), record(met=Decimal(3)), record(unit="户", met=Decimal(1))]
    assert met_by_unit(needs) == [("户", 10, 1), ("盏", 20, 13)]


def test_the_parts_of_a_stratum_add_up_to_the_whole():
    needs = [record(strata={"track": "wish"}, taken_on=DAY), record(), record(taken_on=DAY)]
    parts = by_stratum(needs, "track", DAY)
    assert [(name, part.by_count[Rate.TAKEN]) for name, part in parts] == [
        ("general", Ratio(1, 2)),
        ("wish", Ratio(1, 1)),
    ]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.integers(1, 20)), max_size=20))
def test_no_rate_is_above_one(cases):
    needs = [
        record(taken_on=DAY if taken else None, met=Decimal(met), asked=Decimal(asked)) for taken, met, asked in cases
    ]
    figures = figures_of(needs, DAY)
    for ratio in (*figures.by_count.values(), *figures.by_amount.values()):
        assert ratio.value is None or 0 <= ratio.value <= 1
    assert figures.mean_met is None or 0 <= figures.mean_met <= 1
