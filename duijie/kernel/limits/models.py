"""One row per try; rows older than the window are dropped as they are met."""

from django.db import models

from duijie.kernel.clock import now


class Attempt(models.Model):
    """A try of something that may not be tried without end, such as a code."""

    id = models.BigAutoField(primary_key=True)
    purpose = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        app_label = "kernel"
        indexes = [models.Index(fields=["purpose", "mark", "at"], name="attempt_window")]

    def __str__(self) -> str:
        return f"{self.purpose} at {self.at}"
