"""Where the copies of followed logs lie: a folder a source, in it one a year."""

from pathlib import Path

from django.conf import settings

from duijie.apps.exchange.models import Source


def folder_of(source: Source, year: int) -> Path:
    """Where the copy of a year's log lies, there or not."""
    return Path(settings.EXCHANGE_FOLDER) / str(source.pk) / str(year)
