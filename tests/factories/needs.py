"""Requests and needs for tests, at every station of their way, made by services at fictional places."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import Place
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.services.decisions import publish_need, state_cover, verify_need
from duijie.apps.needs.services.defaults import ensure_default_steps
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.requests import SubmittedRequest, submit_request
from duijie.apps.needs.services.verification import verify_request
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.ids import new_id
from tests.factories.accounts import PLACES, VILLAGE
from tests.factories.organizations import make_divisions


@dataclass(frozen=True)
class Offices:
    """One seat in every office above and in the example village; two in the village itself."""

    village: Actor
    village_colleague: Actor
    township: Actor
    county: Actor
    department: Actor
    prefecture: Actor

    def seat(self, role: str) -> Actor:
        """Who decides where it is a role's turn."""
        return {
            Role.VILLAGE.value: self.village,
            Role.TOWNSHIP.value: self.township,
            Role.COUNTY_OFFICE.value: self.county,
            Role.PREFECTURE_OFFICE.value: self.prefecture,
        }[role]


def make_seat(role: Role, place: Place | None = None, label: str = "") -> Actor:
    """The actor of an account without a password, which takes no time to make."""
    at = place or PLACES[role]
    account = Account.objects.create(
        username=f"s{new_id().hex[-12:]}",
        password="!",
        role=role.value,
        label=label or f"{at.name}经办员",
        division_code=at.code,
        division_path=at.path,
        division_name=at.name,
    )
    return actor_of(account)


def make_offices() -> Offices:
    """Places, steps and seats."""
    make_divisions()
    ensure_default_steps()
    return Offices(
        village=make_seat(Role.VILLAGE),
        village_colleague=make_seat(Role.VILLAGE),
        township=make_seat(Role.TOWNSHIP),
        county=make_seat(Role.COUNTY_OFFICE),
        department=make_seat(Role.LINE_DEPARTMENT),
        prefecture=make_seat(Role.PREFECTURE_OFFICE),
    )


def send_request(actor: Actor = VISITOR, **changes: Any) -> SubmittedRequest:
    """A villager asks for a lamp at his door, or a cadre for him; `make_offices` comes first."""
    given: dict[str, Any] = {
        "text": "门口的路晚上太黑，想装一盏太阳能路灯。",
        "name": "示例甲",
        "phone": "13800000001",
        "house": "示例村一组 3 号",
        "division_code": VILLAGE.code,
        "consent": "self" if not actor.is_official else "spoken",
    }
    return submit_request(actor=actor, **{**given, **changes})


def verified_request(offices: Offices, actor: Actor = VISITOR, **changes: Any) -> Request:
    """A request that somebody who did not type it has verified."""
    request = send_request(actor, **changes).request
    verifier = offices.village_colleague if actor == offices.village else offices.seat(request.awaiting_role)
    return verify_request(actor=verifier, request=request, verified_how="上门看过，确实没有路灯。")


def need_values(**changes: Any) -> dict[str, Any]:
    """Sixty lamps for a village."""
    given: dict[str, Any] = {
        "title": "示例村安装太阳能路灯",
        "text": "村内主路晚上没有照明，老人和学生出行不便，需要安装太阳能路灯。",
        "field": "livelihood",
        "subfield": "lighting",
        "form": "goods",
        "quantity": Decimal(60),
        "unit": "盏",
        "total_fen": 9_000_000,
        "beneficiaries": ["villagers"],
        "households": 120,
        "persons": 430,
        "contact_office": "示例村村民委员会",
        "contact_phone": "0932-0000001",
        "division_code": VILLAGE.code,
    }
    return {**given, **changes}


def draft_need(offices: Offices, **changes: Any) -> Need:
    """A village's draft."""
    return make_need(actor=offices.village, values=need_values(**changes))


def submitted_need(offices: Offices, **changes: Any) -> Need:
    """A village's need that waits for the township."""
    return submit_need(actor=offices.village, need=draft_need(offices, **changes))


def decidable_need(offices: Offices, **changes: Any) -> Need:
    """A need that the township has passed on and whose policy cover the county has stated."""
    need = verify_need(actor=offices.township, need=submitted_need(offices, **changes), opinion="情况属实")
    state_cover(actor=offices.county, need=need, policy_cover="none")
    need.refresh_from_db()
    return need


def published_need(offices: Offices | None = None, **changes: Any) -> Need:
    """A need in the library."""
    seats = offices or make_offices()
    return publish_need(actor=seats.county, need=decidable_need(seats, **changes), opinion="同意入库")
