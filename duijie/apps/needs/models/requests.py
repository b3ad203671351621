"""A household's request (诉求)."""

from django.db import models

from duijie.apps.needs.models.needs import Need
from duijie.apps.needs.models.places import Placed, Typed
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.rules.vocabulary import Consent, PolicyCover, Urgency
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint


def _number() -> str:
    return public_number("R")


REPORT_LENGTH = 500


class Request(Placed, Typed):
    """What one household asks for; internal. Who they are stands in `Applicant`.

    `is_unwritten` says that its words are still in a recording or on the photo of a paper (`services.spoken`).
    `follow_digest` is the keyed digest of the 查询码, `holder_id` the id as which its holder acts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_number)
    state = models.CharField(max_length=20, default=REQUEST.initial)
    text = models.CharField(max_length=500)
    field = models.CharField(max_length=30, blank=True)
    subfield = models.CharField(max_length=30, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=10, blank=True)
    urgency = models.CharField(max_length=10, choices=[(each, each) for each in Urgency], default=Urgency.NORMAL)
    policy_cover = models.CharField(max_length=10, choices=[(each, each) for each in PolicyCover], blank=True)
    remaining_gap = models.CharField(max_length=200, blank=True)
    verified_how = models.CharField(max_length=200, blank=True)
    verified_by_id = models.UUIDField(null=True)
    verified_on_device = models.CharField(max_length=64, blank=True)
    consent = models.CharField(max_length=10, choices=[(each, each) for each in Consent], default=Consent.SELF)
    consent_at = models.DateTimeField(default=now)
    offer_number = models.CharField(max_length=20, blank=True)
    account_id = models.UUIDField(null=True)
    holder_id = models.UUIDField(unique=True, default=new_id)
    follow_digest = models.CharField(max_length=64, unique=True)
    is_unwritten = models.BooleanField(default=False)
    has_open_report = models.BooleanField(default=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="requests")
    submitted_at = models.DateTimeField(default=now)
    verified_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [state_constraint(REQUEST)]
        indexes = [
            models.Index(fields=["awaiting_path", "awaiting_role", "state"], name="request_turn"),
            models.Index(fields=["typed_by_id", "state"], name="request_typist"),
            models.Index(fields=["account_id", "-submitted_at"], name="request_of_villager"),
        ]

    def __str__(self) -> str:
        return self.number


class Report(models.Model):
    """What the owner of a request finds wrong (反映问题), with its clock and the answer; internal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="reports")
    text = models.CharField(max_length=REPORT_LENGTH)
    due_on = models.DateField()
    answer = models.CharField(max_length=REPORT_LENGTH, blank=True)
    answered_by_label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"report on {self.request_id}"
