"""Messages that a demo or an offline place keeps instead of sending."""

from django.db import models

from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.fields import EncryptedTextField


class Medium(models.TextChoices):
    """By what a message would have gone."""

    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"


class LocalMessage(models.Model):
    """A message kept here: address, subject and body are encrypted, the digest finds those of one address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    medium = models.CharField(max_length=10, choices=Medium)
    address = EncryptedTextField()
    address_digest = models.CharField(max_length=64)
    subject = EncryptedTextField(null=True)
    body = EncryptedTextField()
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        app_label = "kernel"
        indexes = [
            models.Index(fields=["medium", "address_digest", "created_at"], name="local_message_address"),
            models.Index(fields=["created_at"], name="local_message_created"),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.created_at:%Y-%m-%d %H:%M}"
