"""What every write to the register shares: texts that others read are screened, every act is recorded."""

from collections.abc import Iterator, Mapping

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import FACTS, NAME
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import RuleBroken
from duijie.kernel.privacy.screening import refusals, screen_text

_ATTESTED = ("number", "kind", "registration_level", "state")
_READ_BY_ALL = ("name", "scope", "introduction", "charter_area")


def text_faults(values: Mapping[str, object]) -> Iterator[RuleBroken]:
    """What must not stand in a text that others read."""
    for name in _READ_BY_ALL:
        yield from refusals(screen_text(str(values.get(name, ""))), field=name)


def assign(organization: Organization, values: Mapping[str, object]) -> None:
    """Write values to the row, not yet saved."""
    for name, value in values.items():
        setattr(organization, name, list(value) if isinstance(value, tuple) else value)


def record_act(
    actor: Actor, event: str, organization: Organization, details: Mapping[str, object] | None = None
) -> AuditEntry:
    """Record an act, with what it attests if it changes the standing; empty details are left out."""
    facts = {"event": event, **{name: getattr(organization, name) for name in _ATTESTED}}
    shown = {name: value for name, value in (details or {}).items() if value}
    return record(actor, NAME + event, organization, details=shown, facts=facts if NAME + event in FACTS else None)
