"""Write down which eastern and western divisions are partners, end a pair, and mute the feed that comes of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from duijie.apps.exchange.models import PartnerPair
from duijie.apps.exchange.rules.partners import KEEP, MUTE, NAME, Pairing, overlap, pairing_faults
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import find
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, RuleBroken, mark, refuse_if


@transaction.atomic
def pair_up(*, actor: Actor, pairing: Pairing) -> PartnerPair:
    """Write a pair down by its document; from its first day on the eastern office gets the needs of the western one.

    Raises:
        NotAllowed: neither division is the actor's to speak for.
        Faults: no document, days the wrong way round, or no two divisions.
        RuleBroken: the same two are partners on some of these days already.
    """
    names = {path: find(code_of_path(path)) for path in (pairing.east_path, pairing.west_path)}
    row = PartnerPair(
        east_path=pairing.east_path,
        west_path=pairing.west_path,
        east_name=str(names[pairing.east_path] or ""),
        west_name=str(names[pairing.west_path] or ""),
        document=pairing.document.strip(),
        valid_from=pairing.valid_from,
        valid_to=pairing.valid_to,
        written_by_id=actor.id,
        written_by_label=actor.label,
    )
    require(actor, KEEP, row)
    refuse_if(pairing_faults(pairing))
    missing = next((path for path, division in names.items() if division is None), "")
    if missing:
        raise RuleBroken(mark("There is no place at %(path)s."), field="east", path=missing)
    same = PartnerPair.objects.select_for_update().filter(east_path=row.east_path, west_path=row.west_path)
    if any(overlap(each.pairing, pairing) for each in same):
        raise RuleBroken(mark("These two are partners on some of these days already."), field="west")
    row.save()
    record(actor, f"{NAME}add", row, details=_said(row))
    return row


@transaction.atomic
def pair_up_all(*, actor: Actor, pairings: Sequence[Pairing]) -> tuple[int, int]:
    """Write a list of pairs down, all or none; returns how many are new and how many stood there word for word.

    Raises:
        NotAllowed, Faults, RuleBroken: as `pair_up`, for the first pair that is refused.
    """
    known = {each.pairing for each in PartnerPair.objects.all()}
    fresh = [each for each in dict.fromkeys(pairings) if each not in known]
    for each in fresh:
        pair_up(actor=actor, pairing=each)
    return len(fresh), len(pairings) - len(fresh)


@transaction.atomic
def end_pair(*, actor: Actor, pair: PartnerPair, valid_to: date) -> PartnerPair:
    """Let a pair end with a day; its feed ends with it.

    Raises:
        NotAllowed: it is not the actor's to keep.
        RuleBroken: the end lies before the beginning.
    """
    row = PartnerPair.objects.select_for_update().get(pk=pair.pk)
    require(actor, KEEP, row)
    if row.valid_from and valid_to < row.valid_from:
        raise RuleBroken(mark("The end lies before the beginning."), field="valid_to")
    row.valid_to = valid_to
    row.save()
    record(actor, f"{NAME}end", row, details=_said(row))
    return row


@transaction.atomic
def mute_pair(*, actor: Actor, pair: PartnerPair, is_muted: bool) -> PartnerPair:
    """Stop the feed of a pair for the eastern office, or let it go on.

    Raises:
        NotAllowed: the actor is not of the eastern office.
        Conflict: it is so already.
    """
    row = PartnerPair.objects.select_for_update().get(pk=pair.pk)
    require(actor, MUTE, row)
    if (row.muted_at is not None) == is_muted:
        raise Conflict(mark("This has moved on meanwhile; please look at its present state."))
    row.muted_at, row.muted_by_label = (now(), actor.label) if is_muted else (None, "")
    row.save()
    record(actor, f"{NAME}{'mute' if is_muted else 'unmute'}", row)
    return row


def _said(row: PartnerPair) -> dict[str, object]:
    return {
        "east": row.east_name,
        "west": row.west_name,
        "document": row.document,
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_to": row.valid_to and row.valid_to.isoformat(),
    }
