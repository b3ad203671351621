"""Read in a county's need list: kept until the clerk confirms, and nothing is imported before that."""

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import IntegrityError, transaction

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.needs.importing.reading import ParsedList
from duijie.apps.needs.importing.returned import ReturnedList
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.models import ImportBatch, ImportMapping, Need
from duijie.apps.needs.rules.lists import RETURN_LIST
from duijie.apps.needs.rules.needs import IMPORT
from duijie.apps.needs.rules.particulars import particulars_of
from duijie.apps.needs.rules.vocabulary import Maker
from duijie.apps.needs.selectors.changes import EVENTS, Change, Comparison, compare
from duijie.apps.needs.selectors.imports import read_batch
from duijie.apps.needs.selectors.returned import returned_list
from duijie.apps.needs.services.needs import complete_need, edit_need, note_cover
from duijie.apps.needs.services.routing import Router
from duijie.apps.needs.services.writing import Writer
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.regions.rules import Level, code_of_path, level_of_path
from duijie.apps.regions.selectors import full_name
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import require, roles_for
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record, record_many
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, Refusal, RuleBroken, mark

_BATCH = 500
_MAKERS = {Level.VILLAGE: Maker.VILLAGE, Level.TOWNSHIP: Maker.TOWNSHIP}
_SCHOOLS = ("小学", "中学", "学校", "幼儿园", "教学点")


class Outcome(NamedTuple):
    """What became of a list: needs imported, rows that were here already, and needs brought up to date."""

    imported: int
    known: int
    updated: int = 0


@transaction.atomic
def prepare_import(*, actor: Actor, data: bytes, name: str) -> ImportBatch:
    """Read a list and keep it for the clerk to look at; nothing is imported.

    A list whose rows went out of the platform is kept as returned (`services.returned` takes it over).

    Raises:
        NotAllowed: the actor imports no lists, and this one did not go out of the platform.
        RuleBroken: this is no list, or a file that cannot be read (beside `file`).
    """
    if actor.id is None:
        raise NotAllowed
    path = actor.division_path
    batch = ImportBatch(uploaded_by_id=actor.id, uploaded_by_label=actor.label, file_name=name[:120])
    batch.division_code, batch.division_path = code_of_path(path), path
    batch.division_name = full_name(batch.division_code)
    batch.file_digest = hashlib.sha256(data).hexdigest()
    batch.content = base64.b64encode(data).decode("ascii")
    if returned := _returned(actor, data):
        batch.is_returned, batch.found = True, len(returned.rows)
        require(actor, RETURN_LIST, batch)
        batch.save()
        record(actor, "needs.importbatch.prepare", batch, details={"found": batch.found, "returned": True})
        return batch
    require(actor, IMPORT, batch)
    _keep(batch, read_batch(batch))
    record(actor, "needs.importbatch.prepare", batch, details={"found": batch.found, "faulty": batch.faulty})
    return batch


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, names: Mapping[int, str], unit: str = "") -> ImportBatch:
    """The clerk says which column is what; his office's next list of this layout is read so at once.

    Shapes: `names` by column from 0; `unit` is `yuan` or `wan_yuan` for all amounts, "" as the headers say.
    """
    fresh = open_batch(actor, batch)
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
def confirm_import(*, actor: Actor, batch: ImportBatch, seen: str = "") -> Outcome:
    """Import the rows that nothing keeps out and send them for verification; rows that are here already change nothing.

    `seen` is the `Comparison.digest` that the clerk has looked at: with it the needs whose rows have changed are
    brought up to date, too.

    Raises:
        RuleBroken: no row can be imported, or a change does not fit its need.
        Conflict: the batch is done, a need has changed since the clerk looked, or somebody imports the list just now.
    """
    fresh = open_batch(actor, batch)
    parsed = read_batch(fresh)
    if not parsed.ready:
        raise RuleBroken(mark("No row can be imported: correct the list and send it again."))
    found = compare(actor, fresh, parsed)
    changes = _agreed(found, seen)
    needs = new_needs(actor, found.new)
    try:
        with transaction.atomic():
            Need.objects.bulk_create(needs, batch_size=_BATCH)
    except IntegrityError:
        raise Conflict(mark("Somebody imports the same list at this moment. Please look again in a minute.")) from None
    for change in changes:
        _update(actor, change)
    outcome = Outcome(len(needs), len(parsed.ready) - len(needs) - len(changes), len(changes))
    fresh.state, fresh.content, fresh.confirmed_at = ImportBatch.State.CONFIRMED, None, now()
    fresh.imported, fresh.known, fresh.updated = outcome
    fresh.save()
    record_many(actor, "needs.need.import", needs, details={"list": fresh.number})
    tell_of_imported(record(actor, "needs.importbatch.confirm", fresh, details=outcome._asdict()), needs)
    return outcome


@transaction.atomic
def drop_import(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Throw an uploaded list away; nothing of it stays but that it was there."""
    fresh = open_batch(actor, batch)
    fresh.state, fresh.content = ImportBatch.State.DROPPED, None
    fresh.save()
    record(actor, "needs.importbatch.drop", fresh)
    return fresh


def _returned(actor: Actor, data: bytes) -> ReturnedList | None:
    if not roles_for(RETURN_LIST) & {actor.role}:
        raise NotAllowed
    return returned_list(data, actor.division_path)


def open_batch(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The list, locked, if it is the actor's and still waits.

    Raises:
        NotAllowed: it is another office's.
        Conflict: it has been dealt with.
    """
    fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(actor, RETURN_LIST if fresh.is_returned else IMPORT, fresh)
    if fresh.state != ImportBatch.State.UPLOADED:
        raise Conflict(mark("This list has been dealt with already."))
    return fresh


def _keep(batch: ImportBatch, parsed: ParsedList) -> None:
    batch.choices = batch.choices or parsed.mapping.to_json()
    batch.found, batch.faulty = len(parsed.rows), len(parsed.faulty)
    batch.save()


def _agreed(found: Comparison, seen: str) -> tuple[Change, ...]:
    """The changes that the clerk takes over: those that he has seen, or none."""
    if not seen:
        return ()
    if seen != found.digest:
        raise Conflict(mark("A need of this list has changed meanwhile. Please look at the changes again."))
    return found.updatable


def _update(actor: Actor, change: Change) -> None:
    said = {each.name: each.after for each in change.differences}
    values = {"title": change.need.title, "text": change.need.text, **said}
    change_need = {"edit": edit_need, "complete": complete_need}[EVENTS[change.need.state]]
    try:
        need = change_need(actor=actor, need=change.need, values=values)
    except Refusal as refusal:
        sentence = mark("Row %(row)s does not fit its need: open need %(number)s and change it there.")
        raise RuleBroken(sentence, row=change.row.number, number=change.need.number) from refusal
    if need.import_key:
        need.imported_row = change.row.content
        need.save(update_fields=["imported_row"])


def tell_of_imported(entry: AuditEntry, needs: Collection[Need]) -> None:
    """One notice to each office whose turn it is now, however many needs of the list wait for it."""
    stage = mark("%(count)s needs of a list wait for verification")
    for role, path in {(need.awaiting_role, need.awaiting_path) for need in needs}:
        seats = accounts_for(Role(role), path)
        recipients = [
            Recipient(account_id=seat.pk, because=Because.TURN) for seat in seats if seat.pk != entry.actor_id
        ]
        notify(entry, recipients, stage=stage, params={"count": len(needs)}, link="/office/", is_urgent=True)


def new_needs(actor: Actor, rows: Iterable[ParsedRow]) -> list[Need]:
    """The needs of rows that are not here yet, each at its first step of verification."""
    writer, router, moment = Writer(), Router(), now()
    made = [_need(actor, row, writer) for row in rows]
    for need in made:
        need.state, need.submitted_at = "submitted", moment
        router.begin(need, moment)
    return made


def _need(actor: Actor, row: ParsedRow, writer: Writer) -> Need:
    need = Need(typed_by_id=actor.id, typed_by_role=actor.role.value, typed_by_label=actor.label)
    need.typed_on_device, need.import_key, need.imported_row = actor.device, row.key, row.content
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
