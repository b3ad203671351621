"""The only clock: nothing else asks for the time, so a test (or the demo's past) can move it in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_shift: ContextVar[timedelta] = ContextVar("_shift", default=timedelta(0))


def now() -> datetime:
    """Now, aware."""
    return timezone.now() + _shift.get()


def today() -> date:
    """The date in the platform's time zone."""
    return timezone.localdate(now())


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let acts happen at another time; only the demo may, for its invented past (an architecture test holds to it)."""
    token = _shift.set(by)
    try:
        yield
    finally:
        _shift.reset(token)
