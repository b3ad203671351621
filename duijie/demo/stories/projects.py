"""From the first interest to the confirmation: matches, orders and projects in every state, some of them months old."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from duijie.apps.matches.models import Match, Order
from duijie.apps.matches.selectors import offers_for
from duijie.apps.matches.services import interest, orders, suggestions
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.aftercare import begin_revisit, close_need
from duijie.apps.notices.services import mark_all_read
from duijie.apps.offers.models import Offer
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import Face, MoneyKind, PartyKind
from duijie.apps.projects.services import agreement, confirming, delivery, opening, settlement
from duijie.demo.accounts import SEATS
from duijie.demo.places import SECOND_VILLAGE, THIRD_VILLAGE, VILLAGE
from duijie.demo.stories.needs import decided, published
from duijie.demo.stories.requests import NOBODY, wish_of
from duijie.demo.world import World, days_ago
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import keep


def tell(world: World) -> None:
    """Finished work first, then what waits for somebody today."""
    _finished(world)
    _in_work(world)
    for seat in SEATS:
        mark_all_read(actor=world[seat.username])
    _being_matched(world)
    _wishes(world)
    _orders(world)


def _finished(world: World) -> None:
    with days_ago(120):
        lamps = published(
            world, "cun1", VILLAGE, "村口到小学的路灯", "livelihood", "lighting", 30, "盏", total_fen=54_000_00
        )
    with days_ago(112):
        project = _signed(world, "jijin1", "cun1", lamps, 30, 54_000_00)
    with days_ago(100):
        _paid(world["jijin1"], delivery.start_work(actor=world["jijin1"], project=project), 54_000_00)
        delivery.report_progress(
            actor=world["jijin2"], project=project, text="已装18盏", photos=_photos(world["jijin2"], "18")
        )
    with days_ago(80):
        _delivered(world["jijin2"], project, 30)
    with days_ago(76):
        confirming.confirm_receipt(actor=world["xiang2"], project=project, face=Face.GOOD, text="都亮了")
        settlement.close_project(actor=world["xian2"], project=project, text="资料齐全")
    with days_ago(40):
        begin_revisit(actor=world["xiang2"], need=lamps)
        close_need(actor=world["xiang2"], need=lamps, finding="回访：灯亮，无损坏")
    with days_ago(90):
        books = published(
            world,
            "cun3",
            SECOND_VILLAGE,
            "教学点图书角",
            "culture_sport",
            "reading",
            500,
            "册",
            maker="school",
            beneficiaries=("students",),
        )
        project = _signed(world, "jijin1", "cun3", books, 500, 10_000_00)
    with days_ago(70):
        delivery.start_work(actor=world["jijin1"], project=project)
        _delivered(world["jijin2"], project, 500)
        confirming.confirm_receipt(actor=world["xiang1"], project=project, face=Face.GOOD)
    with days_ago(5):
        begin_revisit(actor=world["xiang2"], need=books)
    with days_ago(50):
        desks = published(
            world, "cun4", THIRD_VILLAGE, "教学点课桌椅", "livelihood", "education", 24, "套", maker="school"
        )
        project = _signed(world, "jijin1", "cun4", desks, 24, 9_600_00)
    with days_ago(30):
        delivery.start_work(actor=world["jijin1"], project=project)
        _delivered(world["jijin2"], project, 24)
        confirming.confirm_receipt(actor=world["zhen1"], project=project, face=Face.FAIR, text="有两张桌面有划痕")


def _in_work(world: World) -> None:
    with days_ago(60):
        partly = published(
            world,
            "cun4",
            THIRD_VILLAGE,
            "饮水水窖",
            "livelihood",
            "water",
            30,
            "户",
            form="funds",
            total_fen=150_000_00,
        )
        first = _signed(world, "jijin1", "cun4", partly, 18, 90_000_00)
        _paid(world["jijin1"], delivery.start_work(actor=world["jijin1"], project=first), 60_000_00)
        waiting = published(
            world,
            "cun1",
            VILLAGE,
            "老人上门服务",
            "livelihood",
            "elderly",
            12,
            "户",
            form="service",
            beneficiaries=("elderly",),
        )
        second = _signed(world, "shegong1", "cun1", waiting, 12, None)
        delivery.start_work(actor=world["shegong1"], project=second)
        disputed = published(world, "cun3", SECOND_VILLAGE, "冬季棉被", "livelihood", "daily_goods", 40, "床")
        third = _signed(world, "jijin1", "cun3", disputed, 40, 8_000_00)
        delivery.start_work(actor=world["jijin1"], project=third)
    with days_ago(8):
        _delivered(world["shegong1"], second, 12)
        _delivered(world["jijin2"], third, 40)
    with days_ago(6):
        confirming.report_problem(actor=world["xiang1"], project=third, text="只收到31床，有的偏薄")
    with days_ago(15):
        only_signed = published(world, "cun4", THIRD_VILLAGE, "村卫生室药品柜", "health", "clinics", 2, "个")
        _signed(world, "jijin1", "cun4", only_signed, 2, 3_000_00)
        drafting = published(
            world,
            "cun4",
            THIRD_VILLAGE,
            "蜂蜜产销对接",
            "industry",
            "sales",
            3000,
            "公斤",
            form="sales",
            beneficiaries=("growers",),
        )
        _drafted(world, "nongji1", _committed(world, "nongji1", drafting, 2000), None)
        cancelled = published(world, "cun3", SECOND_VILLAGE, "文化广场音响", "culture_sport", "culture", 1, "套")
        opened = _committed(world, "jijin1", cancelled, 1)
        settlement.cancel_project(actor=world["jijin1"], project=opened, reason="理事会未通过")


def _being_matched(world: World) -> None:
    with days_ago(1):
        lit = published(
            world, "cun3", SECOND_VILLAGE, "后山村组路灯", "livelihood", "lighting", 25, "盏", total_fen=45_000_00
        )
        interest.express_interest(actor=world["jijin2"], need=lit, quantity=Decimal(25), message="想先来看看")
        declined = interest.express_interest(actor=world["huzhu1"], need=lit, quantity=Decimal(5))
        interest.decline(actor=world["huzhu1"], match=declined, decline_reason="capacity")
        wanted = published(
            world,
            "cun4",
            THIRD_VILLAGE,
            "蔬菜大棚病害防治",
            "agritech",
            "farming_advice",
            2,
            "次",
            form="technology",
            beneficiaries=("growers",),
        )
        for fit in offers_for(wanted, limit=2):
            suggestions.suggest(actor=world["xian1"], need=wanted, organization=fit.offer.organization, offer=fit.offer)
        answered = published(world, "cun4", THIRD_VILLAGE, "村口公交站照明", "livelihood", "lighting", 4, "盏")
        recommended = suggestions.suggest(
            actor=world["xian1"], need=answered, organization=world.organizations["foundation"]
        )
        suggestions.take(actor=world["jijin2"], suggestion=recommended, quantity=Decimal(4))
        other = published(world, "cun1", VILLAGE, "村医巡诊路费", "health", "medical_visits", 12, "次", form="funds")
        foundation = world.organizations["foundation"]
        suggested = suggestions.suggest(actor=world["xian1"], need=other, organization=foundation)
        suggestions.decline(actor=world["jijin1"], suggestion=suggested, decline_reason="field")
        withdrawn = suggestions.suggest(actor=world["xian1"], need=other, organization=world.organizations["service"])
        suggestions.withdraw(actor=world["xian1"], suggestion=withdrawn)


def _wishes(world: World) -> None:
    with days_ago(20):
        stove = decided(
            world, wish_of(world, "一台取暖炉", "冬天屋里冷，想要一台安全的取暖炉", NOBODY[1], total_fen=600_00)
        )
        project = opening.claim_wish(actor=world["huzhu1"], need=stove, quantity=Decimal(1))
    with days_ago(3):
        _delivered(world["huzhu1"], project, 1)
    with days_ago(10):
        decided(
            world,
            wish_of(world, "一张护理床", "老人卧床，想要一张护理床", NOBODY[2], total_fen=1_800_00, subfield="elderly"),
        )
        claimed = decided(
            world,
            wish_of(world, "一副助听器", "耳背，想要一副助听器", NOBODY[3], total_fen=900_00, subfield="disability"),
        )
        opening.claim_wish(actor=world["jijin1"], need=claimed, quantity=Decimal(1))


def _orders(world: World) -> None:
    care = Offer.objects.get(title="上门助老服务")
    company = Offer.objects.get(title="留守儿童周末陪伴")
    with days_ago(2):
        placed = orders.place_village_order(
            actor=world["cun1"],
            offer=company,
            quantity=Decimal(20),
            text="暑期之后周末无人看管",
            division_code=VILLAGE,
            households=15,
            persons=20,
        )
        _publish_order(world, placed.order)
        taken = orders.place_village_order(
            actor=world["cun3"],
            offer=care,
            quantity=Decimal(6),
            text="六位独居老人需要上门服务",
            division_code=SECOND_VILLAGE,
            households=6,
            persons=6,
        )
        opening.accept_order(actor=world["shegong1"], order=_publish_order(world, taken.order))
        refused = orders.place_village_order(
            actor=world["cun4"],
            offer=company,
            quantity=Decimal(9),
            text="想请人周末来",
            division_code=THIRD_VILLAGE,
            households=9,
            persons=9,
        )
        order = _publish_order(world, refused.order)
        orders.decline(actor=world["shegong1"], order=order, decline_reason="distance")
        orders.place_villager_order(
            actor=world.villager,
            offer=care,
            quantity=Decimal(1),
            text="母亲行动不便，想有人上门",
            name=NOBODY[0].name,
            phone=NOBODY[0].phone,
            house=NOBODY[0].house,
            division_code=VILLAGE,
        )


def _publish_order(world: World, order: Order) -> Order:
    if order.need is None:
        raise ValueError("a village's order has a need of its own")
    decided(world, order.need)
    order.refresh_from_db()
    return order


def _committed(world: World, author: str, need: Need, quantity: int) -> Project:
    match: Match = interest.express_interest(actor=world[author], need=need, quantity=Decimal(quantity))
    return opening.commit_match(actor=world[author], match=match, quantity=Decimal(quantity))


def _drafted(world: World, author: str, project: Project, amount_fen: int | None) -> Project:
    begins = today()
    return agreement.draft_agreement(
        actor=world[author],
        project=project,
        purpose=f"{project.need.title}：由组织提供并送到村，验收后由受助方确认。",
        starts_on=begins,
        ends_on=begins + timedelta(days=90),
        amount_fen=amount_fen,
        parties=(agreement.FurtherParty(PartyKind.SUPERVISOR, "示范乡人民政府（虚构）"),),
        milestones=(agreement.PlannedMilestone(begins + timedelta(days=30), "物资到位"),),
    )


def _signed(world: World, author: str, receiver: str, need: Need, quantity: int, amount_fen: int | None) -> Project:
    project = _drafted(world, author, _committed(world, author, need, quantity), amount_fen)
    project = agreement.sign_for_organization(actor=world[author], project=project)
    return agreement.sign_for_receiver(actor=world[receiver], project=project, signatory="村民委员会（虚构）")


def _paid(actor: Actor, project: Project, amount_fen: int) -> None:
    on: date = today()
    delivery.record_money(
        actor=actor, project=project, kind=MoneyKind.PAID, amount_fen=amount_fen, on=on, voucher="示例-001"
    )


def _delivered(actor: Actor, project: Project, quantity: int) -> None:
    delivery.report_delivery(
        actor=actor,
        project=project,
        text="已送到并安装，现场清点无误",
        delivered_quantity=Decimal(quantity),
        photos=_photos(actor, project.need.title),
    )


def _photos(actor: Actor, text: str) -> Sequence[StoredFile]:
    """A drawn picture that says it is none: the demonstration shows no real place."""
    picture = Image.new("RGB", (640, 420), "#e8e2d2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 250, 600, 380), fill="#7f9a6b")
    pen.polygon(((120, 250), (220, 150), (320, 250)), fill="#a4502f")
    pen.rectangle((150, 250, 290, 350), fill="#fbf8f1")
    pen.line((460, 120, 460, 350), fill="#333333", width=6)
    pen.ellipse((440, 100, 480, 140), fill="#f0c75e")
    pen.text((40, 20), f"DEMO {len(text)}", fill="#333333")
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=80)
    kept: Any = keep(stream.getvalue(), name="demo.jpg", kind=FileKind.PHOTO, actor=actor, policy="project")
    return [kept]
