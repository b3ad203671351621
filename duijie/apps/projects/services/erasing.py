"""Erase what stands behind a row that is finished: words, names, amounts, the facts and salts of its leaves.

It stands here because a need can only be emptied with the matches and projects that came of it. What was proven stays
provable to those who hold a paper; nothing here can be read, guessed or proven any more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from duijie.apps.accounts.selectors import accounts_of_organization
from duijie.apps.matches.models import Match
from duijie.apps.matches.services.forgetting import forget_match, forget_matching
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.services.forgetting import forget_need, forget_requests, requests_behind
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.offers.models import Offer
from duijie.apps.offers.services.forgetting import forget_offer
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.services.forgetting import forget_organization
from duijie.apps.projects.models import Project
from duijie.apps.projects.selectors import OPEN_STATES
from duijie.apps.projects.services.forgetting import forget_project
from duijie.apps.records.selectors import leaves_of
from duijie.apps.records.services import erase
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import locked

Erasable = Need | Project | Offer | Organization
ACTIONS: Final[Mapping[type[Model], str]] = {
    Need: "needs.need.erase",
    Project: "projects.project.erase",
    Offer: "offers.offer.erase",
    Organization: "organizations.organization.erase",
}
TOLD: Final = mark("What stood behind it was erased; papers that were given out still prove what they proved")


@dataclass(frozen=True, slots=True)
class Behind:
    """What an erasure takes from one row: how many leaves lose their facts, and the names of these facts."""

    row: Model
    leaves: int
    facts: tuple[str, ...]


def what_goes(row: Erasable) -> list[Behind]:
    """What an erasure would take, row by row, without rows that have no leaf left to empty."""
    found = []
    for each in _rows_behind(row):
        kept = [leaf.facts for leaf in leaves_of(each).filter(facts__isnull=False) if leaf.facts is not None]
        if kept:
            found.append(Behind(each, len(kept), tuple(sorted({name for facts in kept for name in facts}))))
    return found


@transaction.atomic
def erase_row(*, actor: Actor, row: Erasable, reason: str) -> int:
    """Erase what stands behind a row and all that came of it; returns how many leaves lost their facts.

    Raises:
        NotAllowed: it is not this office's, is still going on, or the actor took part in it.
        Faults: the reason is missing or holds what others must not read.
        RuleBroken: a project of it is still going on.
    """
    fresh = locked(row)
    action = ACTIONS[type(fresh)]
    require(actor, action, fresh)
    refuse_if(_reason_faults(reason))
    behind = list(_rows_behind(fresh))
    if any(isinstance(each, Project) and each.state in OPEN_STATES for each in behind):
        raise RuleBroken(mark("A project of it is still going on; it must end first."))
    people = list(_owners(behind))
    _forget(behind)
    count = sum(erase(actor=actor, subject=each) for each in behind)
    fresh.refresh_from_db()
    _tell(record(actor, action, fresh, details={"reason": reason, "leaves": count}), fresh, people)
    return count


def _rows_behind(row: Erasable) -> Iterator[Model]:
    """The row and what came of it: nobody could be sure of a need that still stands in its projects."""
    yield row
    if isinstance(row, Need):
        yield from requests_behind(row)
        yield from row.matches.order_by("pk")
        yield from row.projects.select_related("need").order_by("pk")
    elif isinstance(row, Project):
        yield row.match
    elif isinstance(row, Organization):
        yield from row.offers.select_related("picture").order_by("pk")


def _forget(behind: list[Model]) -> None:
    for each in behind:
        for kind, empty in _EMPTIED.items():
            if isinstance(each, kind):
                empty(each)


def _forget_whole_need(need: Need) -> None:
    forget_requests(need)
    forget_matching(need)
    forget_need(need)


_EMPTIED: Final[Mapping[type[Model], Callable[..., None]]] = {
    Need: _forget_whole_need,
    Match: forget_match,
    Project: forget_project,
    Offer: forget_offer,
    Organization: forget_organization,
}


def _owners(behind: list[Model]) -> Iterator[Recipient]:
    """Whose row it was: the organizations in it, whoever typed it, and the households that have an account."""
    for each in behind:
        organization_id = each.pk if isinstance(each, Organization) else getattr(each, "organization_id", None)
        if organization_id:
            people = accounts_of_organization(organization_id)
            yield from (Recipient(account.pk, Because.ORGANIZATION) for account in people)
        for name in ("account_id", "receiver_account_id", "typed_by_id"):
            account_id: UUID | None = getattr(each, name, None)
            if account_id:
                yield Recipient(account_id, Because.OWN)


def _tell(entry: AuditEntry, row: Erasable, people: list[Recipient]) -> None:
    told = [each for each in people if each.account_id != entry.actor_id]
    notify(entry, told, stage=TOLD, params={"number": row.number}, link="/messages/")


def _reason_faults(reason: str) -> Iterator[RuleBroken]:
    if not reason.strip():
        yield RuleBroken(mark("Please fill this in."), field="reason")
    yield from text_faults(reason=reason)
