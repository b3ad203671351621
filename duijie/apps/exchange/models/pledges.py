"""有意向 across provinces, on either side: what an organization here has sent, and what came here from elsewhere."""

from functools import partial
from typing import Final

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.exchange.models.followed import FollowedNeed
from duijie.apps.exchange.models.sources import Source
from duijie.apps.exchange.rules.pledges import DeclineReason, PledgeState
from duijie.apps.needs.models import Need
from duijie.apps.organizations.models import Organization
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number

_STATES: Final = sorted(PledgeState)
_REASONS: Final = ["", *sorted(DeclineReason)]
_OPEN: Final = (PledgeState.WAITING.value, PledgeState.DELIVERED.value, PledgeState.ACCEPTED.value)


class Pledged(models.Model):
    """What both sides keep: how much, how far it is, and which reason a refusal gave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=partial(public_number, "X"), editable=False)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=PledgeState.WAITING.value)
    reason = models.CharField(max_length=12, blank=True)
    sent_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            CheckConstraint(
                condition=Q(state__in=_STATES, reason__in=_REASONS, quantity__gt=0), name="%(class)s_is_sound"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SentPledge(Pledged):
    """A pledge of an organization here for a need elsewhere; `message` is the text that is signed when it goes out.

    `status` is what the last try met, as a message id; `retry_at` when it is tried again.
    """

    need = models.ForeignKey(FollowedNeed, on_delete=models.PROTECT, related_name="pledges")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sent_pledges")
    message = models.TextField()
    tries = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(default=now)
    status = models.CharField(max_length=100, blank=True)
    sent_by_id = models.UUIDField()

    class Meta(Pledged.Meta):
        abstract = False
        constraints = [
            *Pledged.Meta.constraints,
            UniqueConstraint(
                fields=["need", "organization"], condition=Q(state__in=_OPEN), name="one_open_pledge_a_need"
            ),
        ]
        indexes = [models.Index(fields=["retry_at"], condition=Q(state="waiting"), name="pledge_to_deliver")]

    @property
    def division_path(self) -> str:
        """The organization's home, for the audit entry and the leaf."""
        return self.organization.division_path


class ReceivedPledge(Pledged):
    """A pledge from another province for a need here, with what is public about its organization.

    Its `id` is the message's own; `note` is the signed message as it came.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pledges")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="pledges")
    organization_name = models.CharField(max_length=200)
    organization_number = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=200, blank=True)
    registration_level = models.CharField(max_length=200)
    phone = models.CharField(max_length=200, blank=True)
    note = models.TextField()
    received_at = models.DateTimeField(default=now)
    decided_by_label = models.CharField(max_length=120, blank=True)

    class Meta(Pledged.Meta):
        abstract = False
        indexes = [models.Index(fields=["state", "-received_at"], name="pledge_to_decide")]

    @property
    def division_path(self) -> str:
        """Where the need lies, for the audit entry and the leaf."""
        return self.need.division_path
