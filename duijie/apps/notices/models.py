"""Notices: who was told what about which act, by which ways, and how everybody wants to be told."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.notices.rules import Because, Means, Rhythm, Sending, Trouble
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.fields import EncryptedTextField


def _values(words: type[Because | Means | Rhythm | Sending | Trouble]) -> list[str]:
    return sorted(each.value for each in words)


class Notice(models.Model):
    """One person is told of one act, once.

    `message` is a message id and `params` what stands in it, so that everybody reads it in his own language; `because`
    says why it is told to him. Account and audit entry are ids, not foreign keys.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    entry_id = models.UUIDField()
    message = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200)
    because = models.CharField(max_length=20, blank=True)
    is_urgent = models.BooleanField(default=False)
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
            CheckConstraint(condition=Q(because__in=["", *_values(Because)]), name="notice_because_known"),
        ]

    def __str__(self) -> str:
        return self.message


class Letter(models.Model):
    """What went to somebody, word by word; a digest is one letter for several notices. Only its reader sees it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    means = models.CharField(max_length=10)
    text = EncryptedTextField()
    sent_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["account_id", "-id"], name="letter_account")]
        constraints = [CheckConstraint(condition=Q(means__in=_values(Means)), name="letter_means_known")]

    def __str__(self) -> str:
        return f"{self.means} {self.sent_at:%Y-%m-%d %H:%M}"


class Dispatch(models.Model):
    """One notice on one way out of the platform: waiting, sent, failed or dropped; `trouble` says why it did not go."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dispatches")
    account_id = models.UUIDField()
    means = models.CharField(max_length=10)
    in_digest = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, default=Sending.WAITING.value)
    trouble = models.CharField(max_length=20, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="dispatches")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state=Sending.WAITING.value, in_digest=True), name="dispatch_digest_due"
            ),
            models.Index(
                fields=["account_id", "means"], condition=Q(state=Sending.WAITING.value), name="dispatch_waiting"
            ),
        ]
        constraints = [
            UniqueConstraint(fields=["notice", "means"], name="dispatch_once_a_way"),
            CheckConstraint(condition=Q(means__in=_values(Means)), name="dispatch_means_known"),
            CheckConstraint(condition=Q(state__in=_values(Sending)), name="dispatch_state_known"),
            CheckConstraint(condition=Q(trouble__in=["", *_values(Trouble)]), name="dispatch_trouble_known"),
        ]

    def __str__(self) -> str:
        return f"{self.means} {self.state}"


class Choice(models.Model):
    """How somebody wants to be told; without a row: SMS where the act asks for it, mail where an address is given.

    `wechat_id` is what the official account knows the person by; it is there only while he has connected the two.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField(unique=True)
    sms = models.BooleanField(default=False)
    email = models.BooleanField(default=False)
    wechat = models.BooleanField(default=False)
    wechat_id = EncryptedTextField(null=True, blank=True)
    rhythm = models.CharField(max_length=10, default=Rhythm.AT_ONCE.value)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(rhythm__in=_values(Rhythm)), name="choice_rhythm_known"),
            CheckConstraint(condition=Q(wechat=False) | Q(wechat_id__isnull=False), name="choice_wechat_is_connected"),
        ]

    def __str__(self) -> str:
        return self.rhythm
