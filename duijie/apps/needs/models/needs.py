"""A need (需求项目): what the demand library publishes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from duijie.apps.needs.models.places import Placed, Typed
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.vocabulary import Form, Maker, PolicyCover, Source, Track, Urgency
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint


def _number() -> str:
    return public_number("N")


class Need(Placed, Typed):
    """One need with its quantity, its policy cover and the dates of its own journey.

    Quantities are in `unit`; amounts in fen. `quantity_taken`, `quantity_agreed`, `quantity_met`, `state` and the
    dates from `first_interest_at` on follow from matches and projects and are written by `services.reflect` only.
    `imported_row` is the row of the list as it was read in last, by which a later list shows what has changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_number)
    state = models.CharField(max_length=20, default=NEED.initial)
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    field = models.CharField(max_length=30)
    subfield = models.CharField(max_length=30, blank=True)
    aid = models.CharField(max_length=20)
    track = models.CharField(max_length=10, choices=[(each, each) for each in Track])
    maker = models.CharField(max_length=10, choices=[(each, each) for each in Maker])
    source = models.CharField(max_length=12, choices=[(each, each) for each in Source])
    form = models.CharField(max_length=12, choices=[(each, each) for each in Form])
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=10)
    total_fen = models.BigIntegerField(null=True)
    secured_fen = models.BigIntegerField(default=0)
    beneficiaries = ArrayField(models.CharField(max_length=20), default=list)
    households = models.PositiveIntegerField(null=True)
    persons = models.PositiveIntegerField(null=True)
    urgency = models.CharField(max_length=10, choices=[(each, each) for each in Urgency], default=Urgency.NORMAL)
    wanted_by = models.DateField(null=True)
    not_needed = models.CharField(max_length=200, blank=True)
    implementer = models.CharField(max_length=100, blank=True)
    policy_cover = models.CharField(max_length=10, choices=[(each, each) for each in PolicyCover], blank=True)
    policy_name = models.CharField(max_length=100, blank=True)
    remaining_gap = models.CharField(max_length=200, blank=True)
    policy_checked_by_label = models.CharField(max_length=120, blank=True)
    policy_checked_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=500, blank=True)
    contact_office = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    village_name = models.CharField(max_length=60, blank=True)
    public_place = models.CharField(max_length=120)
    county_path = models.CharField(max_length=40, db_collation="C", db_index=True)
    is_key_county = models.BooleanField(default=False)
    verified_by_id = models.UUIDField(null=True)
    verified_on_device = models.CharField(max_length=64, blank=True)
    import_key = models.CharField(max_length=64, blank=True)
    imported_row = models.JSONField(default=dict)
    search = SearchVectorField(null=True)

    created_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    first_interest_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    revisited_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    quantity_taken = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    quantity_agreed = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    quantity_met = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        constraints = [
            state_constraint(NEED),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_quantity_positive"),
            models.CheckConstraint(condition=Q(quantity_taken__lte=F("quantity")), name="need_never_over_taken"),
            models.CheckConstraint(condition=Q(quantity_met__lte=F("quantity")), name="need_never_over_met"),
            models.UniqueConstraint(
                fields=["county_path", "import_key"], condition=~Q(import_key=""), name="need_imported_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="need_search"),
            models.Index(fields=["-published_at", "-id"], name="need_newest", condition=Q(published_at__isnull=False)),
            models.Index(
                fields=["field", "-published_at", "-id"],
                name="need_newest_in_field",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(
                fields=["-published_at", "-id"],
                name="need_newest_key_county",
                condition=Q(published_at__isnull=False, is_key_county=True),
            ),
            models.Index(fields=["awaiting_path", "awaiting_role", "state"], name="need_turn"),
            models.Index(fields=["typed_by_id", "state"], name="need_typist"),
            models.Index(fields=["verified_at"], name="need_cohort"),
            models.Index(fields=["division_path", "-created_at", "id"], name="need_of_office"),
        ]

    def __str__(self) -> str:
        return self.number
