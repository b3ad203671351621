"""统筹匹配: an office opens a round for its division, looks at the list that a job computes, and releases it by name.

Nothing is ever recommended by the computing itself.
"""

from decimal import Decimal

from django.db import IntegrityError, transaction

from duijie.apps.matches.models import Round, RoundPair
from duijie.apps.matches.rounds.gathering import open_needs
from duijie.apps.matches.rounds.reading import answered_pairs, pairs_of, why_skipped
from duijie.apps.matches.rules.rounds import KEY_COUNTY_WEIGHTS, PREPARE, ROUND, USUAL_KEY_COUNTY_WEIGHT, Skipped
from duijie.apps.matches.services.suggestions import suggest
from duijie.apps.matches.services.telling import tell_of_round
from duijie.apps.matches.tasks import compute_round
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_name
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance


@transaction.atomic
def prepare_round(*, actor: Actor, key_county_weight: Decimal = USUAL_KEY_COUNTY_WEIGHT) -> Round:
    """Open a round for the actor's division and leave its computing to a job.

    Raises:
        RuleBroken: the weight is none of those offered, or nothing in the division is open.
        Conflict: a round of the division waits already.
    """
    code = code_of_path(actor.division_path)
    row = Round(
        division_code=code,
        division_path=actor.division_path,
        division_name=full_name(code),
        key_county_weight=key_county_weight,
        prepared_by_label=actor.label,
    )
    require(actor, PREPARE, row)
    if actor.id is None:
        raise NotAllowed
    row.prepared_by_id = actor.id
    if key_county_weight not in KEY_COUNTY_WEIGHTS:
        raise RuleBroken(mark("Please choose one of these weights."), field="key_county_weight")
    if not open_needs(actor.division_path).exists():
        raise RuleBroken(mark("No need of your division is open; there is nothing to match."))
    _save_once(row)
    record(actor, "matches.round.prepare", row, details={"weight": str(key_county_weight)})
    compute_round.defer(round_id=str(row.pk))
    return row


@transaction.atomic
def release_round(*, actor: Actor, row: Round, note: str = "") -> Round:
    """Recommend every row of the list that still stands (推荐对接), and say of each other one why it fell away.

    Raises:
        Conflict: the list is not waiting for release.
    """
    fresh = advance(actor, ROUND, row, "release", {})
    refuse_if(text_faults(note=note))
    pairs = list(pairs_of(fresh).filter(is_recommended=True).order_by("offer__organization_id", "-utility", "id"))
    answered = answered_pairs(pairs)
    for pair in pairs:
        pair.skipped = why_skipped(pair, answered, today()) or _recommended(actor, pair, note) or ""
        pair.save(update_fields=["skipped", "suggestion"])
    fresh.released_at, fresh.released_by_id, fresh.released_by_label = now(), actor.id, actor.label
    fresh.note = note
    fresh.save()
    made = [pair for pair in pairs if not pair.skipped]
    entry = record(
        actor,
        "matches.round.release",
        fresh,
        details={"made": len(made), "skipped": len(pairs) - len(made)},
        facts={"number": fresh.number, "digest": fresh.digest, "recommendations": len(made)},
    )
    tell_of_round(entry, {pair.need_id: pair.need for pair in made}.values(), fresh.number)
    return fresh


@transaction.atomic
def withdraw_round(*, actor: Actor, row: Round) -> Round:
    """Lay a round aside before its list is released; nobody was asked anything."""
    fresh = advance(actor, ROUND, row, "withdraw", {})
    fresh.withdrawn_at = now()
    fresh.save()
    record(actor, "matches.round.withdraw", fresh)
    return fresh


def _recommended(actor: Actor, pair: RoundPair, note: str) -> Skipped | None:
    """Recommend one row; what another office did at the same moment makes it fall away."""
    try:
        pair.suggestion = suggest(
            actor=actor,
            need=pair.need,
            organization=pair.offer.organization,
            offer=pair.offer,
            quantity=min(pair.quantity, left_to_take(pair.need.quantity, pair.need.quantity_taken)),
            note=note,
            reasons=pair.reasons,
        )
    except RuleBroken:
        return Skipped.ENOUGH_OPEN
    except Conflict:
        return Skipped.ANSWERED
    return None


def _save_once(row: Round) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(mark("A round of your division waits already; release or withdraw it first.")) from fault
