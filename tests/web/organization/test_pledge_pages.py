"""有意向 across provinces as people do it: an organization on a need of another province."""

import pytest

from duijie.apps.exchange.models import FollowedNeed, SentPledge
from duijie.kernel.access.actors import Role
from tests.apps.exchange.made import NEED, shown, taken
from tests.apps.exchange.pledging import HOME, followed_province
from tests.factories.desks import act, at_work, page, text_of
from tests.factories.matches import seat_of
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(settings):
    settings.LEDGER_NAME = HOME
    return followed_province()


def test_a_manager_pledges_on_the_page_of_the_need_and_sees_how_it_stands(source):
    taken(source, shown(3, "needs.need.publish", NEED))
    here = f"/followed/needs/{FollowedNeed.objects.get().pk}/"
    client = at_work(seat_of(make_organization()))
    (way,) = [each for each in page(client, here).links if "/organization/pledges/" in each]
    assert "30" in text_of(client.get(way))
    assert act(client, way, quantity="31").status_code == 422
    assert act(client, way, quantity="12").headers["Location"] == here
    shown_page = text_of(client.get(here))
    assert "送达中" in shown_page
    assert way not in page(client, here).links
    assert NEED["title"] in text_of(client.get("/organization/pledges/"))
    assert SentPledge.objects.get().quantity == 12


def test_where_no_network_leads_the_page_says_that_it_goes_with_the_next_carried_file(source):
    source.log_address = ""
    source.save()
    taken(source, shown(3, "needs.need.publish", NEED))
    here = f"/followed/needs/{FollowedNeed.objects.get().pk}/"
    client = at_work(seat_of(make_organization()))
    (way,) = [each for each in page(client, here).links if "/organization/pledges/" in each]
    for address in (here, way):
        assert "将随下一份交换文件送出" in text_of(client.get(address))
    act(client, way, quantity="12")
    for address in (here, "/organization/pledges/"):
        assert "将随下一份交换文件送出，答复也随文件带回" in text_of(client.get(address))


def test_nobody_else_is_offered_to_pledge(client, source):
    taken(source, shown(3, "needs.need.publish", NEED))
    here = f"/followed/needs/{FollowedNeed.objects.get().pk}/"
    staff = at_work(seat_of(make_organization(), Role.ORGANIZATION_STAFF))
    for browser in (client, staff):
        assert "/organization/pledges/" not in browser.get(here).content.decode()
