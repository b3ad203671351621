"""Needs on their way to the library, in every state before an organization answers."""

from datetime import timedelta
from typing import Any

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.vocabulary import PolicyCover, PolicyKind
from duijie.apps.needs.services.aftercare import expire_needs
from duijie.apps.needs.services.decisions import (
    decline_need,
    publish_need,
    return_need,
    state_cover,
    verify_need,
)
from duijie.apps.needs.services.needs import make_need, submit_need, withdraw_need
from duijie.apps.needs.services.referrals import refer_need, settle_need_by_policy
from duijie.demo.places import COUNTY, SECOND_VILLAGE, THIRD_VILLAGE, VILLAGE
from duijie.demo.world import World, days_ago
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.clock import today


def tell(world: World) -> None:
    """Some that wait at each step, some that came back, and some that nobody has taken yet."""
    with days_ago(9):
        draft(world["cun1"], VILLAGE, "村卫生室添置血压计（示例草稿）", "health", "clinics", 3, "台")
        waiting_at_county = submitted(world["cun1"], VILLAGE, "村小学冬季热水炉", "livelihood", "education", 2, "台")
        verify_need(actor=world["xiang1"], need=waiting_at_county, opinion="情况属实")
        with_cover = submitted(world["cun3"], SECOND_VILLAGE, "老人活动室桌椅", "livelihood", "elderly", 20, "套")
        state_cover(actor=world["jiaoyu"], need=with_cover, policy_cover=PolicyCover.NONE)
        returned = submitted(
            world["cun3"], SECOND_VILLAGE, "修一段田间路（示例待完善）", "livelihood", "roads", 800, "米"
        )
        return_need(actor=world["xiang1"], need=returned, reason="请写明路段起止和受益户数")
        declined = submitted(
            world["cun3"], SECOND_VILLAGE, "村办公室更换沙发（示例不予受理）", "governance", "self_governance", 1, "套"
        )
        decline_need(actor=world["xiang1"], need=declined, reason="不属于群众困难")
        _gone(world)
    with days_ago(2):
        submitted(world["xian1"], COUNTY, "全县村医急救培训", "health", "health_knowledge", 120, "人", form="service")
        submitted(
            world["cun4"],
            THIRD_VILLAGE,
            "饮水管道改造",
            "livelihood",
            "water",
            46,
            "户",
            form="funds",
            total_fen=23_000_00,
        )
    with days_ago(30):
        published(
            world,
            "cun3",
            SECOND_VILLAGE,
            "留守儿童周末有人陪",
            "livelihood",
            "child_care",
            35,
            "人",
            form="service",
            beneficiaries=("children",),
        )
        published(world, "cun4", THIRD_VILLAGE, "村组路灯", "livelihood", "lighting", 40, "盏", total_fen=72_000_00)
        published(
            world,
            "cun4",
            THIRD_VILLAGE,
            "马铃薯储藏技术",
            "agritech",
            "farming_advice",
            4,
            "次",
            form="technology",
            beneficiaries=("growers",),
        )
        published(
            world,
            "cun1",
            VILLAGE,
            "小学图书更新",
            "culture_sport",
            "reading",
            800,
            "册",
            maker="school",
            beneficiaries=("students",),
        )


def _gone(world: World) -> None:
    referred = submitted(
        world["cun3"], SECOND_VILLAGE, "危房加固（示例已转办）", "livelihood", "housing", 3, "户", form="funds"
    )
    refer_need(actor=world["xian1"], need=referred, policy=PolicyKind.HOUSING, to_office="演示县住房和城乡建设局")
    settled = submitted(
        world["cun3"], SECOND_VILLAGE, "残疾人辅具（示例已由政策解决）", "livelihood", "disability", 5, "件"
    )
    refer_need(actor=world["xian1"], need=settled, policy=PolicyKind.DISABILITY, to_office="演示县残疾人联合会")
    settle_need_by_policy(actor=world["xian1"], need=settled)
    withdrawn = draft(world["cun3"], SECOND_VILLAGE, "重复填报（示例已撤回）", "livelihood", "lighting", 1, "盏")
    withdraw_need(actor=world["cun3"], need=withdrawn, reason="重复填报")
    published(
        world,
        "cun3",
        SECOND_VILLAGE,
        "春耕农机（示例已到期）",
        "agritech",
        "machinery",
        2,
        "台",
        wanted_by=today() + timedelta(days=3),
    )
    with days_ago(0):
        expire_needs()


def draft(
    actor: Actor, place: str, title: str, field: str, subfield: str, quantity: int, unit: str, **more: Any
) -> Need:
    """A need that somebody has typed but not sent."""
    values: dict[str, Any] = {
        "title": title,
        "text": f"{title}：经走访和村民会议商定，确有需要，请社会组织帮助。",
        "field": field,
        "subfield": subfield,
        "form": "goods",
        "maker": "county" if place == COUNTY else "village",
        "quantity": quantity,
        "unit": unit,
        "division_code": place,
        "beneficiaries": ("villagers",),
        "households": 40,
        "persons": 130,
        "contact_office": "演示县农业农村局（虚构）",
        "contact_phone": "0999-8100000",
        **more,
    }
    return make_need(actor=actor, values=values)


def submitted(
    actor: Actor, place: str, title: str, field: str, subfield: str, quantity: int, unit: str, **more: Any
) -> Need:
    """A need that was sent and waits for its first step."""
    return submit_need(actor=actor, need=draft(actor, place, title, field, subfield, quantity, unit, **more))


def published(
    world: World, author: str, place: str, title: str, field: str, subfield: str, quantity: int, unit: str, **more: Any
) -> Need:
    """A need that has gone all steps and stands in the library."""
    return decided(world, submitted(world[author], place, title, field, subfield, quantity, unit, **more))


def decided(world: World, need: Need) -> Need:
    """Go the remaining steps of a need and publish it."""
    if need.policy_checked_at is None:
        state_cover(actor=world["xian1"], need=need, policy_cover=PolicyCover.NONE)
        need.refresh_from_db()
    while need.state == "submitted":
        reviewer = _reviewer(world, need)
        if need.is_last_step:
            need = publish_need(actor=reviewer, need=need, opinion="同意入库")
        else:
            need = verify_need(actor=reviewer, need=need, opinion="情况属实")
    return need


def _reviewer(world: World, need: Need) -> Actor:
    seats = {
        Role.TOWNSHIP.value: ("xiang1", "zhen1"),
        Role.COUNTY_OFFICE.value: ("xian2",),
        Role.PREFECTURE_OFFICE.value: ("shi1",),
    }[need.awaiting_role]
    return next(world[name] for name in seats if world[name].division_path == need.awaiting_path)
