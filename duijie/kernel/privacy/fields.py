"""Columns whose content only the application can read."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import BaseExpression

from duijie.kernel.privacy.encryption import decrypt, encrypt


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # django-stubs fills the arguments per use
    """Text that the database holds as an AES-GCM token. None stays None.

    It cannot be searched, sorted or made unique: keep a `keyed_digest` beside it for look-up. The token is bound to
    `app.model.field`, so renaming a model or field needs a data migration that decrypts with the old name.
    """

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: Django refuses every other look-up, as two tokens of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_prep_value(self, value: Any) -> Any:
        """The token, with the newest key."""
        text = super().get_prep_value(value)
        return None if text is None else encrypt(str(text), context=self.context)

    def from_db_value(
        self, value: str | None, _expression: BaseExpression, _connection: BaseDatabaseWrapper
    ) -> str | None:
        """The text again."""
        return None if value is None else decrypt(value, context=self.context)

    @property
    def context(self) -> str:
        """What the token is bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"
