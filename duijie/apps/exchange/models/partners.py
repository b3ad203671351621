"""东西部协作: pairs of eastern and western divisions, for a time, by a document; no list is shipped."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q

from duijie.apps.exchange.rules.partners import DOCUMENT_LENGTH, Pairing
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class PartnerPair(models.Model):
    """The eastern office gets the needs of the western division without asking, until the pair ends or is muted.

    Names are those of the day on which the pair was written down; empty dates are unknown or open.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    east_path = models.CharField(max_length=80, db_collation="C")
    east_name = models.CharField(max_length=160)
    west_path = models.CharField(max_length=80, db_collation="C", db_index=True)
    west_name = models.CharField(max_length=160)
    document = models.CharField(max_length=DOCUMENT_LENGTH)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    muted_at = models.DateTimeField(null=True)
    muted_by_label = models.CharField(max_length=120, blank=True)
    written_by_id = models.UUIDField(null=True)
    written_by_label = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        app_label = "exchange"
        indexes = [models.Index(fields=["east_path"], name="pair_east")]
        constraints = [
            CheckConstraint(condition=~Q(document=""), name="pair_has_document"),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="pair_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.east_name} – {self.west_name}"

    @property
    def division_path(self) -> str:
        """The eastern division, for the audit entry."""
        return self.east_path

    @property
    def pairing(self) -> Pairing:
        """What the document says."""
        return Pairing(
            east_path=self.east_path,
            west_path=self.west_path,
            document=self.document,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )

    def is_valid_on(self, day: date) -> bool:
        """Whether the pair holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)
