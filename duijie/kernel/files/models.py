"""The table of kept files; the bytes lie in the storage under their digest."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.fields import EncryptedTextField

SHA256_HEX = 64


class StoredFile(models.Model):
    """One upload by one person for one row; equal bytes are kept once.

    `policy` names the rule by which the web decides who may open it; `owner_kind` and `owner_id` name the row it
    belongs to, without a foreign key upward (empty until the form is sent). `public_*` describe the picture's copy
    without metadata; empty for other files, whose original is served under the policy only. `flags` are findings that
    a reviewer should see (`patterns.Kind`). `upload_id` is made by the client, so a repeated upload is one row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    upload_id = models.UUIDField(null=True, blank=True, unique=True)
    kind = models.CharField(max_length=20)
    policy = models.CharField(max_length=80)
    owner_kind = models.CharField(max_length=40, blank=True)
    owner_id = models.UUIDField(null=True, blank=True)
    name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=SHA256_HEX, db_index=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    public_sha256 = models.CharField(max_length=SHA256_HEX, blank=True, db_index=True)
    public_media_type = models.CharField(max_length=100, blank=True)
    public_size = models.BigIntegerField(null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    kept_by = models.UUIDField(null=True, blank=True)
    kept_by_label = models.CharField(max_length=120, blank=True)
    device = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        app_label = "kernel"
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="file_owner")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        return f"{self.kind} {self.media_type} {self.sha256[:12]}"


class UploadChunk(models.Model):
    """A piece of an upload whose end has not arrived yet; the pieces go when the whole is kept, or after two days."""

    upload_id = models.UUIDField()
    start = models.PositiveIntegerField()
    data = models.BinaryField()
    account_id = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(default=now, editable=False, db_index=True)

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["upload_id", "start"], name="chunk_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} from {self.start}"
