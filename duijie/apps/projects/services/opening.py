"""How a project begins: a commitment, an order taken, or a small wish claimed, each in one transaction."""

from decimal import Decimal

from django.db import transaction

from duijie.apps.matches.models import Match, Order
from duijie.apps.matches.rules import PartyRole
from duijie.apps.matches.services import interest, orders
from duijie.apps.matches.services.progress import set_stage
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.steps import level_of, path_at
from duijie.apps.needs.rules.vocabulary import Track
from duijie.apps.projects.models import Party, Project
from duijie.apps.projects.rules import STAGE_OF_STATE, PartyKind
from duijie.apps.records.rules import quantity_text
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark

_LEVEL_ABOVE = {"village": "township", "township": "county", "county": "prefecture", "prefecture": "province"}


@transaction.atomic
def commit_match(*, actor: Actor, match: Match, quantity: Decimal, amount_fen: int | None = None) -> Project:
    """确认承接, and open the project that carries it."""
    committed = interest.commit(actor=actor, match=match, quantity=quantity, amount_fen=amount_fen)
    return open_project(actor=actor, match=committed)


@transaction.atomic
def accept_order(*, actor: Actor, order: Order) -> Project:
    """接单, and open the project that carries it."""
    return open_project(actor=actor, match=orders.accept(actor=actor, order=order))


@transaction.atomic
def claim_wish(*, actor: Actor, need: Need, quantity: Decimal) -> Project:
    """认领 a small wish: interest, commitment and project in one; delivery ends with a signed receipt.

    Raises:
        RuleBroken: the need is not a small wish, or less is still open.
    """
    if need.track != Track.WISH:
        raise RuleBroken(mark("Only small wishes are claimed at once; please express interest in this need."))
    return open_project(actor=actor, match=interest.commit_at_once(actor=actor, need=need, quantity=quantity))


def open_project(*, actor: Actor, match: Match) -> Project:
    """Open the project of a committed match, inside the act that committed it."""
    need = match.need
    is_wish = need.track == Track.WISH
    project = Project.objects.create(
        need=need,
        match=match,
        organization=match.organization,
        track=need.track,
        state="under_way" if is_wish else "drafting",
        started_at=now() if is_wish else None,
        quantity=match.quantity,
        unit=need.unit,
        amount_fen=match.amount_fen,
        division_path=need.division_path,
        purpose=need.text,
        **_receiver(need),
    )
    _add_parties(project, match)
    record(
        actor,
        "projects.project.open",
        project,
        details={"need": need.number},
        facts={"need": need.number, "quantity": quantity_text(project.quantity), "unit": project.unit},
    )
    set_stage(match, STAGE_OF_STATE[project.state])
    return project


def _receiver(need: Need) -> dict[str, object]:
    requests = list(need.requests.all()[:2])
    is_household = len(requests) == 1
    level = level_of(need.division_path)
    above = _LEVEL_ABOVE.get(level, "province")
    return {
        "receiver_is_household": is_household,
        "receiver_account_id": requests[0].account_id if is_household else None,
        "receiver_path": need.division_path,
        "receiver_name": need.implementer or need.division_name,
        "confirming_path": path_at(need.division_path, above),
    }


def _add_parties(project: Project, match: Match) -> None:
    kinds = {
        PartyRole.FUNDER: (PartyKind.FUNDER,),
        PartyRole.IMPLEMENTER: (PartyKind.IMPLEMENTER,),
        PartyRole.BOTH: (PartyKind.FUNDER, PartyKind.IMPLEMENTER),
    }[PartyRole(match.party_role)]
    organization = match.organization
    Party.objects.bulk_create(
        [
            *(Party(project=project, kind=kind, name=organization.name, organization=organization) for kind in kinds),
            Party(project=project, kind=PartyKind.RECEIVER, name=project.receiver_name),
        ]
    )
