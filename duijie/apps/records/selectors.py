"""Read leaves, and what is needed to prove one."""

from uuid import UUID

from django.db.models import Model, QuerySet

from duijie.apps.records.models import Leaf, Pseudonym
from duijie.apps.records.rules import LeafBody, facts_root


def leaf_of_entry(entry_id: UUID) -> Leaf | None:
    """The leaf of an audit entry."""
    return Leaf.objects.filter(entry_id=entry_id).first()


def pseudonyms_of(subject: Model) -> QuerySet[Pseudonym]:
    """The row's pseudonym, if it has one. The caller has shown that the actor may see the row."""
    return Pseudonym.objects.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)


def leaves_of(subject: Model) -> QuerySet[Leaf]:
    """The leaves of a row, oldest first. The caller has shown that the actor may see the row."""
    return Leaf.objects.filter(subject__in=pseudonyms_of(subject).values("text")).order_by("id")


def position_of(leaf: Leaf) -> tuple[str, int] | None:
    """The origin of the log and the index from 0; None until the sequencer has placed it. It may be unpublished yet."""
    return None if leaf.log is None or leaf.index is None else (leaf.log.origin, leaf.index)


def body_of(leaf: Leaf) -> LeafBody:
    """What the log holds, or will hold, of this leaf."""
    return LeafBody(
        kind=leaf.kind,
        hour=leaf.hour,
        division=leaf.division,
        subject=leaf.subject,
        role=leaf.role,
        root=bytes.fromhex(leaf.root),
    )


def is_intact(leaf: Leaf) -> bool:
    """Whether the facts kept beside the leaf still make its root; an erased leaf has nothing that could differ."""
    if leaf.facts is None or leaf.salts is None:
        return True
    salts = {field: bytes.fromhex(salt) for field, salt in leaf.salts.items()}
    return salts.keys() == leaf.facts.keys() and facts_root(leaf.facts, salts).hex() == leaf.root
