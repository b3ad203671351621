"""Subscriptions of organizations and offices, and what was found for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.exchange.models.partners import PartnerPair
from duijie.apps.exchange.rules.subscriptions import ADDRESS_LENGTH, NAME_LENGTH, Kind, Standing
from duijie.apps.organizations.models import Organization
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.fields import EncryptedTextField

_KINDS = sorted(each.value for each in Kind)


class Subscription(models.Model):
    """A standing question to a library, of an organization or of an office (role and division).

    Empty lists mean any; `areas` are division paths, `reach` the same with every division above them. Who works there
    is told if `tells_people`, by the ways that each has chosen. `failures` counts failed tries of the webhook in a row;
    `status` is what it last answered: a number of HTTP, or a message id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="subscriptions")
    office_role = models.CharField(max_length=30, blank=True)
    office_path = models.CharField(max_length=80, blank=True, db_collation="C")
    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=10)
    fields = ArrayField(models.CharField(max_length=30), default=list)
    areas = ArrayField(models.CharField(max_length=80), default=list)
    reach = ArrayField(models.CharField(max_length=80), default=list)
    beneficiaries = ArrayField(models.CharField(max_length=20), default=list)
    only_key_counties = models.BooleanField(default=False)
    tells_people = models.BooleanField(default=True)
    webhook_address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    webhook_secret = EncryptedTextField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=100, blank=True)
    paused_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=Standing.ACTIVE.value)
    made_by_id = models.UUIDField(null=True)
    made_by_label = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "exchange"
        indexes = [
            models.Index(fields=["kind"], condition=Q(state=Standing.ACTIVE.value), name="subscription_active"),
            models.Index(fields=["office_path", "office_role"], name="subscription_of_office"),
        ]
        constraints = [
            CheckConstraint(condition=Q(kind__in=_KINDS), name="subscription_kind_known"),
            CheckConstraint(
                condition=Q(state__in=sorted(each.value for each in Standing)), name="subscription_state_known"
            ),
            CheckConstraint(
                condition=Q(organization__isnull=False, office_role="", office_path="")
                | Q(organization__isnull=True) & ~Q(office_role="") & ~Q(office_path=""),
                name="subscription_has_one_owner",
            ),
            CheckConstraint(
                condition=Q(webhook_address="") | Q(webhook_secret__isnull=False), name="subscription_webhook_is_signed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def division_path(self) -> str:
        """The office's or the organization's home, for the audit entry."""
        return self.organization.division_path if self.organization else self.office_path


class Hit(models.Model):
    """A newly published row that fits a subscription, or lies in the west of a pair; what it says is read when shown.

    `told_at` is set once people were told (or need not be), `pushed_at` once the webhook has taken it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, null=True, related_name="hits")
    pair = models.ForeignKey(PartnerPair, on_delete=models.CASCADE, null=True, related_name="hits")
    kind = models.CharField(max_length=10)
    row_id = models.UUIDField()
    found_at = models.DateTimeField(default=now, editable=False)
    told_at = models.DateTimeField(null=True)
    is_to_push = models.BooleanField(default=False)
    pushed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "exchange"
        indexes = [
            models.Index(fields=["found_at"], condition=Q(told_at__isnull=True), name="hit_untold"),
            models.Index(
                fields=["subscription", "id"], condition=Q(is_to_push=True, pushed_at__isnull=True), name="hit_unpushed"
            ),
            models.Index(fields=["kind", "row_id"], name="hit_of_row"),
            models.Index(fields=["found_at"], name="hit_age"),
        ]
        constraints = [
            CheckConstraint(condition=Q(kind__in=_KINDS), name="hit_kind_known"),
            CheckConstraint(
                condition=Q(subscription__isnull=True, pair__isnull=False)
                | Q(subscription__isnull=False, pair__isnull=True),
                name="hit_of_one",
            ),
            UniqueConstraint(fields=["subscription", "row_id"], name="hit_once_a_subscription"),
            UniqueConstraint(fields=["pair", "row_id"], name="hit_once_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.found_at:%Y-%m-%d %H:%M}"
