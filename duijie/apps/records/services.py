"""Keep the leaf of each public act, in the act's own transaction; erase what stands behind a subject's leaves."""

import secrets

from django.db import connection, transaction
from django.db.models import Model

from duijie.apps.records import rules
from duijie.apps.records.models import Leaf, Pending, Pseudonym
from duijie.apps.records.selectors import leaves_of, pseudonyms_of
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.ledger.disclosing.commitments import SALT_SIZE


def keep_leaf(entry: AuditEntry) -> None:
    """Keep the leaf of a public act's audit entry; other entries, and one that is kept already, change nothing.

    Raises:
        FactsRefused: a fact must not stand in a leaf; the whole act is undone.
    """
    if entry.facts is None or Leaf.objects.filter(entry_id=entry.pk).exists():
        return
    facts = rules.facts_of_leaf(entry.action, entry.subject_kind, entry.facts)
    if facts is None:
        return
    salts = {field: secrets.token_bytes(SALT_SIZE) for field in facts}
    leaf = Leaf.objects.create(
        entry_id=entry.pk,
        kind=entry.action,
        hour=rules.hour_of(entry.at),
        division=rules.county_of(entry.division_path),
        subject=_pseudonym_of(entry).text,
        role=entry.actor_role,
        root=rules.facts_root(facts, salts).hex(),
        facts=facts,
        salts={field: salt.hex() for field, salt in salts.items()},
    )
    Pending.objects.create(leaf=leaf)


@transaction.atomic
def erase(*, actor: Actor, subject: Model) -> int:
    """Delete the facts and salts behind a row's leaves and the row's pseudonym; returns of how many leaves.

    What was proven stays provable to those who hold the facts; nobody can read them here or guess them any more. One
    leaf more says that it was done. The caller has shown that the actor may erase the row.
    """
    leaves = leaves_of(subject).filter(facts__isnull=False)
    count = leaves.update(facts=None, salts=None, entry_id=None)
    forget_entries(subject)
    if count:
        keep_leaf(record(actor, rules.ERASURE, subject, facts={"leaves": count}))
        pseudonyms_of(subject).delete()
    return count


def forget_entries(subject: Model) -> None:
    """Take facts and details out of a row's audit entries; the trail keeps who did what and when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_facts(%s, %s)", [subject._meta.model_name, subject.pk])


def _pseudonym_of(entry: AuditEntry) -> Pseudonym:
    found, _ = Pseudonym.objects.get_or_create(
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        defaults={"text": secrets.token_hex(rules.PSEUDONYM_BYTES)},
    )
    return found
