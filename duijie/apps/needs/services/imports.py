"""Read in a county's need list: kept until the clerk confirms, and nothing is imported before that."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import IntegrityError, transaction

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.needs.importing.reading import ParsedList
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.models import ImportBatch, ImportMapping, Need
from duijie.apps.needs.rules.needs import IMPORT
from duijie.apps.needs.rules.particulars import particulars_of
from duijie.apps.needs.rules.vocabulary import Maker
from duijie.apps.needs.selectors.imports import read_batch
from duijie.apps.needs.services.needs import note_cover
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.writing import Writer
from duijie.apps.notices.rules import Recipient
from duijie.apps.notices.services import notify
from duijie.apps.regions.rules import Level, code_of_path, level_of_path
from duijie.apps.regions.selectors import full_name
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record, record_many
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark

_BATCH = 500
_MAKERS = {Level.VILLAGE: Maker.VILLAGE, Level.TOWNSHIP: Maker.TOWNSHIP}
_SCHOOLS = ("小学", "中学", "学校", "幼儿园", "教学点")


class Outcome(NamedTuple):
    """What became of a list: needs imported, and rows that were here already."""

    imported: int
    known: int


@transaction.atomic
def prepare_import(*, actor: Actor, data: bytes, name: str) -> ImportBatch:
    """Read a list and keep it for the clerk to look at; nothing is imported.

    Raises:
        NotAllowed: the actor imports no lists.
        RuleBroken: this is no list, or a file that cannot be read (beside `file`).
    """
    if actor.id is None:
        raise NotAllowed
    path = actor.division_path
    batch = ImportBatch(uploaded_by_id=actor.id, uploaded_by_label=actor.label, file_name=name[:120])
    batch.division_code, batch.division_path = code_of_path(path), path
    batch.division_name = full_name(batch.division_code)
    require(actor, IMPORT, batch)
    batch.file_digest = hashlib.sha256(data).hexdigest()
    batch.content = base64.b64encode(data).decode("ascii")
    parsed = read_batch(batch)
    _keep(batch, parsed)
    record(actor, "needs.importbatch.prepare", batch, details={"found": batch.found, "faulty": batch.faulty})
    return batch


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, names: Mapping[int, str], unit: str = "") -> ImportBatch:
    """The clerk says which column is what; his office's next list of this layout is read so at once.

    Shapes: `names` by column from 0; `unit` is `yuan` or `wan_yuan` for all amounts, "" as the headers say.
    """
    fresh = _open(actor, batch)
    chosen = read_batch(fresh).mapping.choose(names, unit=unit)
    fresh.choices = chosen.to_json()
    ImportMapping.objects.update_or_create(
        office_path=fresh.division_path,
        headers_digest=chosen.headers_digest,
        defaults={"mapping": chosen.to_json(), "updated_at": now()},
    )
    _keep(fresh, read_batch(fresh))
    record(actor, "needs.importbatch.choose", fresh)
    return fresh


@transaction.atomic
def confirm_import(*, actor: Actor, batch: ImportBatch) -> Outcome:
    """Import the rows that nothing keeps out and send them for verification; rows that are here already change nothing.

    Raises:
        RuleBroken: no row can be imported.
        Conflict: the batch is done, or somebody imports the same list at this moment.
    """
    fresh = _open(actor, batch)
    rows = read_batch(fresh).ready
    if not rows:
        raise RuleBroken(mark("No row can be imported: correct the list and send it again."))
    needs = _new_needs(actor, rows)
    try:
        with transaction.atomic():
            Need.objects.bulk_create(needs, batch_size=_BATCH)
    except IntegrityError:
        raise Conflict(mark("Somebody imports the same list at this moment. Please look again in a minute.")) from None
    outcome = Outcome(imported=len(needs), known=len(rows) - len(needs))
    fresh.state, fresh.content, fresh.confirmed_at = ImportBatch.State.CONFIRMED, None, now()
    fresh.imported, fresh.known = outcome
    fresh.save()
    record_many(actor, "needs.need.import", needs, details={"list": fresh.number})
    entry = record(actor, "needs.importbatch.confirm", fresh, details=outcome._asdict())
    stage = mark("%(count)s needs of a list wait for verification")
    for role, path in {(need.awaiting_role, need.awaiting_path) for need in needs}:
        recipients = [Recipient(account_id=seat.pk) for seat in accounts_for(Role(role), path) if seat.pk != actor.id]
        notify(entry, recipients, stage=stage, params={"count": outcome.imported}, link="/office/")
    return outcome


@transaction.atomic
def drop_import(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Throw an uploaded list away; nothing of it stays but that it was there."""
    fresh = _open(actor, batch)
    fresh.state, fresh.content = ImportBatch.State.DROPPED, None
    fresh.save()
    record(actor, "needs.importbatch.drop", fresh)
    return fresh


def _open(actor: Actor, batch: ImportBatch) -> ImportBatch:
    fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(actor, IMPORT, fresh)
    if fresh.state != ImportBatch.State.UPLOADED:
        raise Conflict(mark("This list has been dealt with already."))
    return fresh


def _keep(batch: ImportBatch, parsed: ParsedList) -> None:
    batch.choices = batch.choices or parsed.mapping.to_json()
    batch.found, batch.faulty = len(parsed.rows), len(parsed.faulty)
    batch.save()


def _new_needs(actor: Actor, rows: Iterable[ParsedRow]) -> list[Need]:
    """The needs of a list that are not here yet, each at its first step of verification."""
    writer, router, moment = Writer(), Router(), now()
    made = [_need(actor, row, writer) for row in rows]
    keys = [need.import_key for need in made]
    counties = {need.county_path for need in made}
    known = set(
        Need.objects.filter(county_path__in=counties, import_key__in=keys).values_list("county_path", "import_key")
    )
    fresh = [need for need in made if (need.county_path, need.import_key) not in known]
    for need in fresh:
        need.state, need.submitted_at = "submitted", moment
        router.begin(need, moment)
    return fresh


def _need(actor: Actor, row: ParsedRow, writer: Writer) -> Need:
    need = Need(typed_by_id=actor.id, typed_by_role=actor.role.value, typed_by_label=actor.label)
    need.typed_on_device, need.import_key = actor.device, row.key
    writer.write(need, particulars_of(row.values))
    need.maker = _maker(need)
    note_cover(need, actor)
    return need


def _maker(need: Need) -> str:
    """Who asks, from the place of the row and the words of its name; the list has no column for it."""
    if any(word in need.title for word in _SCHOOLS):
        return Maker.SCHOOL.value
    level = level_of_path(need.division_path)
    return (_MAKERS.get(level, Maker.COUNTY) if level else Maker.COUNTY).value
