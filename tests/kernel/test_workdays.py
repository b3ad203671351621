"""Working days, with the holidays as announced and without."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.workdays import add_working_days, hours_after, is_working_day

days = st.dates(date(2004, 1, 1), date(2040, 12, 31))


def test_the_national_day_week_is_not_counted() -> None:
    assert add_working_days(date(2025, 9, 30), 1) == date(2025, 10, 9)


def test_a_sunday_worked_instead_counts() -> None:
    assert is_working_day(date(2025, 9, 28))
    assert add_working_days(date(2025, 9, 27), 1) == date(2025, 9, 28)


def test_beyond_the_announced_years_weekdays_count() -> None:
    assert add_working_days(date(2035, 9, 28), 5) == date(2035, 10, 5)
    assert not is_working_day(date(2035, 9, 29))


def test_no_working_days_later_is_the_same_day() -> None:
    assert add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)


def test_the_past_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="past"):
        add_working_days(date(2026, 1, 5), -1)


@given(days, st.integers(1, 90))
def test_the_day_found_is_a_working_day_and_so_many_lie_between(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    between = ((end - start).days - offset for offset in range((end - start).days))
    assert sum(is_working_day(start + timedelta(days=offset)) for offset in between) == count


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_waiting_twice_is_waiting_for_the_sum(start: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)


def test_forty_eight_hours_run_through_the_night() -> None:
    evening = datetime(2026, 9, 30, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert hours_after(evening, 48) == datetime(2026, 10, 2, 10, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        hours_after(datetime(2026, 9, 30, 18, 0), 48)  # noqa: DTZ001
