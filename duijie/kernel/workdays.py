"""Clocks that count working days: weekends and public holidays left out, the weekends that are worked instead let in.

The holidays of a year are announced in the autumn before it (国务院办公厅关于部分节假日安排的通知). Beyond the last
announced year Monday to Friday count, so a date far ahead may move when the announcement is out.
"""

from datetime import date, datetime, timedelta

import chinese_calendar

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work on a day; by weekday alone where the holidays are not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after a date; the first day itself is not counted (民法典 art. 201).

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError(f"{count} working days lie in the past")
    day = start
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def hours_after(moment: datetime, hours: float) -> datetime:
    """The moment so many hours later, nights and holidays included; both are aware.

    Raises:
        ValueError: the moment names no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} names no time zone")
    return moment + timedelta(hours=hours)
