"""Who asked: personal data, encrypted, in a table of its own."""

from django.db import models

from duijie.apps.needs.models.requests import Request
from duijie.kernel.clock import now
from duijie.kernel.privacy.fields import EncryptedTextField


class Applicant(models.Model):
    """Name, phone and house of the household behind a request; read only by its village and township."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="applicant")
    name = EncryptedTextField()
    phone = EncryptedTextField(null=True)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True)
    house = EncryptedTextField(null=True)
    note = EncryptedTextField(null=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"applicant of {self.request_id}"
