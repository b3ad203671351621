"""The supply library (供给项目库): what organizations offer, and how much of it is still free."""

from datetime import date
from decimal import Decimal
from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from duijie.apps.offers.rules.content import capacity_left
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.rules.vocabulary import MODES
from duijie.apps.organizations.models import Organization
from duijie.kernel.clock import now
from duijie.kernel.files.models import StoredFile
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint


class Offer(models.Model):
    """One offer (供给项目). Quantities are in `unit`, money in fen; `areas` are division paths, none means anywhere.

    `reach` repeats the areas with every division above them, so that a list for a province also finds what is
    offered to one of its counties. `capacity_taken` is written by `reserve_capacity` and `release_capacity` only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=partial(public_number, "S"), editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=60)
    field = models.CharField(max_length=30, blank=True)
    subfield = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=500, blank=True)
    beneficiaries = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    reach = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    key_counties_only = models.BooleanField(default=False)
    forms = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    capacity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    capacity_taken = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    budget_fen = models.BigIntegerField(null=True, blank=True)
    mode = models.CharField(max_length=10, default="onsite")
    available_from = models.DateField(null=True, blank=True)
    available_to = models.DateField(null=True, blank=True)
    qualifications = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    requirements = models.CharField(max_length=200, blank=True)
    contact_office = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, default=OFFER.initial)
    typed_by_id = models.UUIDField(null=True)
    is_standing_checked = models.BooleanField(default=False)
    standing_checked_by_id = models.UUIDField(null=True)
    standing_checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            state_constraint(OFFER),
            models.CheckConstraint(condition=Q(mode__in=sorted(MODES)), name="offer_mode_known"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="offer_capacity_positive"),
            models.CheckConstraint(condition=Q(capacity_taken__gte=0), name="offer_taken_not_negative"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True, capacity_taken=0) | Q(capacity_taken__lte=F("capacity")),
                name="offer_never_over_taken",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="offer_search"),
            GinIndex(fields=["title"], name="offer_title_parts", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["forms", "beneficiaries"], name="offer_kinds"),
            GinIndex(fields=["areas"], name="offer_areas"),
            GinIndex(fields=["reach"], name="offer_reach"),
            models.Index(fields=["state", "-published_at", "-id"], name="offer_newest"),
            models.Index(fields=["state", "field", "-published_at", "-id"], name="offer_newest_of_field"),
            models.Index(fields=["organization", "-created_at"], name="offer_of_organization"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def division_path(self) -> str:
        """The home of the organization, for the audit entry."""
        return self.organization.division_path

    @property
    def left(self) -> Decimal:
        """How much may still be taken, in `unit`."""
        return capacity_left(self.capacity, self.capacity_taken)

    def is_open_on(self, day: date) -> bool:
        """Whether it stands in the menu on a day and something of it is left."""
        lasting = self.available_to is None or day <= self.available_to
        return self.state == "published" and self.organization.is_in_good_standing and lasting and self.left > 0
