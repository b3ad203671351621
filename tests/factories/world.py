"""A small world for generated tests: two counties, two organizations, a seat in every role on both sides, and work.

Everything is fictional. Seats have accounts without passwords, which take no time to make.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import COUNTRY, Place
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.accounts.services import villager_of
from duijie.apps.matches.models import Match, Order, Round, Suggestion
from duijie.apps.matches.services.interest import express_interest
from duijie.apps.matches.services.orders import place_villager_order
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.services.bundling import bundle
from duijie.apps.needs.services.defaults import ensure_default_steps
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.requests import submit_request
from duijie.apps.needs.services.verification import verify_request
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Project
from duijie.apps.projects.services.codes import issue_slip
from duijie.apps.projects.services.opening import commit_match
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.ids import new_id
from tests.factories import accounts as places
from tests.factories.matches import decided, suggestion
from tests.factories.needs import Offices, need_values, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_divisions, make_organization

OTHER_TOWNSHIP = Place("621122100000", "/62/6211/621122/621122100/", "演示县演示镇")
OTHER_VILLAGE = Place("621122100201", "/62/6211/621122/621122100/621122100201/", "演示县演示镇演示村")
OTHER_PREFECTURE = Place("621200000000", "/62/6212/", "演示市")
OTHER_PROVINCE = Place("630000000000", "/63/", "演示省")
HERE = {
    Role.VILLAGE: places.VILLAGE,
    Role.TOWNSHIP: places.TOWNSHIP,
    Role.COUNTY_OFFICE: places.COUNTY,
    Role.LINE_DEPARTMENT: places.COUNTY,
    Role.CIVIL_AFFAIRS: places.COUNTY,
    Role.PREFECTURE_OFFICE: places.PREFECTURE,
    Role.PROVINCE_OFFICE: places.PROVINCE,
    Role.MINISTRY: COUNTRY,
    Role.AUDITOR: places.PROVINCE,
}
ELSEWHERE = {
    Role.VILLAGE: OTHER_VILLAGE,
    Role.TOWNSHIP: OTHER_TOWNSHIP,
    Role.COUNTY_OFFICE: places.OTHER_COUNTY,
    Role.LINE_DEPARTMENT: places.OTHER_COUNTY,
    Role.CIVIL_AFFAIRS: places.OTHER_COUNTY,
    Role.PREFECTURE_OFFICE: OTHER_PREFECTURE,
    Role.PROVINCE_OFFICE: OTHER_PROVINCE,
    Role.AUDITOR: OTHER_PROVINCE,
}
OWN_PHONE, OTHER_PHONE = "13800000011", "13800000012"


@dataclass(frozen=True)
class Seat:
    """Somebody in the world: an account, or a visitor."""

    name: str
    actor: Actor
    account: Account | None = None

    @property
    def role(self) -> Role:
        return self.actor.role

    def __str__(self) -> str:
        return self.name


@dataclass
class World:
    """Seats by name and one row of each kind; `codes` are those that only the right person has."""

    seats: dict[str, Seat]
    ours: Organization
    theirs: Organization
    codes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Seat:
        return self.seats[name]

    def __iter__(self) -> Iterator[Seat]:
        return iter(self.seats.values())

    @property
    def offices(self) -> Offices:
        """The offices here, for the other factories."""
        return Offices(
            village=self["village"].actor,
            village_colleague=self["village colleague"].actor,
            township=self["township"].actor,
            county=self["county_office"].actor,
            department=self["line_department"].actor,
            prefecture=self["prefecture_office"].actor,
        )


def seat(name: str, role: Role, place: Place | None = None, organization: Organization | None = None) -> Seat:
    """An account, here or elsewhere."""
    at = place or Place("", "", "")
    account = Account.objects.create(
        username=f"w{new_id().hex[-12:]}",
        password="!",
        role=role.value,
        label=f"{at.name or (organization.name if organization else '')}经办员（{name}）",
        division_code=at.code,
        division_path=at.path,
        division_name=at.name,
        organization_id=organization.pk if organization else None,
    )
    return Seat(name, actor_of(account), account)


def _villager(name: str, phone: str) -> Seat:
    account = villager_of(f"+86{phone}")
    return Seat(name, actor_of(account), account)


def make_world() -> World:
    """The seats, and one organization on each side."""
    make_divisions()
    make_divisions(OTHER_TOWNSHIP, OTHER_VILLAGE, OTHER_PREFECTURE, OTHER_PROVINCE)
    ensure_default_steps()
    ours = make_organization(name="示例县乡村服务协会")
    theirs = make_organization(
        name="演示县爱心服务社",
        registrar_path=places.OTHER_COUNTY.path,
        division_code=places.OTHER_COUNTY.code,
        charter_area="演示县",
    )
    seats = [
        *(seat(role.value, role, place) for role, place in HERE.items()),
        *(seat(f"{role.value} colleague", role, HERE[role]) for role in HERE),
        *(seat(f"{role.value} elsewhere", role, place) for role, place in ELSEWHERE.items()),
        seat("organization_manager", Role.ORGANIZATION_MANAGER, organization=ours),
        seat("organization_staff", Role.ORGANIZATION_STAFF, organization=ours),
        seat("organization_manager elsewhere", Role.ORGANIZATION_MANAGER, organization=theirs),
        seat("organization_staff elsewhere", Role.ORGANIZATION_STAFF, organization=theirs),
        _villager("villager", OWN_PHONE),
        _villager("villager elsewhere", OTHER_PHONE),
        Seat("visitor", VISITOR),
    ]
    return World({each.name: each for each in seats}, ours, theirs)


def with_work(world: World) -> World:
    """One row of each lifecycle, made by services; a test puts it into the state that it needs."""
    offices, manager = world.offices, world["organization_manager"].actor
    sent = submit_request(
        actor=offices.village,
        text="门口的路晚上太黑，想装一盏太阳能路灯。",
        name="示例甲",
        phone=OWN_PHONE,
        house="示例村一组 3 号",
        division_code=places.VILLAGE.code,
        consent="spoken",
    )
    need = published_need(offices)
    offer = make_offer(world.ours)
    world.codes["request"] = sent.follow_code
    world.rows = {
        "organization": world.ours,
        "request": sent.request,
        "need": need,
        "offer": offer,
        "match": express_interest(actor=manager, need=published_need(offices), quantity=Decimal(20)),
        "suggestion": suggestion(offices.county, published_need(offices), world.ours),
        "order": _order(world, offer),
        "round": _round(offices),
        "project": _project(world, published_need(offices)),
    }
    return world


def _order(world: World, offer: Offer) -> Order:
    placed = place_villager_order(
        actor=world["villager"].actor,
        offer=offer,
        quantity=Decimal(1),
        text="母亲八十二岁，出门理发不方便。",
        name="示例乙",
        phone=OWN_PHONE,
        house="示例村二组 8 号",
        division_code=places.VILLAGE.code,
    )
    offices = world.offices
    request = verify_request(actor=offices.village, request=placed.order.request, verified_how="上门看过")
    values = need_values(title="上门理发", quantity=Decimal(1), unit=offer.unit, total_fen=None)
    need = make_need(actor=offices.village_colleague, values=values, requests=[request])
    decided(offices, submit_need(actor=offices.village_colleague, need=need))
    return Order.objects.get(pk=placed.order.pk)


def _round(offices: Offices) -> Round:
    row = prepare_round(actor=offices.county)
    compute(row.pk)
    row.refresh_from_db()
    return row


def _project(world: World, need: Need) -> Project:
    manager = world["organization_manager"].actor
    match = express_interest(actor=manager, need=need, quantity=Decimal(20))
    project = commit_match(actor=manager, match=match, quantity=Decimal(20))
    Project.objects.filter(pk=project.pk).update(state="under_way")
    project.refresh_from_db()
    slip = issue_slip(actor=world["village colleague"].actor, project=project)
    world.codes["project"] = slip.code
    Project.objects.filter(pk=project.pk).update(
        state="drafting", receiver_account_id=world["villager"].actor.id, delivered_by_id=manager.id
    )
    project.refresh_from_db()
    return project


def bundled(world: World, request: Request, need: Need) -> None:
    """Put a verified request into a need of the village."""
    bundle(actor=world.offices.township, need=need, requests=[request])


__all__ = ["ELSEWHERE", "HERE", "Match", "Seat", "Suggestion", "World", "make_world", "with_work"]
