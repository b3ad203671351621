"""From verified records to rows: a need elsewhere is here once, as its origin says it now, and goes when erased."""

from decimal import Decimal

import pytest

from duijie.apps.exchange.models import FollowedNeed, FollowedOffer, FollowedRecord
from duijie.apps.exchange.selectors.libraries import followed_needs, followed_offers
from duijie.apps.figures.rules import quarter_of
from duijie.apps.figures.selectors.cohorts import cohort_needs
from duijie.apps.needs.selectors.library import library
from tests.apps.exchange.made import HOUR, NEED, OFFER, make_source, shown, taken
from tests.factories.organizations import make_divisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return make_source()


def test_a_published_need_stands_in_the_library_of_the_follower(source):
    make_divisions()
    assert taken(source, shown(3, "needs.need.publish", NEED)) == 1
    need = FollowedNeed.objects.get()
    assert (need.number, need.quantity, need.unit, need.beneficiaries) == (NEED["number"], Decimal(30), "盏", ["all"])
    assert (need.division_path, need.published_at) == ("/62/6211/621121/", HOUR)
    assert need.origin_address == f"https://shili.example/needs/{NEED['number']}/"
    assert list(followed_needs(text="路灯")) == [need]
    assert list(followed_needs(field="health")) == []


def test_taking_the_same_again_changes_nothing(source):
    met = {"state": "fulfilled", "met": "30", "unit": "盏"}
    records = [shown(3, "needs.need.publish", NEED), shown(4, "needs.need.reflect", met)]
    assert taken(source, *records) == 2
    assert taken(source, *records) == 0
    assert FollowedRecord.objects.count() == 2
    assert FollowedNeed.objects.get().quantity_met == 30


def test_a_need_follows_what_its_origin_says_later(source):
    taken(source, shown(3, "needs.need.publish", NEED))
    taken(source, shown(5, "needs.need.revise", {"state": "published", "quantity": "12.5", "unit": "盏"}))
    assert FollowedNeed.objects.get().quantity == Decimal("12.5")
    taken(source, shown(6, "needs.need.withdraw", {"state": "withdrawn"}))
    assert not followed_needs().exists()


def test_an_offer_stands_in_the_menu_until_it_rests(source):
    taken(source, shown(3, "offers.offer.publish", OFFER))
    assert followed_offers(text="血压计").get().capacity == 20
    taken(source, shown(4, "offers.offer.pause", {"event": "pause", "state": "paused"}))
    assert not followed_offers().exists()


def test_what_its_origin_erases_is_gone_here_too(source):
    other = shown(4, "needs.need.publish", {**NEED, "number": "N-33BCDFG"}, subject="b" * 32)
    taken(source, shown(3, "needs.need.publish", NEED), other)
    taken(source, shown(9, "records.leaf.erase", {"leaves": 1}))
    gone = FollowedNeed.objects.get(subject="a" * 32)
    assert (gone.number, gone.title, gone.text, gone.place, gone.search) == ("", "", "", "", None)
    assert FollowedRecord.objects.get(index=3).facts is None
    assert [each.number for each in followed_needs()] == ["N-33BCDFG"]


def test_an_entry_that_was_erased_before_we_came_makes_no_row(source):
    assert taken(source, shown(3, "needs.need.publish", None)) == 1
    assert FollowedRecord.objects.get().facts is None
    assert not FollowedNeed.objects.exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"quantity": "viele"}, "quantity is no quantity"),
        ({"quantity": "NaN"}, "quantity is no quantity"),
        ({"quantity": "99999999999999"}, "quantity is no quantity"),
        ({"title": "灯" * 500}, "title is no text of at most 200 characters"),
        ({"title": None}, "title is missing"),
        ({"wanted_by": "bald"}, "wanted_by is no date"),
        ({"total_fen": -1}, "total_fen is no amount in fen"),
    ],
)
def test_what_cannot_be_read_is_kept_with_the_reason_and_stops_nothing(source, changed, problem):
    good = shown(4, "needs.need.publish", NEED, subject="b" * 32)
    taken(source, shown(3, "needs.need.publish", {**NEED, **changed}), good)
    assert FollowedRecord.objects.get(index=3).problem == problem
    assert FollowedNeed.objects.get().subject == "b" * 32


def test_what_another_province_needs_counts_in_no_figure_of_ours(source):
    taken(source, shown(3, "needs.need.publish", NEED))
    assert not library().exists()
    assert not cohort_needs(quarter_of(HOUR.date()), "/").exists()


def test_two_provinces_may_use_the_same_pseudonym_and_number(source):
    other = make_source("另一省", province_code="520000", log_name="log.example/520000")
    taken(source, shown(3, "needs.need.publish", NEED))
    taken(other, shown(3, "needs.need.publish", NEED))
    assert followed_needs().count() == 2
    assert followed_needs(source="520000").get().source == other


def test_offers_and_needs_of_one_source_do_not_meet(source):
    taken(source, shown(3, "offers.offer.publish", OFFER), shown(4, "needs.need.publish", NEED, subject="c" * 32))
    assert FollowedOffer.objects.get().subject != FollowedNeed.objects.get().subject
