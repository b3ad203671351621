"""Write and read the audit trail."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Model, QuerySet

from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.listening import announce
from duijie.kernel.audit.models import AuditEntry


def record(
    actor: Actor,
    action: str,
    row: Model,
    *,
    details: Mapping[str, object] | None = None,
    facts: Mapping[str, object] | None = None,
    on_behalf_of: str = "",
) -> AuditEntry:
    """Append the entry of one act and tell those who listen.

    `details` are shown in the readable history and hold no personal data; `facts` go on the ledger leaf.

    Raises:
        TransactionManagementError: called outside a transaction, where the act and its entry could part.
    """
    _require_transaction(action)
    entry = _entry(actor, action, row, details=details, facts=facts, on_behalf_of=on_behalf_of)
    entry.save(force_insert=True)
    announce(entry)
    return entry


def record_many(
    actor: Actor, action: str, rows: Iterable[Model], *, details: Mapping[str, object] | None = None
) -> list[AuditEntry]:
    """Append one entry for each row of a list that one act has made, in a few statements; internal acts only.

    Raises:
        TransactionManagementError: called outside a transaction.
    """
    _require_transaction(action)
    entries = [_entry(actor, action, row, details=details) for row in rows]
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    for entry in entries:
        announce(entry)
    return entries


def _require_transaction(action: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action} was recorded outside its transaction")


def _entry(
    actor: Actor,
    action: str,
    row: Model,
    *,
    details: Mapping[str, object] | None,
    facts: Mapping[str, object] | None = None,
    on_behalf_of: str = "",
) -> AuditEntry:
    return AuditEntry(
        action=action,
        subject_kind=row._meta.model_name or "",
        subject_id=row.pk,
        subject_number=getattr(row, "number", ""),
        division_path=getattr(row, "division_path", ""),
        actor_id=actor.id,
        actor_role=actor.role.value,
        actor_label=actor.label,
        actor_division_path=actor.division_path,
        organization_id=actor.organization_id,
        on_behalf_of=on_behalf_of,
        channel=actor.channel.value,
        device=actor.device,
        state_after=str(getattr(row, "state", "")),
        details=dict(details or {}),
        facts=None if facts is None else dict(facts),
    )


def history(row: Model) -> QuerySet[AuditEntry]:
    """The entries of a row, oldest first. The caller has shown that the actor may see the row."""
    return AuditEntry.objects.filter(subject_kind=row._meta.model_name, subject_id=row.pk).order_by("at", "id")
