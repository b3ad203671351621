"""统筹匹配: a division's needs against all that serves it, looked at before anybody is asked, released by a person."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from duijie.apps.matches.models import Round, RoundPair, Suggestion
from duijie.apps.matches.rules.exposure import OPEN_RECOMMENDATIONS
from duijie.apps.matches.rules.rounds import Miss, Skipped
from duijie.apps.matches.services import suggestions
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round, release_round, withdraw_round
from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.matches import commitment, seat_of
from tests.factories.needs import make_seat, published_need
from tests.factories.rounds import computed_round, lamps, need_far_away

pytestmark = pytest.mark.django_db


def recommended(row: Round) -> set[str]:
    return set(row.pairs.filter(is_recommended=True).values_list("need__number", flat=True))


def test_a_round_asks_nobody_before_an_official_releases_its_list(offices, organization, need):
    lamps(organization)
    row = computed_round(offices.county)
    assert (row.state, recommended(row)) == ("prepared", {need.number})
    assert not Suggestion.objects.exists()
    release_round(actor=offices.county, row=row, note="请先来看看")
    asked = Suggestion.objects.get()
    assert (asked.need, asked.organization, asked.quantity, asked.note) == (need, organization, 60, "请先来看看")
    assert Round.objects.get().released_by_label == offices.county.label


def test_the_points_of_each_row_add_up_and_its_rows_to_the_list(offices, organization, other, need):
    published_need(offices)
    lamps(organization)
    lamps(other, title="庭院灯")
    row = computed_round(offices.county)
    pairs = list(row.pairs.filter(is_recommended=True))
    assert len(pairs) == 2
    assert all(sum(points for _, _, points in each.reasons) == each.utility for each in pairs)
    assert sum(each.utility for each in pairs) == row.total


def test_a_scarce_offer_is_shared_between_places_at_a_stated_price(offices, organization, need):
    published_need(offices)
    weak = need_far_away(offices)
    lamps(organization, capacity=Decimal(120))
    row = computed_round(offices.county)
    assert weak.number in recommended(row)
    assert not row.pairs.filter(need=weak, is_plain=True).exists()
    moved = row.pairs.exclude(is_recommended=True, is_plain=True)
    assert {each.is_recommended for each in moved} == {True, False}
    assert row.plain_total > row.total
    fair, plain = row.figures["fair"], row.figures["plain"]
    assert fair["gini"] < plain["gini"]
    assert fair["all"] == plain["all"] == [2, 3]


def test_what_is_promised_in_a_list_never_exceeds_what_an_offer_has(offices, organization):
    for quantity in (60, 60, 20, 20):
        published_need(offices, quantity=Decimal(quantity))
    offer = lamps(organization, capacity=Decimal(100))
    row = computed_round(offices.county)
    assert 0 < sum(each.quantity for each in row.pairs.filter(is_recommended=True)) <= offer.capacity


def test_a_large_need_is_recommended_to_several_in_parts(offices, organization, other, need):
    for each in (organization, other):
        lamps(each, capacity=Decimal(30))
    row = computed_round(offices.county)
    assert [each.quantity for each in row.pairs.filter(is_recommended=True)] == [30, 30]


def test_an_organization_is_asked_no_more_at_once_than_it_can_answer(offices, organization):
    for _ in range(OPEN_RECOMMENDATIONS + 2):
        published_need(offices, unit="盏", quantity=Decimal(1))
    lamps(organization, unit="项", capacity=Decimal(1))
    row = computed_round(offices.county)
    release_round(actor=offices.county, row=row)
    assert Suggestion.objects.filter(state="open").count() <= OPEN_RECOMMENDATIONS


def test_computing_again_after_a_killed_worker_gives_the_same_list_once(offices, organization, need):
    lamps(organization)
    row = prepare_round(actor=offices.county)
    Round.objects.filter(pk=row.pk).update(step="solving", done=1, to_do=1)
    compute(row.pk)
    row.refresh_from_db()
    first = (row.digest, row.objective, RoundPair.objects.count())
    compute(row.pk)
    row.refresh_from_db()
    assert (row.digest, row.objective, RoundPair.objects.count()) == first
    assert row.state == "prepared"


def test_a_round_that_was_withdrawn_while_it_was_computed_stays_withdrawn(offices, organization, need):
    lamps(organization)
    row = prepare_round(actor=offices.county)
    withdraw_round(actor=offices.county, row=row)
    compute(row.pk)
    row.refresh_from_db()
    assert (row.state, row.pairs.count()) == ("withdrawn", 0)


def test_rows_whose_need_was_taken_meanwhile_are_skipped_and_say_so(offices, organization, other, need):
    lamps(organization)
    still_open = published_need(offices)
    lamps(organization, title="路灯安装", capacity=Decimal(120))
    row = computed_round(offices.county)
    assert recommended(row) == {need.number, still_open.number}
    commitment(other, need, need.quantity)
    release_round(actor=offices.county, row=row)
    assert row.pairs.get(need=need, is_recommended=True).skipped == Skipped.NEED_TAKEN
    assert Suggestion.objects.get().need == still_open


def test_an_organization_that_declined_is_not_asked_for_that_need_again(offices, organization, need):
    lamps(organization)
    release_round(actor=offices.county, row=computed_round(offices.county))
    asked = Suggestion.objects.get()
    suggestions.decline(actor=seat_of(organization), suggestion=asked, decline_reason="distance")
    again = computed_round(offices.county)
    assert recommended(again) == set()
    assert again.misses.get().why == Miss.ANSWERED


def test_no_answer_in_time_frees_the_place_for_the_next_round(offices, organization, need):
    lamps(organization)
    release_round(actor=offices.county, row=computed_round(offices.county))
    waiting = computed_round(offices.county)
    assert recommended(waiting) == set()
    withdraw_round(actor=offices.county, row=waiting)
    with time_machine.travel(now() + timedelta(hours=49)):
        suggestions.lapse_overdue()
        assert recommended(computed_round(offices.county)) == {need.number}


def test_the_next_round_begins_with_the_prices_of_the_last(offices, organization, need):
    published_need(offices)
    lamps(organization)
    first = computed_round(offices.county)
    assert first.places.get().price > 0
    withdraw_round(actor=offices.county, row=first)
    second = computed_round(offices.county)
    assert second.prices_from == first
    assert (second.digest, second.total) == (first.digest, first.total)


def test_a_need_that_went_without_says_what_stopped_it(offices, organization, need):
    lost = published_need(offices, title="夜里太黑", text="巷子里看不见路。", subfield="")
    service = published_need(offices, form="service")
    unknown = published_need(offices, field="ecology", subfield="")
    lamps(organization)
    row = computed_round(offices.county)
    why = {each.need: (each.why, each.params) for each in row.misses.all()}
    assert why[lost][0] == Miss.PRICE
    assert why[lost][1]["lacks"] >= 0
    assert why[service][0] == "filter.form"
    assert why[unknown][0] == Miss.NO_OFFER


def test_both_sides_hear_once_of_a_released_round(offices, organization, need):
    lamps(organization)
    manager, row = seat_of(organization), computed_round(offices.prefecture)
    Notice.objects.all().delete()
    release_round(actor=offices.prefecture, row=row)
    told = list(Notice.objects.values_list("account_id", flat=True))
    assert sorted(told) == sorted([manager.id, offices.county.id, offices.village.id, offices.village_colleague.id])


def test_a_release_leaves_a_leaf_that_names_nobody(offices, organization, need):
    lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    leaf = Leaf.objects.get(kind="matches.round.release")
    assert leaf.facts == {"number": row.number, "digest": row.digest, "recommendations": 1}


def test_only_the_offices_of_a_division_prepare_and_release_its_round(offices, organization, need):
    lamps(organization)
    with pytest.raises(NotAllowed):
        prepare_round(actor=offices.township)
    row = computed_round(offices.county)
    for stranger in (offices.prefecture, offices.village, make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            release_round(actor=stranger, row=row)


def test_a_division_has_one_list_waiting_at_a_time(offices, need):
    prepare_round(actor=offices.county)
    with pytest.raises(Conflict):
        prepare_round(actor=offices.county)


def test_nothing_is_computed_where_nothing_is_open(offices):
    with pytest.raises(RuleBroken):
        prepare_round(actor=offices.county)


def test_a_round_without_any_fitting_offer_has_reasons_and_no_proof(offices, need):
    row = computed_round(offices.county)
    assert (row.state, row.digest, row.misses.get().why) == ("prepared", "", Miss.NO_OFFER)


def test_a_round_spends_a_budget_on_the_needs_that_it_can_pay(offices, organization):
    """Ninety thousand yuan pay for two needs of forty thousand each, or for one of eighty thousand."""
    needs = [published_need(offices, form="funds", total_fen=fen) for fen in (8_000_000, 4_000_000, 4_000_000)]
    lamps(organization, forms=("funds",), capacity=Decimal(600), budget_fen=9_000_000)
    row = computed_round(offices.county)
    for chosen in (row.pairs.filter(is_recommended=True), row.pairs.filter(is_plain=True)):
        assert {each.need for each in chosen} == set(needs[1:])
    miss = row.misses.get()
    assert (miss.need, miss.why) == (needs[0], Miss.PRICE)


def test_who_can_pay_only_a_part_is_recommended_with_that_part(offices, organization):
    need = published_need(offices, form="funds", total_fen=8_000_000)
    lamps(organization, forms=("funds",), capacity=Decimal(600), budget_fen=2_000_000)
    pair = computed_round(offices.county).pairs.get(is_recommended=True)
    assert pair.quantity == need.quantity / 4


def test_an_offer_whose_budget_is_used_up_is_recommended_to_nobody(offices, organization):
    published_need(offices, form="funds", total_fen=8_000_000)
    lamps(organization, forms=("funds",), capacity=Decimal(600), budget_fen=0)
    assert recommended(computed_round(offices.county)) == set()
