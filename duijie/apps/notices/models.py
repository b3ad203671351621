"""Notices: who was told what about which act."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class Notice(models.Model):
    """One person is told of one act, once.

    `message` is a message id and `params` what stands in it, so that everybody reads it in his own language; `wished`
    and `sent` are the ways beside the inbox. Account and audit entry are ids, not foreign keys.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    entry_id = models.UUIDField()
    message = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200)
    wished = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    sent = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="notice_inbox"),
            models.Index(fields=["account_id"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
        constraints = [
            UniqueConstraint(fields=["account_id", "entry_id"], name="notice_once_an_act"),
            CheckConstraint(condition=Q(link__startswith="/") & ~Q(link__startswith="//"), name="notice_link_is_ours"),
        ]

    def __str__(self) -> str:
        return self.message
