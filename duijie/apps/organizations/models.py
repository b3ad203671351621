"""The register of organizations as the platform needs it: who they are, who registered them, how they stand."""

from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.rules.vocabulary import (
    ENDED,
    FILED,
    HIGHEST_GRADE,
    INSPECTIONS,
    KINDS,
    LEVELS_OF_COMMENDATION,
    LEVELS_OF_REGISTRATION,
    PARTY_ORGANIZATIONS,
)
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id, public_number
from duijie.kernel.lifecycle.database import state_constraint

PATH = 80


class Organization(models.Model):
    """A social organization (社会组织); public but for the path of its review.

    `registrar_path` is the division of the authority that registered it, `division_path` its home. `service_paths` are
    the divisions it serves by its own word; empty says nothing. `is_vouched` belongs to filed community organizations.
    `follow_digest` is of the 查询码 with which an applicant without an account follows the application, `holder_id` the
    id as which he acts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True, default=partial(public_number, "O"), editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    credit_code = models.CharField(max_length=18, null=True)  # noqa: DJ001 — several have none
    registration_level = models.CharField(max_length=20)
    registrar = models.CharField(max_length=120)
    registrar_path = models.CharField(max_length=PATH, db_collation="C")
    business_supervisor = models.CharField(max_length=120, blank=True)
    is_directly_registered = models.BooleanField(default=False)
    scope = models.TextField(blank=True)
    charter_area = models.CharField(max_length=200, blank=True)
    service_paths = ArrayField(models.CharField(max_length=PATH), default=list, blank=True)
    party_organization = models.CharField(max_length=20, default="none")
    has_fundraising_qualification = models.BooleanField(default=False)
    fundraising_certificate = models.CharField(max_length=60, blank=True)
    has_tax_deduction_qualification = models.BooleanField(default=False)
    is_hub = models.BooleanField(default=False)
    grade = models.PositiveSmallIntegerField(default=0)
    grade_valid_until = models.DateField(null=True, blank=True)
    inspection_conclusion = models.CharField(max_length=20, default="not_yet")
    inspection_year = models.PositiveSmallIntegerField(null=True, blank=True)
    established_on = models.DateField(null=True, blank=True)
    division_code = models.CharField(max_length=12, db_collation="C")
    division_path = models.CharField(max_length=PATH, db_collation="C")
    division_name = models.CharField(max_length=200)
    office_phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    introduction = models.TextField(blank=True)
    state = models.CharField(max_length=20, default=ORGANIZATION.initial)
    typed_by_id = models.UUIDField(null=True)
    is_vouched = models.BooleanField(default=False)
    vouched_by_id = models.UUIDField(null=True)
    vouched_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(default=now)
    holder_id = models.UUIDField(unique=True, default=new_id)
    follow_digest = models.CharField(max_length=64, blank=True, db_index=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(state=ENDED), name="organization_credit_code_once"
            ),
            state_constraint(ORGANIZATION),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="organization_kind_known"),
            models.CheckConstraint(
                condition=Q(registration_level__in=sorted(LEVELS_OF_REGISTRATION)), name="organization_level_known"
            ),
            models.CheckConstraint(
                condition=Q(party_organization__in=sorted(PARTY_ORGANIZATIONS)), name="organization_party_known"
            ),
            models.CheckConstraint(
                condition=Q(inspection_conclusion__in=sorted(INSPECTIONS)), name="organization_inspection_known"
            ),
            models.CheckConstraint(condition=Q(grade__lte=HIGHEST_GRADE), name="organization_grade_to_5a"),
            models.CheckConstraint(
                condition=Q(kind=FILED, credit_code__isnull=True, registration_level="filed")
                | ~Q(kind=FILED) & Q(credit_code__isnull=False) & ~Q(registration_level="filed"),
                name="organization_registered_has_code",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "division_path", "id"], name="organization_home"),
            models.Index(fields=["state", "registrar_path", "id"], name="organization_registrar"),
            models.Index(fields=["state", "-approved_at", "-id"], name="organization_newest"),
            GinIndex(fields=["name"], name="organization_name_parts", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_filed(self) -> bool:
        """Whether it is a filed community organization, which may implement but never receives money."""
        return self.kind == FILED

    @property
    def is_in_good_standing(self) -> bool:
        """Whether it may offer, take and carry out."""
        return self.state == "in_good_standing"


class Commendation(models.Model):
    """通报表扬: an office of civil affairs commends an organization by a document, in its own name; public.

    `year` is the year for which, `awarded_on` the day on which. `entry_id` is the audit entry whose leaf attests it.
    One that was withdrawn is shown as such, with the reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="commendations")
    title = models.CharField(max_length=80)
    document = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12)
    awarded_on = models.DateField()
    office_path = models.CharField(max_length=PATH, db_collation="C")
    office_label = models.CharField(max_length=120)
    entry_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=sorted(LEVELS_OF_COMMENDATION)), name="commendation_level_known"
            ),
            models.UniqueConstraint(
                fields=["organization", "document"],
                condition=Q(withdrawn_at=None) & ~Q(document=""),
                name="commendation_once",
            ),
        ]
        ordering = ["-awarded_on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.document} {self.title}"
