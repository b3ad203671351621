"""Our log with its records as one file that is carried by hand, where no network connects two platforms."""

from datetime import UTC
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models.functions import TruncDate

from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import published_records
from duijie.apps.records.rules import PUBLISHED
from duijie.apps.records.sequencing import logs
from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.carrying import carried_files
from duijie.ledger.following.records import records_path


def write_carried(file: Path, year: int, first: int) -> int:
    """Write what a follower who has the first leaves of a year's log needs to have all; returns the log's size.

    Raises:
        LogDamaged: there is no such log, it has fewer leaves, or its files cannot be read.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as carried:
        return add_log(carried, year, first)


def add_log(carried: ZipFile, year: int, first: int) -> int:
    """The same into a file that is being written."""
    origin = logs.origin_of(year)
    place, folder = logs.path_of(origin), logs.folder_of(origin)
    size = folder.checkpoint().size
    if first > size:
        raise LogDamaged(f"{origin} has {size} leaves, not {first}.")
    for name, data in carried_files(folder, first):
        carried.writestr(f"{place}/{name}", data)
    new = Leaf.objects.filter(log__origin=origin, index__gte=first, index__lt=size, kind__in=PUBLISHED)
    days = new.values_list(TruncDate("hour", tzinfo=UTC), "kind").distinct().order_by()
    for day, kind in sorted(days):
        with carried.open(f"{place}/{records_path(day.isoformat(), kind)}", "w", force_zip64=True) as records:
            records.writelines(map(bytes, published_records(origin, day, kind, first) or ()))
    return size
