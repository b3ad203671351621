"""Subscribing as people do it: from a filtered list, with a webhook whose secret is shown once; offices alike."""

import re
from datetime import timedelta

import pytest

from duijie.apps.exchange.models import Hit, Subscription
from duijie.apps.exchange.rules.partners import Pairing
from duijie.apps.exchange.services.partnering import pair_up
from duijie.apps.exchange.subscription_tasks import find_subscribers
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import today
from tests.apps.exchange.receivers import receiver
from tests.apps.exchange.test_partners import EAST
from tests.factories.accounts import COUNTY, PROVINCE
from tests.factories.desks import act, at_work, page, text_of
from tests.factories.matches import seat_of
from tests.factories.needs import make_offices, make_seat, published_need
from tests.factories.organizations import make_divisions, make_organization

pytestmark = pytest.mark.django_db
OURS = "/organization/subscriptions/"
GIVEN = {"name": "示例县路灯", "kind": "need", "topics": ["livelihood"], "areas": COUNTY.code, "tells_people": "on"}


@pytest.fixture
def offices():
    return make_offices()


@pytest.fixture
def client(offices):
    return at_work(seat_of(make_organization()))


def subscribed(client, side: str = OURS, **changes) -> str:
    """The address of a new subscription."""
    return act(client, f"{side}new/", **{**GIVEN, **changes}).headers["Location"]


def test_a_filtered_list_leads_to_a_form_that_is_filled_in_already(client, offices):
    published_need(offices)
    listed = page(client, f"/needs/?field=livelihood&place={COUNTY.code}&which=key")
    (way,) = [each for each in listed.links if each.startswith(f"{OURS}new/")]
    form = client.get(way).context["form"]
    assert form.initial["topics"] == ["livelihood"]
    assert [each.path for each in form.initial["areas"]] == [COUNTY.path]
    assert form.initial["only_key_counties"]
    assert form.initial["name"].startswith(COUNTY.name)


def test_only_who_may_subscribe_sees_the_way_to_it(client, offices, django_user_model):
    assert f"{OURS}new/?kind=offer" in page(client, "/offers/").links
    assert "/office/subscriptions/new/?kind=need" in page(at_work(offices.county), "/needs/").links
    assert "subscriptions/new" not in text_of(at_work(offices.village).get("/needs/"))


def test_what_is_found_stands_on_the_list_and_on_the_subscriptions_own_page(client, offices):
    here = subscribed(client)
    need = published_need(offices)
    find_subscribers(kind="need", row_id=str(need.pk))
    for address in (OURS, here):
        shown = text_of(client.get(address))
        assert need.title in shown
        assert "示例县路灯" in shown
    assert f"/needs/feed.atom?field=livelihood&amp;place={COUNTY.code}" in text_of(client.get(here))


def test_the_secret_is_shown_once_to_whoever_made_it_and_a_new_one_replaces_it(client):
    here = subscribed(client, webhook_address="https://hook.example/duijie")
    secret = Subscription.objects.get().webhook_secret
    assert secret in text_of(client.get(here))
    row = here.partition("?")[0]
    assert secret not in text_of(client.get(row))
    fresh = text_of(client.get(act(client, f"{row}secret/").headers["Location"]))
    assert secret not in fresh
    assert Subscription.objects.get().webhook_secret in fresh


def test_a_colleague_does_not_read_the_secret_from_the_address(client):
    here = subscribed(client, webhook_address="https://hook.example/duijie")
    row = Subscription.objects.get()
    colleague = at_work(seat_of(row.organization))
    assert row.webhook_secret not in text_of(colleague.get(here))


def test_a_test_message_says_what_came_back(client, settings):
    settings.PUSH_TO_PRIVATE = True
    with receiver(503) as there:
        here = subscribed(client, webhook_address=there.address).partition("?")[0]
        after = client.get(act(client, f"{here}test/").headers["Location"])
    assert "HTTP 503" in text_of(after)
    assert "接口推送最近一次未成功" in text_of(after)
    assert len(there.came) == 1


def test_a_wrong_address_is_refused_beside_its_field_and_nothing_typed_is_lost(client):
    answer = act(client, f"{OURS}new/", **{**GIVEN, "webhook_address": "http://hook.example/"})
    assert answer.status_code == 422
    assert "webhook_address" in answer.context["form"].errors
    assert "示例县路灯" in text_of(answer)


def test_a_subscription_is_changed_and_ended(client):
    here = subscribed(client)
    act(client, f"{here}change/", **{**GIVEN, "name": "全省路灯", "areas": ""})
    assert "全省路灯" in text_of(client.get(here))
    assert act(client, f"{here}end/").headers["Location"] == OURS
    assert client.get(here).status_code == 404


def test_nobody_opens_anothers_subscription(client):
    here = subscribed(client)
    stranger = at_work(seat_of(make_organization()))
    for address in (here, f"{here}change/", f"{here}end/"):
        assert stranger.get(address).status_code == 404


def test_the_eastern_office_sees_its_partners_needs_and_mutes_them(offices):
    make_divisions(EAST)
    actor = make_seat(Role.PROVINCE_OFFICE, EAST)
    pairing = Pairing(
        east_path=EAST.path, west_path=PROVINCE.path, document="示例文件", valid_to=today() + timedelta(days=9)
    )
    pair_up(actor=actor, pairing=pairing)
    need = published_need(offices)
    find_subscribers(kind="need", row_id=str(need.pk))
    client = at_work(actor)
    shown = text_of(client.get("/office/subscriptions/"))
    assert all(words in shown for words in (PROVINCE.name, "示例文件", need.title))
    (mute,) = set(re.findall(r"/office/partners/[^/]+/mute/", shown))
    assert act(client, mute).headers["Location"] == "/office/subscriptions/"
    muted = text_of(client.get("/office/subscriptions/"))
    assert "已静音" in muted
    assert need.title not in muted
    assert Hit.objects.count() == 1


def test_a_province_writes_a_pair_down_and_ends_it(offices):
    make_divisions(EAST)
    client = at_work(make_seat(Role.PROVINCE_OFFICE, EAST))
    given = {"east": EAST.code, "west": PROVINCE.code, "document": "示例文件〔2026〕1号", "valid_from": "2026-01-01"}
    assert act(client, "/office/partners/new/", **{**given, "document": " "}).status_code == 422
    assert act(client, "/office/partners/new/", **given).headers["Location"] == "/office/partners/"
    listed = page(client, "/office/partners/")
    assert "示例文件〔2026〕1号" in listed.words
    (end,) = [each for each in listed.links if each.endswith("/end/")]
    act(client, end, valid_to="2026-02-01")
    assert end not in page(client, "/office/partners/").links
