"""What was taken from a source: its records as they were verified, and the needs and offers that follow from them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.exchange.models.sources import Source
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class FollowedRecord(models.Model):
    """One published entry of a source with the facts behind it, which made the root that its log holds.

    `facts` are None once the origin has erased them. `problem` says in one sentence why no row came of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    origin = models.CharField(max_length=200)
    index = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    hour = models.DateTimeField()
    division = models.CharField(max_length=12, blank=True, db_collation="C")
    subject = models.CharField(max_length=64)
    role = models.CharField(max_length=30)
    facts = models.JSONField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [UniqueConstraint(fields=["source", "origin", "index"], name="followed_record_once")]
        indexes = [
            models.Index(fields=["source", "subject"], name="followed_record_subject"),
            models.Index(fields=["source", "kind", "hour"], name="followed_record_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.index}"


class Followed(models.Model):
    """What needs and offers of other provinces have in common; `published_at` is the hour that the entry gives.

    `erased_at` is set, and every word gone, once the origin has erased it; the row stays for what refers to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="%(class)ss")
    subject = models.CharField(max_length=64)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    field = models.CharField(max_length=40, blank=True)
    subfield = models.CharField(max_length=40, blank=True)
    aid = models.CharField(max_length=40, blank=True)
    beneficiaries = ArrayField(models.CharField(max_length=40), default=list)
    unit = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=40)
    division_code = models.CharField(max_length=12, blank=True, db_collation="C")
    division_path = models.CharField(max_length=80, blank=True, db_collation="C")
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    taken_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)

    class Meta:
        abstract = True
        constraints = [
            UniqueConstraint(fields=["source", "subject"], name="%(class)s_once"),
            CheckConstraint(condition=Q(erased_at=None) | Q(number="", title="", text=""), name="%(class)s_erased"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="%(class)s_newest"),
            models.Index(fields=["field", "-published_at", "-id"], name="%(class)s_of_field"),
            models.Index(fields=["source", "number"], name="%(class)s_number"),
            GinIndex(fields=["search"], name="%(class)s_search"),
        ]

    def __str__(self) -> str:
        return self.number


class FollowedNeed(Followed):
    """A need of another province's library; how much of it is still open only its own page there knows."""

    form = models.CharField(max_length=40, blank=True)
    track = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=40, blank=True)
    policy_cover = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    quantity_met = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    total_fen = models.BigIntegerField(null=True)
    wanted_by = models.DateField(null=True)

    @property
    def origin_address(self) -> str:
        """Its own page at its origin."""
        return f"{self.source.site_address}needs/{self.number}/"


class FollowedOffer(Followed):
    """An offer of another province's menu; `organization` is its public number there, `areas` where it is given."""

    organization = models.CharField(max_length=200, blank=True)
    registration = models.CharField(max_length=40, blank=True)
    areas = models.TextField(blank=True)
    capacity = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    @property
    def origin_address(self) -> str:
        """Its own page at its origin."""
        return f"{self.source.site_address}offers/{self.number}/"
