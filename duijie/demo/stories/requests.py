"""Households' requests in every state; every name says that nobody is meant."""

from dataclasses import dataclass

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.vocabulary import Consent, PolicyCover, PolicyKind
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.referrals import (
    refer_request,
    return_request_from_policy,
    settle_request_by_policy,
)
from duijie.apps.needs.services.requests import report_problem, submit_request, withdraw_request
from duijie.apps.needs.services.verification import decline_request, return_request, verify_request
from duijie.demo.accounts import VILLAGER_PHONE
from duijie.demo.places import VILLAGE
from duijie.demo.world import World, days_ago
from duijie.kernel.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Household:
    """A household that does not exist."""

    name: str
    house: str
    phone: str = ""


NOBODY = (
    Household("示例甲", "示例一组1号", VILLAGER_PHONE),
    Household("示例乙", "示例一组2号"),
    Household("示例丙", "示例二组3号"),
    Household("示例丁", "示例二组4号"),
    Household("示例戊", "示例三组5号"),
)


def tell(world: World) -> None:
    """One request for each state, and two that are verified and wait to be bundled."""
    with days_ago(6):
        returned = _sent(world.villager, "屋里漏水，想修一修", NOBODY[0], "livelihood", "housing")
        return_request(actor=world["cun1"], request=returned, reason="请说明是哪间屋、大约多大面积")
        declined = _sent(world["cun2"], "想要一辆小汽车", NOBODY[1], "livelihood", "daily_goods")
        decline_request(actor=world["cun1"], request=declined, reason="不属于生活困难范围")
        withdrawn = _sent(world.villager, "想借一台水泵", NOBODY[0], "livelihood", "water")
        withdraw_request(actor=world.villager, request=withdrawn)
        referred = _verified(world, "家里老人住院，花费大", NOBODY[2], "health", "serious_illness")
        refer_request(actor=world["cun1"], request=referred, policy=PolicyKind.MEDICAL, to_office="演示县医疗保障局")
        settled = _verified(world, "孩子上学交通费有困难", NOBODY[3], "livelihood", "education")
        refer_request(actor=world["cun1"], request=settled, policy=PolicyKind.EDUCATION, to_office="演示县教育局")
        settle_request_by_policy(actor=world["cun1"], request=settled)
        back = _verified(world, "低保之后冬天取暖仍困难", NOBODY[4], "livelihood", "daily_goods")
        refer_request(actor=world["cun1"], request=back, policy=PolicyKind.DIBAO, to_office="演示县民政局")
        return_request_from_policy(actor=world["cun1"], request=back, remaining_gap="取暖用煤仍缺一吨")
    with days_ago(1):
        _sent(world.villager, "门口的路坑洼，老人走路不方便", NOBODY[0], "livelihood", "roads")
        _sent(world["cun2"], "腿脚不便，想有人中午送饭", NOBODY[1], "livelihood", "elderly")
        _verified(world, "一个人住，想有人常来看看", NOBODY[2], "livelihood", "elderly")
        report_problem(actor=world.villager, request=_own(world), text="上次说来看，没有来")


def wish_of(world: World, title: str, text: str, household: Household, **more: object) -> Need:
    """A small wish of one household, bundled into a need of its own in the village's words, and sent."""
    request = _verified(world, text, household, "livelihood", str(more.pop("subfield", "daily_goods")))
    values = {
        "title": title,
        "text": f"一户困难家庭需要{title}，村里已入户核实。",
        "field": request.field,
        "subfield": request.subfield,
        "form": "goods",
        "maker": "village",
        "unit": "件",
        "quantity": 1,
        "division_code": VILLAGE,
        "households": 1,
        "contact_office": "甲示例村村民委员会（虚构）",
        "contact_phone": "0999-8100001",
        "policy_cover": PolicyCover.NONE.value,
        **more,
    }
    return submit_need(actor=world["cun1"], need=make_need(actor=world["cun1"], values=values, requests=[request]))


def _own(world: World) -> Request:
    return Request.objects.filter(account_id=world.villager.id, state="submitted").latest("submitted_at")


def _verified(world: World, text: str, household: Household, field: str, subfield: str) -> Request:
    request = _sent(world["cun2"], text, household, field, subfield)
    return verify_request(actor=world["cun1"], request=request, verified_how="入户查看，情况属实")


def _sent(actor: Actor, text: str, household: Household, field: str, subfield: str) -> Request:
    consent = Consent.SELF if actor.division_path == "" else Consent.SPOKEN
    return submit_request(
        actor=actor,
        text=text,
        name=household.name,
        phone=household.phone,
        house=household.house,
        division_code=VILLAGE,
        field=field,
        subfield=subfield,
        consent=consent,
    ).request
