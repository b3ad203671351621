"""The only clock: nothing else in the house asks for the time, so a test can move it in one place."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Now, aware."""
    return timezone.now()


def today() -> date:
    """The date in the platform's time zone."""
    return timezone.localdate()
