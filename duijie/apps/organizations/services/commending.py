"""通报表扬: an office of civil affairs commends an organization, and may withdraw it with a reason."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from duijie.apps.organizations.models import Commendation, Organization
from duijie.apps.organizations.rules.lifecycle import NAME, ORGANIZATION, WITHDRAW_COMMENDATION
from duijie.apps.organizations.services.telling import OUR_PAGE, tell_organization
from duijie.apps.regions.rules import level_of_path
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance, locked
from duijie.kernel.privacy.screening import refusals, screen_text

EARLIEST_YEAR = 2000


@transaction.atomic
def commend_organization(
    *, actor: Actor, organization: Organization, title: str, document: str, year: int, awarded_on: date, office: str
) -> Commendation:
    """Enter the commendation that the actor's office, as its letterhead calls it, has given for the work of a year.

    Raises:
        Faults: something is missing, names a person's number, or lies ahead.
        RuleBroken: this document commends the organization already.
    """
    given = {"title": title, "document": document, "year": year, "awarded_on": awarded_on}
    fresh = advance(actor, ORGANIZATION, organization, "commend", {**given, "office": office})
    refuse_if((*_text_faults(title=title, document=document, office=office), *_time_faults(year, awarded_on)))
    if fresh.commendations.filter(document=document, withdrawn_at=None).exists():
        raise RuleBroken(mark("This document commends the organization already."), field="document")
    level = level_of_path(actor.division_path)
    row = Commendation(
        organization=fresh,
        **given,
        level=level.value if level else "",
        office_path=actor.division_path,
        office_label=office,
    )
    entry = _attest(actor, "commend", row)
    row.entry_id = entry.pk
    row.save(force_insert=True)
    tell_organization(entry, fresh, stage=mark("Your organization was commended"), link=OUR_PAGE)
    return row


@transaction.atomic
def withdraw_commendation(*, actor: Actor, commendation: Commendation, reason: str) -> Commendation:
    """Withdraw a commendation of the actor's own office; it stays to be seen as withdrawn.

    Raises:
        NotAllowed: another office gave it, or it is withdrawn already.
        Faults: the reason is missing, or names a person's number.
    """
    fresh = locked(commendation)
    require(actor, WITHDRAW_COMMENDATION, fresh)
    refuse_if(_text_faults(reason=reason))
    fresh.withdrawn_at, fresh.withdrawn_reason = now(), reason
    fresh.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    entry = _attest(actor, "withdraw_commendation", fresh, reason)
    stage = mark("A commendation of your organization was withdrawn")
    tell_organization(entry, fresh.organization, stage=stage, link=OUR_PAGE)
    return fresh


def _attest(actor: Actor, event: str, row: Commendation, reason: str = "") -> AuditEntry:
    attested = {"document": row.document, "year": row.year, "level": row.level}
    details = {"reason": reason} if reason else {"note": f"{row.title}（{row.document}）"}
    facts = {"number": row.organization.number, **attested}
    return record(actor, NAME + event, row.organization, details=details, facts=facts)


def _text_faults(**texts: str) -> Iterator[RuleBroken]:
    for name, text in texts.items():
        if not text.strip():
            yield RuleBroken(mark("Please fill this in."), field=name)
        yield from refusals(screen_text(text), field=name)


def _time_faults(year: int, awarded_on: date) -> Iterator[RuleBroken]:
    if awarded_on > today():
        yield RuleBroken(mark("This day lies ahead."), field="awarded_on")
    if not EARLIEST_YEAR <= year <= today().year:
        yield RuleBroken(
            mark("Please give a year from %(first)s to %(last)s."), field="year", first=EARLIEST_YEAR, last=today().year
        )
