"""What the database remembers of each log by itself, so that a folder or a backup of yesterday is not gone on with."""

from django.db import models

from duijie.kernel.clock import now


class Log(models.Model):
    """One log a year. `size` and `root` are what was made safe last, `published_size` what others may have seen.

    `halted` says in one sentence why the sequencer stands still; empty when it goes on.
    """

    origin = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField(default=0)
    root = models.CharField(max_length=64)
    published_size = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    cosigned_by = models.JSONField(default=list)
    halted = models.TextField(blank=True)
    opened_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.origin


class WitnessState(models.Model):
    """How a witness stands to a log: what it cosigned last, and since when and why it does not."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="witnesses")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    cosigned_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "name"], name="witness_of_log")]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """Evidence: a checkpoint of ours, and one signed by the same log that a witness holds and that contradicts it."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="conflicts")
    witness = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=now)
    reason = models.TextField()
    ours = models.TextField()
    theirs = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "witness", "ours"], name="conflict_once")]

    def __str__(self) -> str:
        return self.reason
