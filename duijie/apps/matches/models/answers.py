"""Tables of suggestions, orders and matches: what organizations answer."""

from django.db import models
from django.db.models import Q

from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION, DeclineReason, PartyRole
from duijie.apps.needs.models import Need, Request
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint


def _match_number() -> str:
    return public_number("M")


def _order_number() -> str:
    return public_number("D")


def _suggestion_number() -> str:
    return public_number("G")


class Answered(models.Model):
    """A row that an organization answers, with the clock of the answer and a reason if it declines."""

    decline_reason = models.CharField(max_length=12, choices=[(each, each) for each in DeclineReason], blank=True)
    decline_note = models.CharField(max_length=200, blank=True)
    answer_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class Match(Answered):
    """One organization's way to one need: interest, then commitment to a part of it (never more than asked).

    `reserved` is how much of the offer is promised with it, in the offer's own unit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_match_number)
    state = models.CharField(max_length=12, default=MATCH.initial)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="matches")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="matches")
    party_role = models.CharField(max_length=12, choices=[(each, each) for each in PartyRole])
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    reserved = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    amount_fen = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=12, default="interested")
    interested_by_id = models.UUIDField()
    interested_on_device = models.CharField(max_length=64, blank=True)
    committed_by_id = models.UUIDField(null=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_constraint(MATCH),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="match_quantity_positive"),
            models.UniqueConstraint(
                fields=["need", "organization", "party_role"],
                condition=Q(state__in=("interested", "committed")),
                name="one_open_match_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Suggestion(Answered):
    """An office recommends a need to an organization (推荐对接): voluntary, withdrawn freely, no quotas.

    `quantity` is the part of the need that a round has thought of; without one it is whatever is open.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_suggestion_number)
    state = models.CharField(max_length=12, default=SUGGESTION.initial)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="suggestions")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="suggestions")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="suggestions")
    match = models.OneToOneField(Match, on_delete=models.PROTECT, null=True, related_name="suggestion")
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    suggested_by_id = models.UUIDField()
    suggested_by_label = models.CharField(max_length=120)

    class Meta:
        constraints = [
            state_constraint(SUGGESTION),
            models.UniqueConstraint(
                fields=["need", "organization"], condition=Q(state="open"), name="one_open_suggestion_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Order(Answered):
    """A villager's or village's pick from the menu (点单).

    A villager's order waits until his village has verified the request behind it; the organization sees it only then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_order_number)
    state = models.CharField(max_length=12, default=ORDER.initial)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="orders")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, null=True, related_name="order")
    need = models.OneToOneField(Need, on_delete=models.PROTECT, null=True, related_name="order")
    match = models.OneToOneField(Match, on_delete=models.PROTECT, null=True, related_name="order")
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    division_path = models.CharField(max_length=80, db_collation="C", db_index=True)
    account_id = models.UUIDField(null=True)
    typed_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            state_constraint(ORDER),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(need__isnull=False), name="order_has_a_request_or_need"
            ),
        ]

    def __str__(self) -> str:
        return self.number
