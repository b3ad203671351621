"""What keeps the log honest beside its witnesses: where its heads were anchored, and what two sides have not both said.

Both are computed by a job and only read by pages.
"""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.records.models.logs import Log
from duijie.kernel.clock import now


class Anchored(models.Model):
    """A head of a log that stands at a place with another keeper; or, one row a place, since when and why it does not.

    `kind` and `place` are the words of the file of anchors; `receipt` says where it stands there.
    """

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="anchored")
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=300)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
    receipt = models.TextField(blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "anchored"
        constraints = [
            UniqueConstraint(fields=["log", "kind", "place", "size"], condition=Q(failure=""), name="anchored_once"),
            UniqueConstraint(fields=["log", "kind", "place"], condition=~Q(failure=""), name="anchor_failing_once"),
            CheckConstraint(
                condition=Q(receipt="") ^ Q(failure=""),
                name="anchored_or_failing",
            ),
        ]

    def __str__(self) -> str:
        return self.failure or self.receipt


class PairCount(models.Model):
    """How many statements of a kind of pair (`rules.PAIRS`) both sides made when counted last, and how many one."""

    pair = models.CharField(max_length=40, unique=True)
    matched = models.BigIntegerField()
    given_only = models.BigIntegerField()
    received_only = models.BigIntegerField()
    counted_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.pair
