"""有意向 from other provinces on the office's desk: who it is, how much, and the two answers."""

import pytest

from duijie.apps.exchange.models import ReceivedPledge
from duijie.apps.exchange.services.receiving import receive
from duijie.kernel.access.actors import Role
from tests.apps.exchange.pledging import HOME, followed_province, message, signed
from tests.factories.desks import act, at_work, page, text_of
from tests.factories.needs import make_offices, make_seat, published_need

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _source(settings):
    settings.LEDGER_NAME = HOME
    followed_province()


def test_an_office_reads_who_it_is_and_welcomes_or_declines():
    offices = make_offices()
    need = published_need(offices)
    first, second = (receive(signed(message(need, organization=each))) for each in ("O-33BCDFG", "O-44BCDFG"))
    desk = at_work(offices.county)
    assert f"/office/pledges/{first.number}/" in page(desk, "/office/pledges/").links
    told = text_of(desk.get(f"/office/pledges/{first.number}/"))
    assert all(each in told for each in ("外省示例基金会", "028-00000000", "20盏", "省级", "待答复"))
    asked = act(desk, f"/office/pledges/{first.number}/accept/")
    assert "邀请" in text_of(desk.get(asked.headers["Location"]))
    assert act(desk, f"/office/pledges/{second.number}/decline/").status_code == 422
    act(desk, f"/office/pledges/{second.number}/decline/", reason="taken")
    assert "已有其他组织承接" in text_of(desk.get(f"/office/pledges/{second.number}/"))
    assert desk.get(f"/office/pledges/{second.number}/accept/").status_code == 409
    assert list(ReceivedPledge.objects.order_by("state").values_list("state", flat=True)) == ["accepted", "declined"]


def test_the_desk_says_that_pledges_of_other_provinces_wait():
    offices = make_offices()
    receive(signed(message(published_need(offices))))
    assert "/office/pledges/" in page(at_work(offices.county), "/office/matching/").links
    away = make_seat(Role.TOWNSHIP)
    assert "/office/pledges/" not in page(at_work(away), "/office/matching/").links
