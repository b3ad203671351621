"""Compute an opened round: a job that may be killed and done again, for it writes only at its end."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from duijie.apps.accounts.selectors import active_account
from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.models import Round, RoundArrays, RoundMiss, RoundOffer, RoundPair
from duijie.apps.matches.rounds.computing import Outcome, computed
from duijie.apps.matches.rounds.solving import Start
from duijie.apps.matches.rules.rounds import ROUND, Step
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, mark
from duijie.kernel.lifecycle.running import advance

_AT_ONCE = 1000


def compute(round_id: UUID) -> None:
    """Compute a round that is being prepared; one that is finished or withdrawn stays as it is."""
    row = Round.objects.filter(pk=round_id, state="preparing").first()
    if row is None:
        return

    def report(step: Step, done: int = 0, to_do: int = 0) -> None:
        Round.objects.filter(pk=round_id, state="preparing").update(step=step, done=done, to_do=to_do)

    with CATALOGUE.lock:
        CATALOGUE.refresh()
        outcome = computed(row, CATALOGUE, today(), last_end(row), report)
    report(Step.WRITING)
    with suppress(Conflict):  # withdrawn meanwhile, or another worker was faster
        _finish(row, outcome)


def last_end(row: Round) -> Start:
    """Where the next round of a division begins: at the prices of its last computed one."""
    last = _last_computed(row)
    if last is None:
        return Start()
    found = last.places.values_list("offer_id", "price", "fair_price")
    return Start({offer_id: (price, fair_price) for offer_id, price, fair_price in found}, last.tangent)


def _last_computed(row: Round) -> Round | None:
    rows = Round.objects.filter(division_path=row.division_path, finished_at__isnull=False)
    return rows.exclude(pk=row.pk).order_by("-finished_at").first()


@transaction.atomic
def _finish(row: Round, outcome: Outcome) -> None:
    fresh = advance(SYSTEM, ROUND, row, "finish", {})
    for name, value in outcome.values.items():
        setattr(fresh, name, value)
    fresh.step, fresh.finished_at, fresh.prices_from = Step.DONE, now(), _last_computed(row)
    fresh.save()
    if outcome.proof:
        RoundArrays.objects.create(round=fresh, problem=outcome.proof.problem, result=outcome.proof.result)
    RoundOffer.objects.bulk_create([RoundOffer(round=fresh, **each) for each in outcome.rooms], _AT_ONCE)
    RoundPair.objects.bulk_create([RoundPair(round=fresh, **each) for each in outcome.pairs], _AT_ONCE)
    RoundMiss.objects.bulk_create([RoundMiss(round=fresh, **each) for each in outcome.misses], _AT_ONCE)
    entry = record(SYSTEM, "matches.round.finish", fresh, details={"needs": fresh.needs, "offers": fresh.offers})
    if active_account(fresh.prepared_by_id):
        recipient = Recipient(account_id=fresh.prepared_by_id, because=Because.PREPARED)
        stage = mark("A round is computed; please look at its list")
        notify(entry, [recipient], stage=stage, params={"number": fresh.number}, link=f"/office/rounds/{fresh.number}/")
