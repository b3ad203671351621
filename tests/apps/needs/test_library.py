"""What everybody finds, what an office finds on its desk, and what the engine is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.progress import Part
from duijie.apps.needs.selectors.library import Filters, library
from duijie.apps.needs.selectors.needs import (
    as_terms,
    full_history,
    journey_of,
    need_by_number,
    office_needs,
    public_history,
    public_need,
)
from duijie.apps.needs.selectors.queue import work_queue
from duijie.apps.needs.selectors.requests import applicant_of, request_by_number, visible_requests
from duijie.apps.needs.services.aftercare import begin_revisit, close_need, expire_needs, extend_need, revise_need
from duijie.apps.needs.services.decisions import verify_need
from duijie.apps.needs.services.follow import find_by_code
from duijie.apps.needs.services.progress import lock_need, reflect
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.clock import now, today
from duijie.kernel.codes import CodeKind, new_code
from duijie.kernel.errors import Conflict, Faults, NotAllowed, NotFound, RuleBroken
from duijie.kernel.paging import page_of
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.needs import (
    draft_need,
    make_offices,
    make_seat,
    published_need,
    send_request,
    submitted_need,
    verified_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def test_the_library_finds_words_and_their_like(offices):
    lamps = published_need(offices)
    published_need(offices, title="示例村人畜饮水工程", text="旱季没有水吃，需修水窖。", subfield="water", unit="口")
    assert [need.number for need in library(Filters(text="路灯"))] == [lamps.number]
    assert [need.title for need in library(Filters(text="水窖"))] == ["示例村人畜饮水工程"]
    assert library(Filters(text=lamps.number.lower())).get() == lamps
    assert not library(Filters(text="理发"))


def test_the_library_is_narrowed_by_place_field_and_kind(offices):
    need = published_need(offices)
    for found in (
        Filters(place=COUNTY.path),
        Filters(field="livelihood"),
        Filters(form="goods"),
        Filters(track="general"),
        Filters(beneficiary="villagers"),
        Filters(is_open=True),
    ):
        assert library(found).get() == need
    for none in (Filters(place=OTHER_COUNTY.path), Filters(field="health"), Filters(is_key_county=True)):
        assert not library(none)


def test_what_is_not_published_is_found_by_nobody_else(offices):
    need = submitted_need(offices)
    assert not library()
    for actor in (VISITOR, make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)):
        with pytest.raises(NotFound):
            need_by_number(actor, need.number)
    with pytest.raises(NotFound):
        public_need(need.number)
    assert need_by_number(offices.county, need.number) == need
    assert office_needs(offices.prefecture).get() == need


def test_pages_of_the_library_neither_repeat_nor_hide(offices):
    numbers = [published_need(offices, title=f"示例需求{each}").number for each in range(5)]
    first = page_of(library(), moment="published_at", size=2)
    second = page_of(library(), moment="published_at", after=first.next, size=2)
    third = page_of(library(), moment="published_at", after=second.next, size=2)
    found = [need.number for page in (first, second, third) for need in page.rows]
    assert found == numbers[::-1]
    assert third.next == ""
    back = page_of(library(), moment="published_at", before=third.previous, size=2)
    assert [need.number for need in back.rows] == [need.number for need in second.rows]
    assert page_of(library(), moment="published_at", after="nonsense", size=2).rows == first.rows
    assert first.total == 5


def test_the_public_history_keeps_opinions_inside(offices):
    need = published_need(offices)
    assert [entry.action for entry in public_history(need)] == ["needs.need.publish"]
    assert full_history(offices.county, need).count() > full_history(VISITOR, need).count() == 1


def test_a_need_follows_its_parts_both_ways_and_keeps_its_first_dates(offices):
    need = published_need(offices)
    moment = now()
    need = reflect(need, [Part("interested", Decimal(60))], at=moment)
    assert (need.state, need.quantity_taken, need.first_interest_at) == ("matching", 0, moment)
    need = reflect(need, [], at=now())
    assert (need.state, need.first_interest_at) == ("published", moment)
    need = reflect(need, [Part("under_way", Decimal(40)), Part("to_confirm", Decimal(20))], at=now())
    assert (need.state, need.quantity_taken, need.delivered_at is not None) == ("to_confirm", 60, True)
    need = reflect(need, [Part("confirmed", Decimal(40)), Part("confirmed", Decimal(20))], at=now())
    assert (need.state, need.quantity_met) == ("fulfilled", 60)
    assert [station.state for station in journey_of(need)] == ["done"] * 6 + ["now"]


def test_more_is_never_taken_than_asked(offices):
    need = published_need(offices)
    with pytest.raises(Conflict):
        reflect(need, [Part("committed", Decimal(40)), Part("committed", Decimal(21))], at=now())


def test_a_need_that_is_not_in_the_library_follows_nothing(offices):
    with pytest.raises(Conflict):
        reflect(submitted_need(offices), [], at=now())
    with pytest.raises(NotFound):
        lock_need(offices.county.id)


def test_a_need_says_enough_but_not_less_than_is_taken(offices):
    need = reflect(published_need(offices), [Part("confirmed", Decimal(40))], at=now())
    with pytest.raises(Faults):
        revise_need(actor=offices.county, need=need, quantity=Decimal(39), reason="够了")
    need = revise_need(actor=offices.county, need=need, quantity=Decimal(40), reason="已经够用")
    assert (need.state, need.confirmed_at is not None) == ("fulfilled", True)


def test_a_fulfilled_need_is_revisited_and_closed_by_who_did_not_type_it(offices):
    need = reflect(published_need(offices), [Part("confirmed", Decimal(60))], at=now())
    with pytest.raises(NotAllowed):
        begin_revisit(actor=offices.village, need=need)
    need = begin_revisit(actor=offices.township, need=need)
    assert reflect(need, [Part("confirmed", Decimal(60))], at=now()).state == "revisiting"
    assert close_need(actor=offices.township, need=need, finding="路灯都亮").state == "closed"
    assert public_need(need.number).state == "closed"


def test_a_need_expires_after_its_day_and_may_be_extended(offices):
    need = published_need(offices, wanted_by=today() + timedelta(days=3))
    assert expire_needs() == 0
    with time_machine.travel(now() + timedelta(days=5)):
        assert expire_needs() == 1
        need.refresh_from_db()
        with pytest.raises(RuleBroken):
            extend_need(actor=offices.village, need=need, wanted_by=today() - timedelta(days=1))
        assert extend_need(actor=offices.village, need=need, wanted_by=today()).state == "published"


def test_an_office_sees_what_waits_for_it_by_its_clock(offices):
    late = submitted_need(offices)
    with time_machine.travel(now() + timedelta(hours=80)):
        submitted_need(offices, title="示例村修路")
        queue = work_queue(offices.township)
    assert [each.title for each in queue] == [late.title, "示例村修路"]
    assert [each.is_overdue for each in queue] == [True, False]
    assert {each.what for each in work_queue(offices.department)} == {"State how far policies cover a need"}
    assert not work_queue(offices.village)
    draft_need(offices, title="草稿")
    assert [each.what for each in work_queue(offices.village)] == ["Finish a draft"]


def test_a_village_bundles_what_it_has_verified(offices):
    verified_request(offices)
    assert [each.what for each in work_queue(offices.village)] == ["Make a need of a verified request"]


def test_the_desk_takes_few_queries_however_much_waits(offices):
    for each in range(6):
        submitted_need(offices, title=f"示例{each}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work_queue(offices.township)
    assert len(queries) <= 14


def test_only_village_and_township_read_who_asks(offices):
    request = send_request().request
    for actor in (offices.village, offices.township):
        assert applicant_of(actor, request).name == "示例甲"
    for actor in (offices.county, offices.prefecture, VISITOR):
        assert applicant_of(actor, request) is None
    assert visible_requests(offices.county).get() == request
    assert not visible_requests(offices.prefecture)
    with pytest.raises(NotFound):
        request_by_number(offices.prefecture, request.number)


def test_a_code_opens_its_request_and_no_other(offices):
    sent = send_request()
    found = find_by_code(actor=VISITOR, code=sent.follow_code.lower().replace("-", " "))
    assert found.request == sent.request
    assert request_by_number(found.holder, sent.request.number) == sent.request
    with pytest.raises(NotFound):
        request_by_number(found.holder, send_request().request.number)


def test_a_mistyped_code_is_told_from_one_for_confirming(offices):
    for code, words in (("7QK2-M4TA-9XZ4", "cannot be right"), (new_code(CodeKind.CONFIRM), "confirming receipt")):
        with pytest.raises(RuleBroken) as refused:
            find_by_code(actor=VISITOR, code=code)
        assert words in refused.value.code
        assert refused.value.field == "code"


def test_guessing_codes_ends_after_ten_tries_an_hour(offices):
    device = Actor(id=None, role=Role.VISITOR, label="", device="d" * 64)
    sent = send_request()
    for _ in range(10):
        with pytest.raises(RuleBroken):
            find_by_code(actor=device, code=new_code())
    with pytest.raises(RuleBroken) as refused:
        find_by_code(actor=device, code=sent.follow_code)
    assert "Too many" in refused.value.code
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert find_by_code(actor=device, code=sent.follow_code).request == sent.request


def test_the_engine_is_told_what_is_still_open(offices):
    need = reflect(published_need(offices, secured_fen=4_000_000), [Part("committed", Decimal("19.5"))], at=now())
    terms = as_terms(need)
    assert (terms.quantity, terms.budget_fen, terms.level) == (41, 5_000_000, "village")
    assert terms.subfields == {"lighting"}


def test_a_villages_claim_stays_a_claim_until_an_office_checks_it(offices):
    need = submitted_need(offices, policy_cover="partly", policy_name="专项", remaining_gap="缺四十盏")
    verify_need(actor=offices.township, need=need, opinion="属实")
    assert Need.objects.get(pk=need.pk).policy_checked_at is None
