"""Organizations that answer needs, and matches at every station, made by services."""

from decimal import Decimal

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.services.interest import commit, express_interest
from duijie.apps.matches.services.orders import place_village_order, place_villager_order
from duijie.apps.matches.services.suggestions import suggest
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.decisions import publish_need, state_cover
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.verification import verify_request
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.ids import new_id
from tests.factories.accounts import VILLAGE
from tests.factories.needs import Offices, need_values


def seat_of(organization: Organization, role: Role = Role.ORGANIZATION_MANAGER, *, device: str = "") -> Actor:
    """An account of an organization's people, without a password."""
    account = Account.objects.create(
        username=f"o{new_id().hex[-12:]}",
        password="!",
        role=role.value,
        label=organization.name,
        organization_id=organization.pk,
    )
    return actor_of(account, device=device)


def interest(organization: Organization, need: Need, quantity: Decimal = Decimal(20), **more: object) -> Match:
    """有意向 by the organization's manager."""
    actor = seat_of(organization)
    return express_interest(actor=actor, need=need, quantity=quantity, **more)  # type: ignore[arg-type]


def commitment(organization: Organization, need: Need, quantity: Decimal = Decimal(20)) -> Match:
    """确认承接, without its project."""
    return commit(actor=seat_of(organization), match=interest(organization, need, quantity), quantity=quantity)


def suggestion(office: Actor, need: Need, organization: Organization, offer: Offer | None = None) -> Suggestion:
    """推荐对接."""
    return suggest(actor=office, need=need, organization=organization, offer=offer, note="离得近，可以先看看")


def villagers_order(
    offer: Offer, quantity: Decimal = Decimal(1), actor: Actor = VISITOR, phone: str = "13800000002"
) -> Order:
    """点单 for one's own household."""
    return place_villager_order(
        actor=actor,
        offer=offer,
        quantity=quantity,
        text="母亲八十二岁，出门理发不方便。",
        name="示例乙",
        phone=phone,
        house="示例村二组 8 号",
        division_code=VILLAGE.code,
    ).order


def villages_order(offices: Offices, offer: Offer, quantity: Decimal = Decimal(4)) -> Order:
    """点单 for a village."""
    return place_village_order(
        actor=offices.village,
        offer=offer,
        quantity=quantity,
        text="村里有四位老人行动不便，想请人上门理发。",
        division_code=VILLAGE.code,
        households=4,
        persons=4,
    ).order


def decided(offices: Offices, need: Need) -> Need:
    """A submitted need whose next step decides, in the library."""
    state_cover(actor=offices.county, need=need, policy_cover="none")
    need.refresh_from_db()
    return publish_need(actor=offices.seat(need.awaiting_role), need=need, opinion="同意入库")


def opened(offices: Offices, order: Order) -> Order:
    """The order after its village's verification and the need behind it: it waits for the organization."""
    if order.request is not None:
        request = verify_request(actor=offices.village, request=order.request, verified_how="上门看过")
        values = need_values(title="上门理发", quantity=order.quantity, unit=order.offer.unit, total_fen=None)
        need = make_need(actor=offices.village_colleague, values=values, requests=[request])
        need = submit_need(actor=offices.village_colleague, need=need)
    else:
        need = order.need
    decided(offices, need)
    order.refresh_from_db()
    return order
