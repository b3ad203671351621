"""Lists that came back: read by their marks, laid beside the needs as they are now."""

import base64
from functools import cache

from duijie.apps.needs.exporting import exported_names
from duijie.apps.needs.importing.places import FoundPlace
from duijie.apps.needs.importing.returned import ReturnedList, read_returned
from duijie.apps.needs.models import ImportBatch
from duijie.apps.needs.selectors.judging import Judge
from duijie.apps.needs.selectors.named_places import DivisionFinder
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, mark
from duijie.kernel.lists.verdicts import Review


def returned_list(data: bytes, office_path: str) -> ReturnedList | None:
    """The list if its rows went out of the platform, else None.

    Raises:
        RuleBroken: the file cannot be read (beside `file`).
    """
    finder = cache(lambda: DivisionFinder(office_path))  # a province has many places, and most lists name none anew

    def find(*names: str) -> FoundPlace | None:
        return finder()(*names)

    return read_returned(
        data,
        names=exported_names(),
        resolve_division=find,
        today=today(),
        field="file",
    )


def review_of(actor: Actor, batch: ImportBatch) -> Review:
    """Every row of a returned list beside its need as it is now.

    Raises:
        Conflict: the list has been dealt with and its content is gone.
    """
    listed = None if batch.content is None else returned_list(base64.b64decode(batch.content), batch.division_path)
    if listed is None:
        raise Conflict(mark("This list has been dealt with already."))
    return Judge(actor, batch, listed).review()
