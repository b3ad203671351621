"""After a round, lists go by what a place is worth to others; before it they stand as they score."""

from decimal import Decimal
from fractions import Fraction

import pytest

from duijie.apps.matches.exposing import share_of_accepts
from duijie.apps.matches.rules import exposure
from duijie.apps.matches.rules.exposure import ACCEPTS_EXPECTED, NEW_BONUS
from duijie.apps.matches.selectors import needs_for, offers_for, why_not
from duijie.apps.matches.services.rounds import release_round
from duijie.apps.matches.services.suggestions import decline
from tests.factories.matches import seat_of, suggestion
from tests.factories.needs import published_need
from tests.factories.rounds import computed_round, lamps

pytestmark = pytest.mark.django_db


def test_without_a_released_round_a_list_goes_by_the_score_alone(offices, organization, need):
    lamps(organization)
    computed_round(offices.county)
    [fit] = offers_for(need)
    assert (fit.price, fit.bonus, fit.value) == (0, 0, fit.score)


def test_after_a_round_a_sought_offer_costs_its_price_and_the_reasons_still_add_up(offices, organization, other, need):
    published_need(offices)
    sought = lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    free = lamps(other, title="庭院照明", text="安装照明灯。")
    fits = {each.offer: each for each in offers_for(published_need(offices))}
    assert free in fits
    price = row.places.get(offer=sought).price
    assert price > 0
    if sought in fits:
        assert (fits[sought].price, fits[sought].bonus) == (price, NEW_BONUS)
    assert fits[free].price == 0
    for fit in fits.values():
        assert sum(each.points for each in fit.reasons) == fit.score
        assert fit.value == fit.score - fit.price + fit.bonus


def test_an_offer_with_as_much_waiting_as_it_can_take_is_shown_to_no_further_need(offices, organization, other, need):
    busy = lamps(organization)
    lamps(other, title="庭院照明", capacity=Decimal(600))
    release_round(actor=offices.county, row=computed_round(offices.county))
    asking = published_need(offices)
    assert busy in {each.offer for each in offers_for(asking)}
    for _ in range(2):
        suggestion(offices.county, published_need(offices), organization, busy)
    assert busy not in {each.offer for each in offers_for(asking)}


def test_what_speaks_of_the_same_comes_before_what_only_lies_in_the_field_at_any_price(offices, organization, need):
    published_need(offices)
    sought = lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    row.places.filter(offer=sought).update(price=1_000_000)
    water = lamps(organization, title="安全饮水", text="修水窖、换管道。", subfield="water")
    asking = published_need(offices)
    assert [each.offer for each in offers_for(asking)] == [sought, water]
    [fit] = [each for each in needs_for(organization) if each.need == asking]
    assert (fit.offer, fit.price) == (sought, 1_000_000)


def test_what_is_of_the_same_kind_comes_before_what_only_shares_a_word_at_any_price(offices, organization, other, need):
    published_need(offices)
    sought = lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    row.places.filter(offer=sought).update(price=1_000_000)
    water = lamps(other, title="安全饮水", text="村组修水窖、换管道，不装路灯。", subfield="water")
    asking = published_need(offices)
    fits = offers_for(asking)
    assert [each.offer for each in fits] == [sought, water]
    assert "words" in {each.code.partition(".")[0] for each in fits[1].reasons if each.points}


def test_an_organization_sees_the_needs_of_places_left_behind_earlier(offices, organization, need):
    lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    row.figures["left_behind"] = [need.division_path]
    row.save()
    [fit] = [each for each in needs_for(organization) if each.need == need]
    assert fit.bonus == 2 * NEW_BONUS


def test_why_not_names_the_price_when_an_offers_places_went_to_needs_worth_more(offices, organization, other, need):
    sought = lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    lamps(other, title="庭院照明", text="安装照明灯。")
    asking = published_need(offices)
    row.places.filter(offer=sought).update(price=990_000)
    answer = why_not(asking, sought, limit=1)
    assert answer.prices is not None
    assert (answer.prices.offer_price, answer.prices.utility) == (990_000, answer.score)
    assert answer.price_gap > 0
    on_the_list = why_not(asking, sought, limit=5)
    assert (on_the_list.gap, on_the_list.prices) == (0, None)


def test_as_many_accepts_are_expected_as_were_counted_once_there_are_enough(offices, organization, need, monkeypatch):
    lamps(organization)
    suggested = suggestion(offices.county, need, organization)
    decline(actor=seat_of(organization), suggestion=suggested, decline_reason="capacity")
    assert share_of_accepts() == ACCEPTS_EXPECTED
    monkeypatch.setattr(exposure, "ANSWERS_ENOUGH", 1)
    assert share_of_accepts() == Fraction(1, 3)  # none of one, and one of each kind added
    suggestion(offices.county, published_need(offices), organization)
    assert share_of_accepts() == Fraction(1, 3)  # what waits is no answer yet
