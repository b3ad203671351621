"""What a province decides as data: steps of verification, thresholds of the tracks, remembered column mappings."""

from django.db import models

from duijie.kernel.clock import now


class VerificationStep(models.Model):
    """One step of verification of requests or needs in a part of the country; the longest matching path wins.

    `joint_role` names the office that takes the step together with the first one (会同), at `joint_level` where that
    is not the step's own.
    """

    class Kind(models.TextChoices):
        """What is verified."""

        REQUEST = "request"
        NEED = "need"
        ORDER = "order"

    path = models.CharField(max_length=80, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    level = models.CharField(max_length=12)
    hours = models.PositiveIntegerField()
    joint_role = models.CharField(max_length=30, blank=True)
    joint_level = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "kind", "position"], name="one_step_a_position")]
        ordering = ["path", "kind", "position"]

    def __str__(self) -> str:
        return f"{self.path} {self.kind} {self.position}: {self.role}"


class TrackThreshold(models.Model):
    """Up to which amount (fen) a need takes a track, in a part of the country."""

    path = models.CharField(max_length=80, db_collation="C")
    track = models.CharField(max_length=10)
    most_fen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "track"], name="one_threshold_a_track")]

    def __str__(self) -> str:
        return f"{self.path} {self.track} {self.most_fen}"


class ImportMapping(models.Model):
    """How an office's need list is laid out: mapped once, remembered by the digest of its headers."""

    office_path = models.CharField(max_length=80, db_collation="C")
    headers_digest = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office_path", "headers_digest"], name="one_mapping_a_layout")]

    def __str__(self) -> str:
        return f"{self.office_path} {self.headers_digest[:8]}"
