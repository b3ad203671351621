"""What the last released round says of a list: the price of an offer's place, and who has gone without so far.

    value = utility − price + bonus

Without a released round of the division every price is 0, and lists stand as they score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from duijie.apps.matches.models import Match, Round, RoundOffer
from duijie.apps.matches.rules.exposure import NEW_BONUS
from duijie.apps.regions.rules import paths_above


class Worth(NamedTuple):
    """What a list takes from a pair's utility and adds to it."""

    price: int = 0
    bonus: int = 0
    utility: int = 0

    @property
    def value(self) -> int:
        """What a list is ordered by."""
        return self.utility - self.price + self.bonus


@dataclass(frozen=True, slots=True)
class Pricing:
    """Prices by round and offer, the places left behind by round, and the organizations that have taken nothing yet."""

    rounds: Mapping[str, Round]
    prices: Mapping[tuple[UUID, UUID], int]
    taking: frozenset[UUID]

    def of(self, need_path: str, offer_id: UUID, organization_id: UUID) -> Worth:
        """The worth beside its score of an offer for a need of a place."""
        found = [self.rounds[path] for path in paths_above(need_path) if path in self.rounds]
        if not found:
            return Worth()
        last = max(found, key=lambda each: (each.released_at, each.pk))
        is_behind = any(need_path.startswith(path) for path in last.figures["left_behind"])
        is_new = organization_id not in self.taking
        return Worth(self.prices.get((last.pk, offer_id), 0), NEW_BONUS * (is_behind + is_new))


def valued_by(row: Round) -> int:
    """The version of the learned model that valued a round's pairs; 0 is the published rule."""
    return int(row.figures.get("model", {}).get("version", 0))


def pricing_of(need_paths: Iterable[str], offers: Mapping[UUID, UUID], model: int) -> Pricing | None:
    """The pricing of lists of needs in these places; `offers` leads from each offer to its organization.

    Prices are in points of what the round valued its pairs by: those of another model (0: the rule) mean nothing here.
    """
    paths = {above for path in need_paths for above in paths_above(path)}
    released = Round.objects.filter(division_path__in=paths, state="released").order_by("division_path", "-released_at")
    last = released.distinct("division_path")
    rounds = {each.division_path: each for each in last if valued_by(each) == model}
    if not rounds:
        return None
    rows = RoundOffer.objects.filter(round__in=rounds.values(), offer__in=offers)
    prices = {(round_id, offer_id): price for round_id, offer_id, price in rows.values_list("round", "offer", "price")}
    organizations = set(offers.values())
    taking = Match.objects.filter(organization__in=organizations).values_list("organization_id", flat=True).distinct()
    return Pricing(rounds, prices, frozenset(taking))
