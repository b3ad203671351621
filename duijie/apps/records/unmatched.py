"""What giver and receiver did not both state: the honest figure of what is not proven yet.

The totals are for everybody, who read what a job counted last; which rows they are is for the level above only
(`figures.selectors.unmatched`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.fields.json import KT

from duijie.apps.records.models import Leaf, PairCount
from duijie.apps.records.rules import PAIRS, Pair
from duijie.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Leaves of one kind of pair, in the whole log: matched pairs, and what one side alone has stated."""

    pair: Pair
    matched: int
    given_only: int
    received_only: int


def unmatched_totals() -> tuple[Unmatched, ...]:
    """One line for each kind of pair. What was erased counts nowhere."""
    return tuple(_total(pair) for pair in PAIRS)


def count_pairs() -> None:
    """Count anew and keep the totals, with the time, for `kept_totals`."""
    for each in unmatched_totals():
        counted = {"matched": each.matched, "given_only": each.given_only, "received_only": each.received_only}
        PairCount.objects.update_or_create(pair=each.pair.name, defaults={**counted, "counted_at": now()})


def kept_totals() -> list[PairCount]:
    """The totals as they were counted last, in the order of `rules.PAIRS`; none before the first count."""
    found = {each.pair: each for each in PairCount.objects.all()}
    return [found[pair.name] for pair in PAIRS if pair.name in found]


def unmatched_subjects(pair: Pair) -> Iterator[tuple[str, int, int]]:
    """Pseudonyms of rows whose sides do not agree, with how many leaves only the giver, only the receiver has."""
    for row in _counted(pair).exclude(given=F("received")).order_by("subject"):
        surplus = row["given"] - row["received"]
        yield row["subject"], max(surplus, 0), max(-surplus, 0)


def _total(pair: Pair) -> Unmatched:
    matched = given_only = received_only = 0
    for row in _counted(pair).order_by():
        both = min(row["given"], row["received"])
        matched += both
        given_only += row["given"] - both
        received_only += row["received"] - both
    return Unmatched(pair, matched, given_only, received_only)


def _counted(pair: Pair) -> Any:
    """For each row and what was said of it: how often the giver said it, and how often the receiver."""
    given = Q(kind=pair.given, **{f"facts__{name}": value for name, value in pair.given_where})
    received = Q(kind=pair.received, **{f"facts__{name}": value for name, value in pair.received_where})
    said = {f"said_{name}": KT(f"facts__{name}") for name in pair.compared}
    return (
        Leaf.objects.filter(given | received, facts__isnull=False)
        .annotate(**said)
        .values("subject", *said)
        .annotate(given=Count("pk", filter=given), received=Count("pk", filter=received))
    )
