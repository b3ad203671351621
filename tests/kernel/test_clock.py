"""The only clock: aware, in the platform's time zone, and moved by nobody but the demo."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from duijie.kernel.clock import moved, now, today


def test_the_clock_is_aware():
    assert now().utcoffset() is not None


@pytest.mark.parametrize(("hour", "day"), [(15, 21), (16, 22), (23, 22)])
def test_the_day_begins_in_china(hour, day):
    with time_machine.travel(datetime(2026, 11, 21, hour, 30, tzinfo=UTC), tick=False):
        assert today() == date(2026, 11, day)


def test_a_moved_clock_comes_back_also_after_an_error():
    def fail_nine_days_ago():
        with moved(timedelta(days=-9)):
            assert now() == before - timedelta(days=9)
            raise RuntimeError

    with time_machine.travel(datetime(2026, 11, 21, tzinfo=UTC), tick=False):
        before = now()
        with pytest.raises(RuntimeError):
            fail_nine_days_ago()
        assert now() == before
