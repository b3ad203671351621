"""The supply menu: offers in every state."""

from datetime import timedelta
from decimal import Decimal

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content
from duijie.apps.offers.services import (
    check_standing,
    draft_offer,
    pause_offer,
    publish_offer,
    return_offer,
    submit_offer,
)
from duijie.apps.offers.services.proposing import end_offer, withdraw_offer
from duijie.demo.places import COUNTY, PREFECTURE, TOWNSHIP, place_of
from duijie.demo.world import World, days_ago
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today


def tell(world: World) -> None:
    """Publish what the four organizations offer; leave some on the way."""
    with days_ago(140):
        _publish(world, "jijin1", ("shengmin1", "shengmin2"), _lamps())
        _publish(world, "jijin1", ("shengmin1", "shengmin2"), _water())
        _publish(world, "jijin1", ("shengmin1", "shengmin2"), _books())
        _publish(world, "shegong1", ("minzheng1", "minzheng2"), _elderly())
        _publish(world, "shegong1", ("minzheng1", "minzheng2"), _children())
        _publish(world, "nongji1", ("shimin1", "shimin2"), _technique())
        _publish(world, "nongji1", ("shimin1", "shimin2"), _sales())
        _publish(world, "huzhu1", ("minzheng1", "minzheng2"), _meals())
    with days_ago(4):
        _in_other_states(world)


def _publish(world: World, author: str, reviewers: tuple[str, str], content: Content) -> Offer:
    offer = _submitted(world, world[author], content)
    checked = check_standing(actor=world[reviewers[0]], offer=offer)
    return publish_offer(actor=world[reviewers[1]], offer=checked)


def _submitted(world: World, author: Actor, content: Content) -> Offer:
    return submit_offer(actor=author, offer=_drafted(world, author, content))


def _drafted(world: World, author: Actor, content: Content) -> Offer:
    organization = next(each for each in world.organizations.values() if each.pk == author.organization_id)
    return draft_offer(actor=author, organization=organization, content=content)


def _in_other_states(world: World) -> None:
    _drafted(world, world["shegong1"], _plain("残疾人家庭无障碍改造（示例草稿）"))
    _submitted(world, world["shegong1"], _plain("留守老人心理陪伴（示例待审）"))
    check_standing(
        actor=world["minzheng1"], offer=_submitted(world, world["shegong1"], _plain("社区康复训练（示例待发布）"))
    )
    returned = _submitted(world, world["shegong1"], _plain("健康讲座（示例待完善）"))
    return_offer(actor=world["minzheng1"], offer=returned, reason="请写明每场人数")
    withdraw_offer(actor=world["shegong1"], offer=_drafted(world, world["shegong1"], _plain("旧衣回收（示例已撤回）")))
    reviewers = ("minzheng1", "minzheng2")
    pause_offer(actor=world["shegong1"], offer=_publish(world, "shegong1", reviewers, _plain("理发进村（示例暂停）")))
    end_offer(actor=world["shegong1"], offer=_publish(world, "shegong1", reviewers, _plain("夏令营（示例已结束）")))


def _content(title: str, text: str, field: str, subfield: str, **more: object) -> Content:
    values: dict[str, object] = {
        "beneficiaries": ("villagers",),
        "forms": ("goods",),
        "capacity": Decimal(100),
        "unit": "份",
        "available_from": today(),
        "available_to": today() + timedelta(days=500),
        "contact_office": "项目办公室（虚构）",
        "contact_phone": "0999-8000009",
        **more,
    }
    return Content(title=title, text=text, field=field, subfield=subfield, **values)  # type: ignore[arg-type]


def _plain(title: str) -> Content:
    return _content(
        title,
        "上门服务，按村预约。",
        "livelihood",
        "elderly",
        forms=("service",),
        areas=(place_of(COUNTY).path,),
        unit="户",
    )


def _lamps() -> Content:
    return _content(
        "乡村太阳能路灯",
        "为没有路灯的自然村安装太阳能路灯，含运输、安装和一年维护。",
        "livelihood",
        "lighting",
        forms=("goods", "funds"),
        capacity=Decimal(300),
        unit="盏",
        budget_fen=60_000_000,
    )


def _water() -> Content:
    return _content(
        "安全饮水小工程",
        "为饮水困难的村组修水窖、换管道、装净水设备。",
        "livelihood",
        "water",
        forms=("funds", "goods"),
        capacity=Decimal(80),
        unit="户",
        budget_fen=40_000_000,
        key_counties_only=False,
    )


def _books() -> Content:
    return _content(
        "乡村小学图书角",
        "为乡村小学配图书、书架和阅读课，培训老师使用。",
        "culture_sport",
        "reading",
        forms=("goods",),
        capacity=Decimal(5000),
        unit="册",
        beneficiaries=("students", "children"),
        budget_fen=10_000_000,
    )


def _elderly() -> Content:
    return _content(
        "上门助老服务",
        "社工每周上门，助浴、助洁、陪伴、代办，服务独居和失能老人。",
        "livelihood",
        "elderly",
        forms=("service",),
        capacity=Decimal(60),
        unit="户",
        beneficiaries=("elderly",),
        areas=(place_of(COUNTY).path,),
    )


def _children() -> Content:
    return _content(
        "留守儿童周末陪伴",
        "周末在村活动室陪伴留守儿童，辅导作业、阅读和游戏。",
        "livelihood",
        "child_care",
        forms=("service",),
        capacity=Decimal(200),
        unit="人",
        beneficiaries=("children",),
        areas=(place_of(COUNTY).path,),
    )


def _technique() -> Content:
    return _content(
        "马铃薯种植技术到村",
        "农技专家到田间，教选种、病害防治和储藏，全年三次。",
        "agritech",
        "farming_advice",
        forms=("technology", "people"),
        capacity=Decimal(40),
        unit="次",
        beneficiaries=("growers",),
        areas=(place_of(PREFECTURE).path,),
    )


def _sales() -> Content:
    return _content(
        "农产品产销对接",
        "帮助村集体联系采购单位，包装设计，直播带货培训。",
        "industry",
        "sales",
        forms=("sales",),
        capacity=Decimal(20000),
        unit="公斤",
        beneficiaries=("growers", "collective"),
        areas=(place_of(PREFECTURE).path,),
    )


def _meals() -> Content:
    return _content(
        "邻里送餐",
        "互助会成员为行动不便的老人中午送餐。",
        "livelihood",
        "elderly",
        forms=("service",),
        capacity=Decimal(15),
        unit="户",
        beneficiaries=("elderly",),
        areas=(place_of(TOWNSHIP).path,),
    )
