"""Tables of projects: agreement, parties, milestones, money records, evidence, confirmations, problems."""

from django.db import models
from django.db.models import Q

from duijie.apps.matches.models import Match
from duijie.apps.needs.models import Need
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.rules import PROJECT, ConfirmedBy, EvidenceKind, Face, MoneyKind, PartyKind
from duijie.kernel.clock import now
from duijie.kernel.files.models import StoredFile
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint
from duijie.kernel.privacy.fields import EncryptedTextField


def _number() -> str:
    return public_number("P")


class Project(models.Model):
    """One organization's part of one need, from agreement to confirmation; amounts in fen.

    `receiver_path` is the village (or township, county) that receives; `confirming_path` the level above it.
    `code_digest` is the keyed digest of the 确认码, `holder_id` the id as which its holder acts. `delivered_on` is the
    day on which things changed hands, `delivered_at` the moment of the report.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=_number)
    state = models.CharField(max_length=12, default=PROJECT.initial)
    track = models.CharField(max_length=10)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="projects")
    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="project")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="projects")
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    delivered_quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=10)
    division_path = models.CharField(max_length=80, db_collation="C", db_index=True)
    receiver_path = models.CharField(max_length=80, db_collation="C")
    receiver_name = models.CharField(max_length=120)
    receiver_is_household = models.BooleanField(default=False)
    confirming_path = models.CharField(max_length=80, db_collation="C")
    receiver_account_id = models.UUIDField(null=True)
    holder_id = models.UUIDField(unique=True, default=new_id)
    code_digest = models.CharField(max_length=64, blank=True, db_index=True)
    code_to_send = EncryptedTextField(null=True)
    code_given = models.CharField(max_length=10, blank=True)
    code_given_at = models.DateTimeField(null=True)

    purpose = models.CharField(max_length=500, blank=True)
    amount_fen = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    drafted_by_id = models.UUIDField(null=True)
    signed_giving_by_id = models.UUIDField(null=True)
    signed_giving_at = models.DateTimeField(null=True)
    signed_receiving_by_id = models.UUIDField(null=True)
    signed_receiving_at = models.DateTimeField(null=True)
    receiver_signatory = models.CharField(max_length=60, blank=True)
    delivered_on = models.DateField(null=True)
    delivered_by_id = models.UUIDField(null=True)
    delivered_on_device = models.CharField(max_length=64, blank=True)

    created_at = models.DateTimeField(default=now)
    signed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            state_constraint(PROJECT),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="project_quantity_positive"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="project_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A party of the agreement, with its share of the amount."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=16, choices=[(each, each) for each in PartyKind])
    name = models.CharField(max_length=120)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    amount_fen = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Milestone(models.Model):
    """What is to be reached by when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField()
    text = models.CharField(max_length=200)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"{self.due_on} {self.text}"


class MoneyRecord(models.Model):
    """One of the four records, stated by payer or payee with a voucher; the platform never holds money."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="money")
    kind = models.CharField(max_length=8, choices=[(each, each) for each in MoneyKind])
    amount_fen = models.BigIntegerField()
    on = models.DateField()
    voucher = models.CharField(max_length=60, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    by_giver = models.BooleanField()
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="money_positive")]
        ordering = ["on", "at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class Evidence(models.Model):
    """A report with photographs: of progress or delivery by the delivering side, of a problem by the receiving side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=[(each, each) for each in EvidenceKind])
    text = models.CharField(max_length=500)
    photos = models.ManyToManyField(StoredFile, related_name="+")
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.project_id}"


class Confirmation(models.Model):
    """The receiving side says that it arrived; what the figures count."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="confirmations")
    by = models.CharField(max_length=12, choices=[(each, each) for each in ConfirmedBy])
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    face = models.CharField(max_length=8, choices=[(each, each) for each in Face])
    text = models.CharField(max_length=200, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=30)
    actor_label = models.CharField(max_length=120)
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.project_id} {self.by}"


class ServiceHours(models.Model):
    """志愿服务时长 of one day: how many people gave how many tenths of an hour, all together; nobody by name.

    They count once `confirmation` is there and was not taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="hours")
    served_on = models.DateField()
    people = models.PositiveIntegerField()
    tenths = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    confirmation = models.ForeignKey(Confirmation, on_delete=models.SET_NULL, null=True, related_name="hours")
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "service hours"
        constraints = [models.CheckConstraint(condition=Q(people__gt=0, tenths__gt=0), name="hours_positive")]
        ordering = ["served_on", "at"]

    def __str__(self) -> str:
        return f"{self.served_on} {self.people} × {self.tenths}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the receiving side has confirmed them and not taken it back."""
        return self.confirmation is not None and self.confirmation.revoked_at is None


class Problem(models.Model):
    """What the receiving side found wrong, and how it was settled; internal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="problems")
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    outcome = models.CharField(max_length=12, blank=True)
    settlement = models.CharField(max_length=500, blank=True)
    settled_by_label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"problem of {self.project_id}"
