"""Where a row belongs: texts, because divisions are rows of another tier and rows must outlive a renaming."""

from django.db import models


class Placed(models.Model):
    """A row that belongs to a division: its code, its path (scope = prefix) and its name when it was written."""

    division_code = models.CharField(max_length=12, db_collation="C")
    division_path = models.CharField(max_length=80, db_collation="C", db_index=True)
    division_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


class Typed(models.Model):
    """A row that somebody typed, and whose turn it is to decide on it.

    Where a step is taken jointly, `joint_role` at `joint_path` has to agree first: `is_joint_open` until it has,
    then `joint_label` says who did.
    """

    typed_by_id = models.UUIDField(null=True)
    typed_by_role = models.CharField(max_length=30)
    typed_by_label = models.CharField(max_length=120)
    typed_on_device = models.CharField(max_length=64, blank=True)
    awaiting_role = models.CharField(max_length=30, blank=True)
    awaiting_path = models.CharField(max_length=80, blank=True, db_collation="C")
    joint_role = models.CharField(max_length=30, blank=True)
    joint_path = models.CharField(max_length=80, blank=True, db_collation="C")
    joint_label = models.CharField(max_length=120, blank=True)
    is_joint_open = models.BooleanField(default=False)
    awaiting_until = models.DateTimeField(null=True)
    step_number = models.PositiveSmallIntegerField(default=0)
    is_last_step = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
