"""Take over a list that came back: row by row, each by the acts of its need's own page, each in a transaction.

What an act refuses stays in the list with the sentence that the act gave; nothing else is held up by it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.models import ImportBatch, Need
from duijie.apps.needs.rules.needs import IMPORT
from duijie.apps.needs.rules.particulars import COVER_FIELDS
from duijie.apps.needs.selectors.returned import review_of
from duijie.apps.needs.services.aftercare import extend_need, revise_need
from duijie.apps.needs.services.decisions import state_cover
from duijie.apps.needs.services.imports import new_needs, open_batch, tell_of_imported
from duijie.apps.needs.services.needs import complete_need, edit_need
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, Refusal, RuleBroken, mark
from duijie.kernel.lists.verdicts import SEEN_OTHERWISE, Judged, Verdict, said

_SAME_LIST = mark("Somebody imports the same list at this moment. Please look again in a minute.")


class Taken(NamedTuple):
    """How many rows were taken over, and how many an act refused."""

    accepted: int
    refused: int


@transaction.atomic
def accept_rows(
    *, actor: Actor, batch: ImportBatch, keys: Collection[str] = (), everything: str = "", reason: str = ""
) -> Taken:
    """Take over the chosen rows (`Judged.key`), or everything that the clerk has seen (`Review.digest`) but conflicts.

    `reason` is given for quantities that change in the library. Each row stands or falls by itself.

    Raises:
        NotAllowed: the list is somebody else's.
        Conflict: it has been dealt with, or it does not say any more what the clerk has seen.
        RuleBroken: nothing was chosen, or a reason is missing.
    """
    fresh = open_batch(actor, batch)
    review = review_of(actor, fresh)
    chosen, refused = review.chosen(keys, everything)
    if any("revise" in row.acts for row in chosen) and not reason.strip():
        raise RuleBroken(mark("Say why quantities in the library change."), field="reason")
    accepted: list[Judged] = []
    added: list[Need] = []
    for row in chosen:
        try:
            with transaction.atomic():
                added += _take_over(actor, fresh, row, reason)
            accepted.append(row)
        except Refusal as refusal:
            refused[str(row.row.number)] = said(refusal)
    fresh.refused = refused
    fresh.imported += len(added)
    fresh.updated += len(accepted) - len(added)
    fresh.save()
    outcome = Taken(len(accepted), len(refused))
    entry = record(actor, "needs.importbatch.accept", fresh, details=outcome._asdict())
    tell_of_imported(entry, added)
    return outcome


@transaction.atomic
def finish_list(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Put a returned list away; rows that were not taken over have changed nothing."""
    fresh = open_batch(actor, batch)
    fresh.state, fresh.content, fresh.confirmed_at = ImportBatch.State.CONFIRMED, None, now()
    fresh.save()
    details = {"imported": fresh.imported, "updated": fresh.updated}
    record(actor, "needs.importbatch.confirm", fresh, details=details)
    return fresh


def _take_over(actor: Actor, batch: ImportBatch, row: Judged, reason: str) -> list[Need]:
    """One row; returns the need that it has added, if it was added."""
    if row.verdict is Verdict.ADDED and row.parsed:
        return [_add(actor, batch, row.parsed)]
    if row.subject is None:
        raise Conflict(SEEN_OTHERWISE)
    need, after = row.subject, {each.name: each.after for each in row.differences}
    for event in row.acts:
        _ACTS[event](actor, need, after, reason)
    if need.import_key and row.parsed:
        content = {**need.imported_row, **{name: row.parsed.content.get(name, "") for name in after}}
        Need.objects.filter(pk=need.pk).update(imported_row=content)
    return []


def _add(actor: Actor, batch: ImportBatch, row: ParsedRow) -> Need:
    require(actor, IMPORT, batch)
    (need,) = new_needs(actor, [row])
    try:
        with transaction.atomic():
            need.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_SAME_LIST) from None
    record(actor, "needs.need.import", need, details={"list": batch.number})
    return need


def _state(actor: Actor, need: Need, said: Mapping[str, Any], _reason: str) -> None:
    state_cover(actor=actor, need=need, **{name: said.get(name, getattr(need, name)) for name in COVER_FIELDS})


def _words(need: Need, said: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": need.title, "text": need.text, **said}


_ACTS: Mapping[str, Callable[[Actor, Need, Mapping[str, Any], str], object]] = {
    "edit": lambda actor, need, said, _reason: edit_need(actor=actor, need=need, values=_words(need, said)),
    "complete": lambda actor, need, said, _reason: complete_need(actor=actor, need=need, values=_words(need, said)),
    "state_cover": _state,
    "revise": lambda actor, need, said, reason: revise_need(
        actor=actor, need=need, quantity=said["quantity"], reason=reason
    ),
    "extend": lambda actor, need, said, _reason: extend_need(actor=actor, need=need, wanted_by=said["wanted_by"]),
}
