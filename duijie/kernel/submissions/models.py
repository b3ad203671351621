"""One row per sent form: its encrypted draft while unfinished, its result once done."""

from django.db import models

from duijie.kernel.clock import now
from duijie.kernel.privacy.fields import EncryptedTextField


class Submission(models.Model):
    """A form that somebody sent; `id` was made with the page, so the same page sent twice is the same row.

    `receipt` is what only the sender may read afterwards, such as a code.
    """

    id = models.UUIDField(primary_key=True)
    form = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True)
    device = models.CharField(max_length=64, blank=True)
    draft = EncryptedTextField(null=True)
    receipt = EncryptedTextField(null=True)
    result = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kernel"
        indexes = [models.Index(fields=["created_at"], name="submission_created")]

    def __str__(self) -> str:
        return f"{self.form} {self.id}"
