"""A need list between its upload and the clerk's confirmation."""

from django.db import models

from duijie.apps.needs.models.places import Placed
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.privacy.fields import EncryptedTextField


def _number() -> str:
    return public_number("B")


class ImportBatch(Placed):
    """One uploaded file: what was read of it waits here, and nothing is imported until the clerk confirms.

    `content` is the file as it came, in base64 and encrypted, because a clerk may upload anything; the confirmation
    empties it. `choices` are the columns, unit and sheet that he chose. A list that `is_returned` went out of the
    platform with its rows marked; `refused` are the rows (by Excel's number) that an act refused when the clerk
    accepted them last, each with the sentence and its parameters.
    """

    class State(models.TextChoices):
        """Where the batch stands."""

        UPLOADED = "uploaded"
        CONFIRMED = "confirmed"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_number)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64)
    content = EncryptedTextField(null=True)
    choices = models.JSONField(default=dict)
    found = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    is_returned = models.BooleanField(default=False)
    refused = models.JSONField(default=dict)
    uploaded_by_id = models.UUIDField()
    uploaded_by_label = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["uploaded", "confirmed", "dropped"]), name="batch_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.number
