"""点服务 and 我要点单: for a household, by a cadre, for a village; an offer that is over or taken up says so."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from duijie.apps.matches.models import Order
from duijie.apps.needs.models import Applicant, Need, Request
from duijie.apps.offers.models import Offer
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.fields import FIELDS
from tests.factories.accounts import COUNTY, OTHER_COUNTY, VILLAGE, make_account, make_villager
from tests.factories.offers import make_offer
from tests.web.village.conftest import Journey, code_in, go, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]


@pytest.fixture
def offer(offices):
    return make_offer()


class Ordering(Journey):
    """An order on its way."""

    def __init__(self, client, offer, language=""):
        super().__init__(client, f"{language}/village/menu/{offer.number}/order/")

    def much(self, **changes):
        return self.send("quantity", **{"village": VILLAGE.code, "quantity": "2", "text": "给两位老人理发", **changes})


def test_the_menu_shows_what_is_open_and_filters_by_field_and_place(client, offer):
    make_offer(title="修学校厨房", field="livelihood", subfield="nutrition", areas=(OTHER_COUNTY.path,))
    make_offer(title="讲解种植技术", field="agritech", subfield="farming_advice", areas=(COUNTY.path,))
    page = text_of(client.get("/village/menu/", {"field": ""}))
    assert all(title in page for title in ("为高龄老人上门理发", "修学校厨房", "讲解种植技术"))
    page = text_of(client.get("/village/menu/", {"field": "", "place": "示例村"}))
    assert "修学校厨房" not in page
    assert "讲解种植技术" in page
    page = text_of(client.get("/village/menu/", {"field": "agritech"}))
    assert "为高龄老人上门理发" not in page
    assert "没有找到这个地方" in text_of(client.get("/village/menu/", {"place": "没有的地方"}))


def test_the_menu_opens_with_a_drawing_for_each_field_and_says_what_reaches_the_village(client, cadre, offer):
    make_offer(title="修学校厨房", field="livelihood", subfield="nutrition", areas=(OTHER_COUNTY.path,))
    everywhere, here = text_of(client.get("/village/menu/")), text_of(cadre.get("/village/menu/"))
    assert [page.count('class="drawing"') for page in (everywhere, here)] == [len(FIELDS) + 1] * 2
    assert everywhere.count("有 2 项") == here.count("有 1 项") == 1
    assert everywhere.count("暂时没有") == len(FIELDS) - 1
    assert 'href="/village/menu/?field=livelihood"' in here
    assert 'href="/village/menu/?field=livelihood&amp;place=%E7%A4%BA' in text_of(
        client.get("/village/menu/", {"place": "示例村"})
    )


def test_a_field_without_an_offer_leads_on_to_saying_what_one_needs(client, offer):
    page = text_of(client.get("/village/menu/", {"field": "ecology"}))
    assert 'href="/village/request/"' in page
    assert 'href="/village/menu/"' in page


def test_a_cadre_sees_what_reaches_his_village_and_can_look_further(cadre, offer):
    make_offer(title="修学校厨房", field="livelihood", subfield="nutrition", areas=(OTHER_COUNTY.path,))
    assert "修学校厨房" not in text_of(cadre.get("/village/menu/", {"field": ""}))
    assert "修学校厨房" in text_of(cadre.get("/village/menu/", {"field": "", "place": ""}))


def test_a_villager_orders_for_his_household(client, offer):
    journey = Ordering(client, offer)
    assert journey.here.endswith("/place/")
    assert journey.much()["Location"] == journey.step("who")
    journey.who()
    check = text_of(client.get(journey.step("check")))
    assert all(said in check for said in ("为高龄老人上门理发", "2次", "给两位老人理发", "示例甲"))
    sent = text_of(go(client, journey.check(sensitive="on")))
    code = code_in(sent)
    order = Order.objects.get()
    assert (order.quantity, order.state) == (Decimal(2), "waiting")
    page = text_of(go(client, client.post("/village/follow/", {"code": code})))
    assert "为高龄老人上门理发" in page


def test_a_household_types_no_more_for_an_order_than_for_a_request(client, offer):
    journey = Ordering(client, offer)
    pages = text_of(client.get(journey.step("quantity"), {"village": VILLAGE.code}))
    journey.much()
    pages += text_of(client.get(journey.step("who")))
    typed = re.findall(r"<textarea|<input type=\"(?:text|tel|number)\"", pages)
    assert len(typed) <= 4


def test_an_urgent_order_is_urgent_to_who_verifies_it(client, offer):
    journey = Ordering(client, offer)
    journey.much(is_urgent="on")
    journey.who()
    assert "紧急" in text_of(client.get(journey.step("check")))
    go(client, journey.check(sensitive="on"))
    assert Request.objects.get().urgency == "urgent"


def test_an_order_that_speaks_of_illness_asks_for_a_consent_of_its_own_and_keeps_it(client, offer):
    journey = Ordering(client, offer)
    journey.much(text="老伴住院回来，行动不便")
    journey.who()
    assert journey.check().status_code == 422
    go(client, journey.check(sensitive="on"))
    assert "敏感" in Applicant.objects.get().note


def test_two_clicks_place_one_order(client, offer):
    journey = Ordering(client, offer)
    journey.much()
    journey.who()
    assert journey.check()["Location"] == journey.check()["Location"]
    assert Order.objects.count() == 1


def test_more_than_is_left_is_named_beside_the_quantity(client, offer):
    journey = Ordering(client, offer)
    page = journey.much(quantity="21")
    assert page.status_code == 422
    assert 'id="id_quantity_error"' in text_of(page)
    for wrong in ("0", "-1", "很多", ""):
        assert journey.much(quantity=wrong).status_code == 422
    assert journey.much(text="字" * 10_000).status_code == 422


def test_an_offer_that_is_over_or_taken_up_says_so(client, offer):
    address = f"/village/menu/{offer.number}/"
    assert "/order/" in text_of(client.get(address))
    journey = Ordering(client, offer)
    journey.much()
    journey.who()
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=20)
    assert "名额已经满了" in text_of(client.get(address))
    assert client.get(f"{address}order/")["Location"] == address
    assert journey.check()["Location"] == address
    Offer.objects.filter(pk=offer.pk).update(
        capacity_taken=0, available_from=today() - timedelta(days=9), available_to=today() - timedelta(days=1)
    )
    assert "已经截止" in text_of(client.get(address))
    Offer.objects.filter(pk=offer.pk).update(available_to=None, state="paused")
    assert "暂时停了" in text_of(client.get(address))
    assert not Order.objects.exists()
    assert client.get("/village/menu/S-0/").status_code == 404


def test_a_cadre_orders_for_the_village(cadre, offer):
    start = text_of(cadre.get(f"/village/menu/{offer.number}/order/"))
    assert "替全村点" in start
    base = f"/village/menu/{offer.number}/order/village/0190a1b2-0000-7000-8000-000000000005/"
    assert cadre.post(f"{base}quantity/", {"quantity": "10", "text": "村里十位老人"})["Location"] == f"{base}reach/"
    assert cadre.post(f"{base}reach/", {"households": "8", "persons": "10"})["Location"] == f"{base}check/"
    page = text_of(go(cadre, cadre.post(f"{base}check/")))
    need = Need.objects.get()
    assert (need.households, need.persons, need.quantity, need.source) == (8, 10, Decimal(10), "order")
    assert Order.objects.get().number in page
    assert not Request.objects.exists()


def test_a_cadre_orders_for_a_household_with_its_consent(cadre, offer):
    base = f"/village/menu/{offer.number}/order/household/0190a1b2-0000-7000-8000-000000000006/"
    cadre.post(f"{base}quantity/", {"quantity": "1", "text": ""})
    cadre.post(f"{base}who/", {"name": "示例乙", "phone": "", "house": ""})
    assert cadre.post(f"{base}check/").status_code == 422
    code_in(text_of(go(cadre, cadre.post(f"{base}check/", {"consent": "signed"}))))
    request = Request.objects.get()
    assert (request.consent, request.typed_by_role) == ("signed", "village")
    assert request.applicant.note
    assert AuditEntry.objects.get(action="matches.order.place").on_behalf_of == "signed"


def test_a_villager_takes_his_order_back_by_his_account(offer):
    client = signed_in(make_villager())
    journey = Ordering(client, offer)
    journey.much()
    journey.who()
    go(client, journey.check(sensitive="on"))
    order = Order.objects.get()
    address = client.get(f"/village/orders/{order.number}/")["Location"]
    page = text_of(client.get(address))
    assert f"/village/orders/{order.number}/withdraw/" in page
    assert "为高龄老人上门理发" in text_of(client.get("/village/"))
    go(client, client.post(f"/village/requests/{order.request.number}/withdraw/"))
    order.refresh_from_db()
    assert order.state == "withdrawn"


def test_an_order_alone_can_be_taken_back(offer):
    client = signed_in(make_villager())
    journey = Ordering(client, offer)
    journey.much()
    journey.who()
    go(client, journey.check(sensitive="on"))
    order = Order.objects.get()
    go(client, client.post(f"/village/orders/{order.number}/withdraw/"))
    order.refresh_from_db()
    assert (order.state, order.request.state) == ("withdrawn", "submitted")
    assert signed_in(make_villager("+8613800000077")).get(f"/village/orders/{order.number}/").status_code == 404


def test_who_does_not_order_is_told_so(offer):
    client = signed_in(make_account(Role.COUNTY_OFFICE))
    assert "/order/" not in text_of(client.get(f"/village/menu/{offer.number}/"))
    assert client.get(f"/village/menu/{offer.number}/order/").status_code == 403


def test_the_pages_speak_english_too(client, offer):
    assert "Still to be had" in text_of(client.get("/en/village/menu/", {"field": ""}))
    journey = Ordering(client, offer, "/en")
    page = text_of(client.get(journey.step("quantity"), {"village": VILLAGE.code}))
    assert "How much do you need?" in page
