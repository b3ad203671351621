"""Leaves with the facts and salts behind them, and the pseudonyms under which their subjects go."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.records.models.logs import Log
from duijie.kernel.ids import new_id


class Pseudonym(models.Model):
    """The random name of a row on its leaves; once this is deleted nobody can tell whose leaves they are."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    text = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["subject_kind", "subject_id"], name="pseudonym_subject")]

    def __str__(self) -> str:
        return self.text


class Leaf(models.Model):
    """One public act; `facts` and `salts` go together and are empty once they are erased, the root stays.

    Salts are hex by field. There is one leaf for each audit entry that had facts; erasing also cuts the way back to it.
    `log` and `index` say where it stands, once it does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry_id = models.UUIDField(unique=True, null=True)
    kind = models.CharField(max_length=80)
    hour = models.DateTimeField()
    division = models.CharField(max_length=12, blank=True, db_collation="C")
    subject = models.CharField(max_length=32, db_index=True)
    role = models.CharField(max_length=30)
    root = models.CharField(max_length=64)
    facts = models.JSONField(null=True)
    salts = models.JSONField(null=True)
    log = models.ForeignKey(Log, null=True, on_delete=models.PROTECT, related_name="leaves")
    index = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "leaves"
        constraints = [
            CheckConstraint(
                condition=Q(facts__isnull=True, salts__isnull=True) | Q(facts__isnull=False, salts__isnull=False),
                name="leaf_facts_with_salts",
            ),
            CheckConstraint(
                condition=Q(log__isnull=True, index__isnull=True) | Q(log__isnull=False, index__isnull=False),
                name="leaf_place_whole",
            ),
            UniqueConstraint(fields=["log", "index"], name="leaf_place"),
        ]
        indexes = [models.Index(fields=["log", "kind", "hour"], name="leaf_of_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Pending(models.Model):
    """The outbox: a leaf that no log holds yet, written in the act's own transaction, deleted when it has its place."""

    leaf = models.OneToOneField(Leaf, on_delete=models.CASCADE, related_name="pending")

    class Meta:
        verbose_name_plural = "pending"

    def __str__(self) -> str:
        return str(self.leaf_id)
