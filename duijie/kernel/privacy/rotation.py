"""Bring every encrypted value to the newest key, so that an old key can be thrown away."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from duijie.kernel.privacy.encryption import token_prefix
from duijie.kernel.privacy.fields import EncryptedTextField
from duijie.kernel.privacy.keys import field_keys

BATCH = 500


def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted field of every table."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField) and not model._meta.proxy and model._meta.managed:
                yield model, field


def rotate(batch: int = BATCH) -> dict[str, int]:
    """Re-encrypt what older keys hold; returns how many values per `app.model.field`.

    It may be stopped and started again at any time, and runs beside the web: each batch is one short transaction.
    """
    done: dict[str, int] = {}
    for model, field in encrypted_fields():
        done[field.context] = 0
        while count := _rotate_batch(model, field, batch):
            done[field.context] += count
    return done


def values_under_old_keys() -> dict[str, int]:
    """How many values each field still holds under an older key; all zero means that the old keys may go."""
    return {field.context: _old_rows(model, field).count() for model, field in encrypted_fields()}


@transaction.atomic
def _rotate_batch(model: type[models.Model], field: EncryptedTextField, batch: int) -> int:
    rows = list(_old_rows(model, field).select_for_update(of=("self",)).order_by("pk")[:batch])
    for row in rows:
        model._base_manager.filter(pk=row.pk).update(**{field.name: getattr(row, field.attname)})  # noqa: SLF001
    return len(rows)


def _old_rows(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[models.Model]:
    newest = token_prefix(field_keys().newest)
    stored = Cast(field.name, models.TextField())
    rows: models.QuerySet[models.Model] = model._base_manager.annotate(stored_token=stored)  # noqa: SLF001
    return rows.exclude(stored_token=None).exclude(stored_token__startswith=newest).only("pk", field.name)
