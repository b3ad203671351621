"""Divisions, the lists of counties that policy tilts to, and the units that report to the ministry."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from duijie.apps.regions.rules import Basis, Level, ListLevel, Origin, UnitKind
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class Division(models.Model):
    """One place with its official 12-digit code; rows elsewhere hold its code and path as text.

    `stem` is the name without its class word (通渭县 → 通渭). A division that is no longer on the official list
    stays with `is_active` false, because rows still name it.
    """

    code = models.CharField(max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(max_length=60, db_collation="C")
    stem = models.CharField(max_length=60, db_collation="C")
    full_name = models.CharField(max_length=160)
    level = models.CharField(max_length=12)
    parent_code = models.CharField(max_length=12, blank=True, db_collation="C")
    path = models.CharField(max_length=80, db_collation="C")
    initials = models.CharField(max_length=60, blank=True, db_collation="C")
    pinyin = models.CharField(max_length=240, blank=True, db_collation="C")
    origin = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=list(Level)), name="division_level_known"),
            models.CheckConstraint(condition=models.Q(origin__in=list(Origin)), name="division_origin_known"),
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{12}$"), name="division_code_digits"),
            models.CheckConstraint(condition=models.Q(path__regex=r"^/(\d+/)+$"), name="division_path_closed"),
            models.UniqueConstraint(fields=["path"], name="division_path_once"),
        ]
        indexes = [
            models.Index(fields=["parent_code"], name="division_parent"),
            models.Index(fields=["name"], name="division_name"),
            models.Index(fields=["initials"], name="division_initials"),
            models.Index(fields=["pinyin"], name="division_pinyin"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="division_name_parts"),
        ]

    def __str__(self) -> str:
        return self.full_name


class AddedVillage(models.Model):
    """Who added a village, and when; its code is provisional until the official list has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    division = models.OneToOneField(Division, on_delete=models.PROTECT, related_name="added")
    added_at = models.DateTimeField(default=now, editable=False)
    added_by = models.UUIDField(null=True)
    added_by_label = models.CharField(max_length=120)

    def __str__(self) -> str:
        return str(self.division)

    @property
    def number(self) -> str:
        """The provisional code, for the audit entry."""
        return self.division_id

    @property
    def division_path(self) -> str:
        """The village's path, for the audit entry."""
        return self.division.path


class CountyListing(models.Model):
    """A county on a list, for a time, by a document; lists change, so nothing of them stands in code.

    Empty dates are unknown. `confirmed_at` is set by the official who keeps the list;
    a withdrawn row stays readable and counts nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, default=ListLevel.NATIONAL.value)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=12)
    note = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_label = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=list(ListLevel)), name="%(class)s_level_known"),
            models.CheckConstraint(condition=models.Q(basis__in=list(Basis)), name="%(class)s_basis_known"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(class)s_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["division", "level", "valid_from"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="%(class)s_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.division)

    @property
    def number(self) -> str:
        """The county's code, for the audit entry."""
        return self.division_id

    @property
    def division_path(self) -> str:
        """The county's path, for the audit entry."""
        return self.division.path

    @property
    def is_verified(self) -> bool:
        """Whether someone has checked the row: the collector against a source, or the official who keeps the list."""
        return self.basis != Basis.UNVERIFIED or self.confirmed_at is not None

    def is_valid_on(self, day: date) -> bool:
        """Whether the row counts on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return self.withdrawn_at is None and begun and (self.valid_to is None or day <= self.valid_to)


class KeyCounty(CountyListing):
    """重点帮扶县: national and provincial organizations go there first (六)."""


class LiftedCounty(CountyListing):
    """脱贫县: lifted out of poverty; policies for it stay as they were (一)."""


class ReportingUnit(models.Model):
    """Who reports to the ministry: 31 provinces, the corps and 5 cities with plans of their own.

    A unit is everything below `paths` less everything below `excluded`; no place belongs to two.
    """

    code = models.CharField(max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField()
    paths = ArrayField(models.CharField(max_length=80, db_collation="C"))
    excluded = ArrayField(models.CharField(max_length=80, db_collation="C"), default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(UnitKind)), name="reportingunit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def contains(self, path: str) -> bool:
        """Whether a place belongs to the unit."""
        return path.startswith(tuple(self.paths)) and not path.startswith(tuple(self.excluded))
