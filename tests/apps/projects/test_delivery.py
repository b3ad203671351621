"""Work, the four money records, and the report of delivery, which counts only when it is confirmed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from duijie.apps.matches.services.interest import express_interest
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.projects.models import Evidence, MoneyRecord, Project
from duijie.apps.projects.rules import Face, MoneyKind
from duijie.apps.projects.selectors import money_sums
from duijie.apps.projects.services.confirming import confirm_receipt, report_problem
from duijie.apps.projects.services.delivery import record_money, report_delivery, report_progress
from duijie.apps.projects.services.opening import commit_match
from duijie.apps.projects.services.settlement import close_project, settle_problem
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.matches import commitment, seat_of
from tests.factories.needs import make_seat, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.projects import photo

pytestmark = pytest.mark.django_db


def test_progress_is_reported_with_photographs_that_belong_to_it(sides):
    project = sides.under_way()
    picture = photo(sides.manager)
    evidence = report_progress(actor=sides.manager, project=project, text="已装好一半", photos=[picture])
    picture.refresh_from_db()
    assert (evidence.kind, list(evidence.photos.all())) == ("progress", [picture])
    assert picture.owner_id == evidence.pk


def test_a_report_names_nobodys_phone(sides):
    with pytest.raises(Faults) as refused:
        report_progress(actor=sides.manager, project=sides.under_way(), text="户主电话 13800000000")
    assert {fault.field for fault in refused.value.faults} == {"text"}


def test_a_delivery_needs_a_photograph(sides):
    with pytest.raises(Faults) as refused:
        report_delivery(
            actor=sides.manager,
            project=sides.under_way(),
            text="已交付",
            delivered_quantity=Decimal(20),
            photos=[],
        )
    assert {fault.field for fault in refused.value.faults} == {"photos"}


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal("20.01")])
def test_no_more_is_delivered_than_was_taken(sides, quantity):
    with pytest.raises(Faults) as refused:
        report_delivery(
            actor=sides.manager,
            project=sides.under_way(),
            text="已交付",
            delivered_quantity=quantity,
            photos=[photo(sides.manager)],
        )
    assert {fault.field for fault in refused.value.faults} == {"delivered_quantity"}


def test_a_reported_delivery_waits_and_counts_for_nothing(sides):
    project = sides.to_confirm()
    project.need.refresh_from_db()
    assert (project.state, project.need.state, project.need.quantity_met) == ("to_confirm", "to_confirm", 0)
    assert project.need.delivered_at is not None


def test_others_may_take_what_was_not_delivered_and_a_second_delivery_leaves_them_theirs(sides):
    need = published_need(sides.offices, quantity=Decimal(20))
    project = sides.deliver(sides.under_way(need=need), Decimal(12))
    confirm_receipt(actor=sides.offices.township, project=project, face=Face.FAIR)
    need.refresh_from_db()
    assert (need.state, left_to_take(need.quantity, need.quantity_taken)) == ("matching", 8)
    commitment(make_organization(), need, Decimal(5))
    report_problem(actor=sides.offices.township, project=project, text="还差八盏")
    settle_problem(actor=sides.offices.county, project=project, text="继续安装", outcome="under_way")
    project.refresh_from_db()
    with pytest.raises(Faults) as refused:
        sides.deliver(project, Decimal(16))
    assert refused.value.faults[0].params == {"most": "15"}
    project = sides.deliver(project, Decimal(15))
    confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
    need.refresh_from_db()
    assert (need.quantity_taken, need.quantity_met) == (20, 15)


def test_a_closed_project_gives_the_rest_back_to_the_offer(sides):
    offer = make_offer(sides.organization, unit="盏", capacity=Decimal(50))
    need = published_need(sides.offices)
    match = express_interest(actor=sides.manager, need=need, quantity=Decimal(20), offer=offer)
    project = commit_match(actor=sides.manager, match=match, quantity=Decimal(20))
    Project.objects.filter(pk=project.pk).update(state="under_way")
    project = sides.deliver(project, Decimal(12))
    confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
    close_project(actor=sides.offices.county, project=project, text="装了十二盏")
    offer.refresh_from_db()
    assert offer.capacity_taken == 12


def test_each_side_states_its_own_records(sides):
    project = sides.under_way()
    village = sides.offices.village
    record_money(actor=sides.manager, project=project, kind=MoneyKind.PAID, amount_fen=100_00, on=today())
    record_money(actor=village, project=project, kind=MoneyKind.ARRIVED, amount_fen=90_00, on=today(), voucher="凭证一")
    for actor, kind in ((sides.manager, MoneyKind.ARRIVED), (village, MoneyKind.PAID)):
        with pytest.raises(RuleBroken) as refused:
            record_money(actor=actor, project=project, kind=kind, amount_fen=1, on=today())
        assert refused.value.field == "kind"
    sums = {each.kind.value: each.amount_fen for each in money_sums(project)}
    assert sums == {"agreed": 0, "paid": 10_000, "arrived": 9_000, "used": 0}
    assert Leaf.objects.filter(kind="projects.project.record_money").count() == 2


@pytest.mark.parametrize(
    ("amount_fen", "day", "field"), [(0, today(), "amount"), (-1, today(), "amount"), (1, today() + timedelta(1), "on")]
)
def test_a_record_of_nothing_or_of_tomorrow_is_refused(sides, amount_fen, day, field):
    with pytest.raises((RuleBroken, Faults)) as refused:
        record_money(actor=sides.manager, project=sides.under_way(), kind=MoneyKind.PAID, amount_fen=amount_fen, on=day)
    faults = getattr(refused.value, "faults", (refused.value,))
    assert {fault.field for fault in faults} == {field}
    assert not MoneyRecord.objects.exists()


def test_nobody_else_reports_or_records(sides):
    project = sides.under_way()
    strangers = (
        seat_of(make_organization()),
        sides.offices.county,
        make_seat(Role.VILLAGE, OTHER_COUNTY),
    )
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            report_progress(actor=stranger, project=project, text="已装好")
        with pytest.raises(NotAllowed):
            record_money(actor=stranger, project=project, kind=MoneyKind.USED, amount_fen=1, on=today())
    assert not Evidence.objects.exists()


def test_a_delivery_is_reported_once(sides):
    project = sides.to_confirm()
    with pytest.raises(Conflict):
        sides.deliver(project)


def test_what_was_handed_over_yesterday_is_reported_today_with_its_day(sides):
    project = sides.under_way()
    yesterday = today() - timedelta(days=1)
    Project.objects.filter(pk=project.pk).update(created_at=now() - timedelta(days=3))
    given = {"text": "已交付", "delivered_quantity": Decimal(20), "photos": [photo(sides.manager)]}
    done = report_delivery(actor=sides.manager, project=project, delivered_on=yesterday, **given)
    assert done.delivered_on == yesterday
    assert done.delivered_at > now() - timedelta(hours=1)


@pytest.mark.parametrize("days", [1, -1])
def test_nothing_is_handed_over_on_a_day_ahead_or_before_the_project_began(sides, days):
    given = {"text": "已交付", "delivered_quantity": Decimal(20), "photos": [photo(sides.manager)]}
    project, day = sides.under_way(), today() + timedelta(days=days)
    with pytest.raises(Faults) as refused:
        report_delivery(actor=sides.manager, project=project, delivered_on=day, **given)
    assert {fault.field for fault in refused.value.faults} == {"delivered_on"}
