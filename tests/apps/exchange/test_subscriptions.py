"""What is published reaches who has subscribed to it: once, by the ways they chose, and never what nobody may read."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from duijie.apps.exchange.models import FollowedNeed, Hit, Subscription
from duijie.apps.exchange.rules.subscriptions import Kind, Wish
from duijie.apps.exchange.selectors.subscriptions import hits_for, own_subscriptions, still_public
from duijie.apps.exchange.services.collecting import tell_collected
from duijie.apps.exchange.services.finding import find, published_row
from duijie.apps.exchange.services.subscribing import change_subscription, end_subscription, subscribe
from duijie.apps.exchange.subscription_tasks import find_subscribers
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.decisions import publish_need
from duijie.apps.notices.models import Notice
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, Faults, NotAllowed
from tests.apps.exchange.made import NEED, make_source, shown, taken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP, VILLAGE
from tests.factories.matches import seat_of
from tests.factories.needs import Offices, decidable_need, make_offices, make_seat, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db
LAMPS = Wish(name="路灯", kind=Kind.NEED, fields=("livelihood",), areas=(PREFECTURE.path,))


@pytest.fixture
def offices() -> Offices:
    return make_offices()


@pytest.fixture
def ours(offices: Offices) -> Actor:
    return seat_of(make_organization())


def found_for(actor: Actor) -> list[str]:
    return [each.row.number for each in still_public(hits_for(actor))]


def noted(need: Need) -> None:
    """What the worker does after a need was published."""
    entry = AuditEntry.objects.get(action="needs.need.publish", subject_id=need.pk)
    find_subscribers(kind="need", row_id=str(need.pk), entry_id=str(entry.pk))


def a_day_later() -> None:
    """What was found stands since yesterday."""
    Hit.objects.update(found_at=Hit.objects.latest("id").found_at - timedelta(days=1))


def told_to(actor: Actor) -> list[Notice]:
    return list(Notice.objects.filter(account_id=actor.id, message__contains="subscribed to"))


def test_a_new_need_is_found_for_who_asked_for_its_field_and_place_only(offices, ours):
    subscribe(actor=ours, wish=LAMPS)
    elsewhere = seat_of(make_organization())
    subscribe(actor=elsewhere, wish=Wish(name="演示县", kind=Kind.NEED, areas=(OTHER_COUNTY.path,)))
    another = seat_of(make_organization())
    subscribe(actor=another, wish=Wish(name="健康", kind=Kind.NEED, fields=("health",)))
    need = published_need(offices)
    noted(need)
    noted(need)
    assert found_for(ours) == [need.number]
    assert found_for(elsewhere) == found_for(another) == []


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        (Wish(name="a", kind=Kind.NEED), True),
        (Wish(name="a", kind=Kind.OFFER), False),
        (Wish(name="a", kind=Kind.NEED, areas=(OTHER_COUNTY.path, COUNTY.path)), True),
        (Wish(name="a", kind=Kind.NEED, areas=(VILLAGE.path,)), True),
        (Wish(name="a", kind=Kind.NEED, beneficiaries=("elderly", "villagers")), True),
        (Wish(name="a", kind=Kind.NEED, beneficiaries=("elderly",)), False),
        (Wish(name="a", kind=Kind.NEED, only_key_counties=True), False),
    ],
)
def test_all_that_a_subscription_asks_for_must_be_met(ours, offices, wish, fits):
    subscribe(actor=ours, wish=wish)
    found = published_row(Kind.NEED, published_need(offices).pk)
    assert found is not None
    assert find(found) == int(fits)


def test_an_offer_is_found_above_and_below_where_it_is_given(ours):
    offer = make_offer(areas=(COUNTY.path,))
    for number, area in enumerate((PREFECTURE, COUNTY, TOWNSHIP, OTHER_COUNTY)):
        wish = Wish(name=f"理发{number}", kind=Kind.OFFER, areas=(area.path,), beneficiaries=("elderly",))
        subscribe(actor=ours, wish=wish)
    find_subscribers(kind="offer", row_id=str(offer.pk))
    names = {str(each.subscription) for each in hits_for(ours)}
    assert names == {"理发0", "理发1", "理发2"}


def test_the_look_for_subscribers_is_committed_with_the_act_and_undone_with_it(offices):
    jobs = ProcrastinateJob.objects.filter(task_name="exchange.find_subscribers")
    need = decidable_need(offices)
    with transaction.atomic():
        publish_need(actor=offices.county, need=need, opinion="同意入库")
        assert jobs.count() == 1
        transaction.set_rollback(True)
    assert jobs.count() == 0
    publish_need(actor=offices.county, need=Need.objects.get(pk=need.pk), opinion="同意入库")
    assert [each.args["row_id"] for each in jobs] == [str(need.pk)]


def test_one_need_finds_its_subscribers_in_as_many_statements_for_two_as_for_five_hundred(offices, ours):
    need = published_need(offices)
    published = published_row(Kind.NEED, need.pk)
    assert published is not None
    row = subscribe(actor=ours, wish=LAMPS)
    counts = []
    for more in (1, 498):
        rows = [Subscription(organization_id=row.organization_id, name="路灯", kind="need") for _ in range(more)]
        Subscription.objects.bulk_create(rows)
        Hit.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            find(published)
        counts.append(len([each for each in queries if "SAVEPOINT" not in each["sql"]]))
    assert Hit.objects.count() == 500
    assert counts == [3, 3]


def test_everything_of_a_day_comes_in_one_message_the_next_morning_and_only_once(offices, ours):
    subscribe(actor=ours, wish=LAMPS)
    subscribe(actor=ours, wish=Wish(name="全部", kind=Kind.NEED))
    for _ in range(2):
        noted(published_need(offices))
    assert tell_collected() == 0
    a_day_later()
    assert tell_collected() == 1
    assert tell_collected() == 0
    (notice,) = told_to(ours)
    assert notice.params["count"] == 4
    assert set(notice.params["names"].split("、")) == {"路灯", "全部"}
    assert (notice.because, notice.link) == ("subscribed", "/organization/subscriptions/")


def test_an_urgent_need_is_told_at_once_and_not_again_in_the_morning(offices, ours):
    subscribe(actor=ours, wish=LAMPS)
    need = published_need(offices, urgency="urgent")
    noted(need)
    notice = Notice.objects.get(account_id=ours.id, message__startswith="An urgent need")
    assert (notice.link, notice.is_urgent, notice.because) == (f"/needs/{need.number}/", True, "subscribed")
    a_day_later()
    assert tell_collected() == 0


def test_an_office_is_told_at_its_own_desk_and_its_neighbour_is_not(offices):
    subscribe(actor=offices.county, wish=LAMPS)
    neighbour = make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)
    noted(published_need(offices))
    a_day_later()
    tell_collected()
    (notice,) = told_to(offices.county)
    assert notice.link.startswith("/office/subscriptions/")
    assert not told_to(neighbour)
    assert not own_subscriptions(neighbour).exists()


def test_what_is_not_public_any_more_is_shown_to_no_subscriber(offices, ours):
    subscribe(actor=ours, wish=LAMPS)
    need = published_need(offices)
    noted(need)
    Need.objects.filter(pk=need.pk).update(state="withdrawn")
    assert found_for(ours) == []
    assert published_row(Kind.NEED, need.pk) is None


def test_a_wish_without_people_to_tell_fills_the_list_and_sends_nothing(offices, ours):
    subscribe(actor=ours, wish=Wish(name="只看", kind=Kind.NEED, tells_people=False))
    noted(published_need(offices))
    a_day_later()
    assert tell_collected() == 0
    assert len(found_for(ours)) == 1


def test_an_ended_subscription_finds_nothing_and_keeps_no_secret(offices, ours):
    row = subscribe(actor=ours, wish=Wish(name="a", kind=Kind.NEED, webhook_address="https://a.example/hook"))
    assert row.webhook_secret
    ended = end_subscription(actor=ours, subscription=row)
    noted(published_need(offices))
    assert (ended.webhook_secret, Hit.objects.count()) == (None, 0)
    with pytest.raises(Conflict):
        change_subscription(actor=ours, subscription=row, wish=LAMPS)


def test_the_secret_is_not_readable_in_the_database(ours):
    row = subscribe(actor=ours, wish=Wish(name="a", kind=Kind.NEED, webhook_address="https://a.example/hook"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT webhook_secret FROM exchange_subscription WHERE id = %s", [row.pk])
        (stored,) = cursor.fetchone()
    assert row.webhook_secret not in stored


def test_a_new_address_gets_a_new_secret_and_the_same_one_keeps_its(ours):
    wish = Wish(name="a", kind=Kind.NEED, webhook_address="https://a.example/hook")
    row = subscribe(actor=ours, wish=wish)
    same = change_subscription(actor=ours, subscription=row, wish=wish)
    other = Wish(name="a", kind=Kind.NEED, webhook_address="https://b.example/hook")
    moved = change_subscription(actor=ours, subscription=row, wish=other)
    assert same.webhook_secret == row.webhook_secret != moved.webhook_secret


def test_nobody_keeps_anothers_subscription_and_a_villager_keeps_none(offices, ours):
    row = subscribe(actor=ours, wish=LAMPS)
    for stranger in (seat_of(make_organization()), offices.county, offices.village):
        with pytest.raises(NotAllowed):
            end_subscription(actor=stranger, subscription=row)
    with pytest.raises(NotAllowed):
        subscribe(actor=offices.village, wish=LAMPS)


def test_a_wrong_wish_is_refused_with_its_fields(ours):
    with pytest.raises(Faults) as refused:
        subscribe(actor=ours, wish=Wish(name="", kind=Kind.NEED, webhook_address="http://a.example/"))
    assert {each.field for each in refused.value.faults} == {"name", "webhook_address"}


def test_a_need_that_another_province_has_just_published_is_found_too_and_old_ones_are_no_news(ours):
    subscribe(actor=ours, wish=Wish(name="路灯", kind=Kind.NEED, areas=(COUNTY.path,)))
    source = make_source()
    fresh = shown(3, "needs.need.publish", NEED, hour=now())
    old = shown(4, "needs.need.publish", {**NEED, "number": "N-33BCDFG"}, "b" * 32, hour=now() - timedelta(days=30))
    taken(source, fresh, old)
    (job,) = ProcrastinateJob.objects.filter(task_name="exchange.find_subscribers")
    find_subscribers(**job.args)
    assert found_for(ours) == [NEED["number"]]
    FollowedNeed.objects.update(state="withdrawn")
    assert found_for(ours) == []
