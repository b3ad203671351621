"""Households that can be recognized wherever they turn up: their words, names, phones and houses are like no others."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duijie.apps.matches.services.orders import place_villager_order
from duijie.apps.needs.models import Request
from duijie.apps.needs.services.decisions import publish_need, state_cover, verify_need
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.referrals import refer_request
from duijie.apps.needs.services.requests import report_problem, submit_request, withdraw_request
from duijie.apps.needs.services.verification import decline_request, return_request, verify_request
from duijie.apps.offers.models import Offer
from duijie.apps.projects.rules import Face
from duijie.apps.projects.services.codes import holder_of, issue_slip
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.delivery import report_delivery
from duijie.apps.projects.services.opening import claim_wish
from duijie.kernel.access.actors import VISITOR, Actor
from tests.factories.projects import photo


@dataclass(frozen=True)
class Household:
    """What a household has told; `text` may be read by those who handle the request, the rest by its village."""

    request: Request
    text: str
    name: str
    phone: str
    house: str

    @property
    def person(self) -> tuple[str, ...]:
        """Who they are, in every way in which it is written."""
        grouped = f"{self.phone[:3]} {self.phone[3:7]} {self.phone[7:]}"
        return (self.name, self.phone, grouped, f"+86{self.phone}", self.house)


class Village:
    """Somebody in each office of one village, who takes the households' requests on."""

    def __init__(self, offices: dict[str, Actor], division_code: str) -> None:
        self.offices, self.division_code = offices, division_code
        self.households: list[Household] = []

    def asks(self, actor: Actor = VISITOR, **more: Any) -> Request:
        """One more household."""
        number = len(self.households)
        given = {
            "text": f"黑水沟第{number}座石磨旁的土屋漏风，想补一补。",
            "name": f"隐名{'甲乙丙丁戊己庚辛壬癸'[number]}",
            "phone": f"1370000{number:04d}",
            "house": f"九曲巷{number}号附{number}室",
        }
        consent = "spoken" if actor.is_official else "self"
        sent = submit_request(actor=actor, division_code=self.division_code, consent=consent, **given, **more)
        self.households.append(Household(sent.request, **given))
        return sent.request

    def verified(self, actor: Actor = VISITOR) -> Request:
        """A household whose request was found to be so."""
        return verify_request(actor=self.offices["village"], request=self.asks(actor), verified_how="上门看过")

    def wish(self, request: Request, **changes: Any) -> Any:
        """A need of one household in words of its own, published."""
        values = {
            "title": "修补墙面（示例）",
            "text": "一户居民的墙面需要修补，请帮助材料。",
            "field": "livelihood",
            "subfield": "housing",
            "form": "goods",
            "quantity": Decimal(1),
            "unit": "户",
            "total_fen": 60_000,
            "beneficiaries": ["elderly"],
            "division_code": self.division_code,
            "contact_office": "示例村村民委员会",
            "contact_phone": "0999-0000009",
            **changes,
        }
        colleague, county = self.offices["colleague"], self.offices["county"]
        need = submit_need(actor=colleague, need=make_need(actor=colleague, values=values, requests=[request]))
        if not need.is_last_step:
            need = verify_need(actor=self.offices["township"], need=need, opinion="情况属实")
        state_cover(actor=county, need=need, policy_cover="none")
        need.refresh_from_db()
        return publish_need(actor=county, need=need, opinion="同意入库")


def plant(village: Village, manager: Actor, villager: Actor, offer: Offer) -> list[Household]:
    """A household in every state, of a visitor, a villager and a cadre; one with a delivery, one with an order."""
    offices = village.offices
    village.asks(villager)
    return_request(actor=offices["village"], request=village.asks(), reason="请写明面积")
    decline_request(actor=offices["village"], request=village.asks(), reason="不属于范围")
    refer_request(actor=offices["village"], request=village.asks(), policy="housing")
    withdraw_request(actor=villager, request=village.asks(villager))
    report_problem(actor=villager, request=village.asks(villager), text="两个月没有人来")
    village.verified(offices["colleague"])
    village.wish(village.verified())
    delivered(village, manager)
    _order(village, offer)
    return village.households


def delivered(village: Village, manager: Actor) -> None:
    """A wish that was claimed, delivered and confirmed with its code."""
    need = village.wish(village.verified(), title="轮椅一辆（示例）", unit="辆")
    project = claim_wish(actor=manager, need=need, quantity=Decimal(1))
    photos = [photo(manager)]
    project = report_delivery(
        actor=manager, project=project, text="已送到", delivered_quantity=Decimal(1), photos=photos
    )
    slip = issue_slip(actor=village.offices["village"], project=project)
    _, holder = holder_of(VISITOR, slip.code)
    confirm_receipt(actor=holder, project=project, face=Face.GOOD)


def _order(village: Village, offer: Offer) -> None:
    given = {
        "text": "黑水沟第九座石磨旁住着，想请人来。",
        "name": "隐名癸",
        "phone": "13700009999",
        "house": "九曲巷九号附九室",
    }
    placed = place_villager_order(
        actor=VISITOR, offer=offer, quantity=Decimal(1), division_code=village.division_code, **given
    )
    village.households.append(Household(placed.order.request, **given))
