"""Need lists between upload and confirmation, and the layouts that an office has mapped before."""

import base64

from django.db.models import QuerySet

from duijie.apps.needs.importing.form import empty_form
from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.places import Place
from duijie.apps.needs.importing.reading import ParsedList, read_workbook
from duijie.apps.needs.models import ImportBatch, ImportMapping
from duijie.apps.needs.rules.lists import RETURN_LIST
from duijie.apps.needs.rules.needs import IMPORT
from duijie.apps.needs.selectors.named_places import DivisionFinder
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, code_of_path, paths_above
from duijie.apps.regions.selectors import children
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, NotFound, mark


def batches_of(actor: Actor) -> QuerySet[ImportBatch]:
    """The lists that the actor's offices have uploaded, and those that he has sent back; not those thrown away."""
    rows = ImportBatch.objects.exclude(state=ImportBatch.State.DROPPED).defer("content")
    return _visible(actor, rows).order_by("-created_at")


def batch_by_number(actor: Actor, number: str) -> ImportBatch:
    """The list of a number.

    Raises:
        NotFound: there is none, or it is another office's.
    """
    batch = _visible(actor, ImportBatch.objects.filter(number=number.upper())).first()
    if batch is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return batch


def _visible(actor: Actor, rows: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    return visible(actor, IMPORT, rows.filter(is_returned=False)) | visible(actor, RETURN_LIST, rows)


def read_batch(batch: ImportBatch) -> ParsedList:
    """The list as it reads now, by the columns that the clerk chose or that his office has mapped before.

    Raises:
        Conflict: the list has been dealt with and its content is gone.
        RuleBroken: the file cannot be read (beside `file`).
    """
    if batch.content is None:
        raise Conflict(mark("This list has been dealt with already."))
    return read_workbook(
        base64.b64decode(batch.content),
        resolve_division=DivisionFinder(batch.division_path),
        mapping=ColumnMapping.from_json(batch.choices) if batch.choices else None,
        remembered=remembered_mappings(batch.division_path),
        today=today(),
        field="file",
    )


def remembered_mappings(office_path: str) -> dict[str, ColumnMapping]:
    """The layouts that an office has mapped, by the digest of their headers."""
    rows = ImportMapping.objects.filter(office_path=office_path)
    return {row.headers_digest: ColumnMapping.from_json(row.mapping) for row in rows}


def form_for(actor: Actor) -> bytes:
    """The empty form (.xlsx) with the actor's county as example and its townships as a drop-down."""
    above = Division.objects.in_bulk([code_of_path(path) for path in paths_above(actor.division_path)])
    names = {division.level: division.name for division in above.values()}
    county = next((each.code for each in above.values() if each.level == Level.COUNTY), "")
    place = Place(*(names.get(level, "") for level in Level))
    return empty_form(place=place, townships=[each.name for each in children(county)] if county else ())
