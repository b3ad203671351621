"""Tables of rounds (统筹匹配): the frozen input, the list with its reasons, the prices and the proof."""

from functools import partial

from django.db import models

from duijie.apps.matches.models.answers import Suggestion
from duijie.apps.matches.rules.rounds import ROUND, USUAL_KEY_COUNTY_WEIGHT, Skipped, Step
from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint


class Round(models.Model):
    """One computing of a division's open needs against the offers that serve it.

    `objective`, `bound` and `gap` are those of the Nash welfare; `total` and `plain_total` are sums of utility (0 …
    1 000 000 each) of this list and of the best list without equity. `prices_from` is the round whose prices it
    began with. `figures` holds what `rounds.equity` counts, both ways; `tangent` the mean of each place, by path, at
    which the welfare is bounded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=partial(public_number, "T"), editable=False)
    state = models.CharField(max_length=12, default=ROUND.initial)
    division_code = models.CharField(max_length=12, db_collation="C")
    division_path = models.CharField(max_length=80, db_collation="C")
    division_name = models.CharField(max_length=160)
    key_county_weight = models.DecimalField(max_digits=4, decimal_places=2, default=USUAL_KEY_COUNTY_WEIGHT)
    prepared_by_id = models.UUIDField()
    prepared_by_label = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now)
    step = models.CharField(max_length=12, choices=[(each, each) for each in Step], default=Step.WAITING)
    done = models.PositiveIntegerField(default=0)
    to_do = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    frozen_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    method = models.CharField(max_length=40, blank=True)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    total = models.BigIntegerField(default=0)
    plain_total = models.BigIntegerField(default=0)
    needs = models.PositiveIntegerField(default=0)
    offers = models.PositiveIntegerField(default=0)
    edges = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    tangent = models.JSONField(default=dict)
    prices_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by_id = models.UUIDField(null=True)
    released_by_label = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_constraint(ROUND),
            models.UniqueConstraint(
                fields=["division_path"],
                condition=models.Q(state__in=("preparing", "prepared")),
                name="one_waiting_round_a_division",
            ),
        ]
        indexes = [models.Index(fields=["division_path", "state", "-released_at"], name="round_of_division")]

    def __str__(self) -> str:
        return self.number


class RoundArrays(models.Model):
    """What the round was computed on and what came out, in the open format (docs/reference/round-format.md).

    They hold no number, name or text of anybody and are what everybody may download.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="arrays")
    problem = models.BinaryField()
    result = models.BinaryField()

    def __str__(self) -> str:
        return f"arrays of {self.round_id}"


class RoundOffer(models.Model):
    """An offer in a round: its room in parts of needs, and the shadow prices of one of them.

    `price` is in points of utility, of the best list without equity: lists subtract it. `fair_price` is that of the
    fair list, in millionths of welfare: the next round begins with both.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="places")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    capacity = models.PositiveIntegerField()
    price = models.PositiveIntegerField()
    fair_price = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "offer"], name="offer_once_a_round")]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.price}"


class RoundPair(models.Model):
    """A need and an offer that belong together in the list, in the best list without equity, or in both.

    `reasons` are those of the engine, as [code, parameters, points]; their points add up to the score of the rule.
    `utility` is that score, or the chance of success by the learned model that the round was valued by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pairs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    utility = models.PositiveIntegerField()
    is_recommended = models.BooleanField()
    is_plain = models.BooleanField()
    reasons = models.JSONField(default=list)
    skipped = models.CharField(max_length=16, choices=[(each, each) for each in Skipped], blank=True)
    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, null=True, related_name="round_pair")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "need", "offer"], name="pair_once_a_round")]
        indexes = [models.Index(fields=["round", "is_recommended", "-utility"], name="round_list")]

    def __str__(self) -> str:
        return f"{self.need_id} → {self.offer_id}"


class RoundMiss(models.Model):
    """A need without a recommendation in this round, and the nearest reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="misses")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=30)
    params = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "need"], name="miss_once_a_round")]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.why}"
