"""The audit entry: appended, never changed (the application's database role may only insert and read)."""

from django.db import models

from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class AuditEntry(models.Model):
    """Who did what to which row, on whose behalf, by which channel and device.

    `subject_kind` and `subject_id` name the row without a foreign key upward; `details` holds what people may read
    in the history (no personal data); `facts` are those that go on the ledger leaf.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_number = models.CharField(max_length=20, blank=True)
    division_path = models.CharField(max_length=80, blank=True, db_collation="C")
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=30)
    actor_label = models.CharField(max_length=120)
    actor_division_path = models.CharField(max_length=80, blank=True, db_collation="C")
    organization_id = models.UUIDField(null=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20)
    device = models.CharField(max_length=64, blank=True)
    state_after = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=dict)
    facts = models.JSONField(null=True)

    class Meta:
        app_label = "kernel"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_number}"
