"""Readings of a quarter as they were published, so that nobody can say later that they were others."""

from django.db import models

from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class PublishedReading(models.Model):
    """The counts of a quarter's cohort within a division path, as of a reading day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quarter = models.CharField(max_length=6)
    as_of = models.DateField()
    division_path = models.CharField(max_length=80, db_collation="C")
    counts = models.JSONField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quarter", "as_of", "division_path"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.quarter} {self.as_of}"
