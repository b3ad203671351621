"""Policy before charity: line departments' opinions, and referrals with their clock."""

from django.db import models
from django.db.models import Q

from duijie.apps.needs.models.needs import Need
from duijie.apps.needs.models.places import Placed
from duijie.apps.needs.models.requests import Request
from duijie.apps.needs.rules.vocabulary import PolicyCover, PolicyKind
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number


def _number() -> str:
    return public_number("L")


class Opinion(models.Model):
    """What a line department (or the county) states on policy cover of a need."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="opinions")
    policy_cover = models.CharField(max_length=10, choices=[(each, each) for each in PolicyCover])
    policy_name = models.CharField(max_length=100, blank=True)
    remaining_gap = models.CharField(max_length=200, blank=True)
    is_duplicate = models.BooleanField(default=False)
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.need_id} {self.policy_cover}"


class Referral(Placed):
    """A request or a need handed to a policy (转政策保障), with the letter's number and its clock.

    `from_office` is the name in the letterhead as the clerk wrote it: names of offices are data.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_number)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, null=True, related_name="referrals")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, related_name="referrals")
    policy = models.CharField(max_length=20, choices=[(each, each) for each in PolicyKind])
    to_office = models.CharField(max_length=100)
    explanation = models.CharField(max_length=300, blank=True)
    from_label = models.CharField(max_length=120)
    from_office = models.CharField(max_length=100, blank=True)
    from_path = models.CharField(max_length=80, db_collation="C")
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False) ^ Q(need__isnull=False), name="referral_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.number
