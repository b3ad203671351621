from datetime import timedelta

import pytest

from duijie.matching.filters import Filter, failed_filter
from duijie.matching.terms import Form
from tests.matching.samples import COUNTY, FAR_COUNTY, OTHER_COUNTY, PROVINCE, TODAY, a_need, an_offer

WEEK = timedelta(days=7)


def code(need, offer):
    failed = failed_filter(need, offer, TODAY)
    return failed and failed.code


def test_an_offer_without_limits_passes_every_filter():
    assert code(a_need(), an_offer(fields=frozenset(), subfields=frozenset())) is None


def test_an_offer_of_another_field_fails_and_says_both_fields():
    failed = failed_filter(a_need(), an_offer(fields=frozenset({"health", "ecology"})), TODAY)
    assert failed == (Filter.FIELD, {"need": "livelihood", "offer": ["ecology", "health"]})


def test_who_gives_services_only_cannot_answer_a_need_for_goods():
    failed = failed_filter(a_need(), an_offer(forms=frozenset({Form.SERVICE})), TODAY)
    assert failed == (Filter.FORM, {"need": "goods", "offer": ["service"]})


@pytest.mark.parametrize("area", ["/", PROVINCE, COUNTY, "/62/6211/621121/621121100/621121100200/"])
def test_an_area_is_served_with_everything_below_it(area):
    assert code(a_need(), an_offer(areas=(FAR_COUNTY, area))) is None


@pytest.mark.parametrize(
    "area", [FAR_COUNTY, OTHER_COUNTY, "/62/6211/62112/", "/62/6211/621121/621121100/621121100201/"]
)
def test_a_neighbouring_area_is_not_served_even_when_its_digits_begin_alike(area):
    assert code(a_need(), an_offer(areas=(area,))) is Filter.AREA


def test_a_pairing_does_not_widen_the_area_an_organization_has_set():
    assert code(a_need(), an_offer(areas=(FAR_COUNTY,), paired_paths=(COUNTY,))) is Filter.AREA


def test_an_offer_for_key_counties_only_leaves_out_the_others():
    assert code(a_need(), an_offer(key_counties_only=True)) is Filter.KEY_COUNTIES
    assert code(a_need(is_key_county=True), an_offer(key_counties_only=True)) is None


def test_a_missing_qualification_is_named():
    need = a_need(required_qualifications=frozenset({"medical", "law"}))
    failed = failed_filter(need, an_offer(qualifications=frozenset({"law"})), TODAY)
    assert failed == (Filter.QUALIFICATION, {"missing": ["medical"]})


def test_an_offer_that_is_taken_up_is_not_suggested():
    assert code(a_need(), an_offer(capacity_left=0)) is Filter.CAPACITY


def test_an_organization_not_in_good_standing_is_not_suggested():
    assert code(a_need(), an_offer(in_good_standing=False)) is Filter.STANDING


def test_an_offer_serves_on_its_last_day_but_not_on_the_next():
    assert code(a_need(), an_offer(available_to=TODAY)) is None
    assert code(a_need(), an_offer(available_to=TODAY - timedelta(days=1))) is Filter.ENDED


def test_an_offer_that_begins_after_the_wished_date_is_too_late():
    need = a_need(wanted_by=TODAY + WEEK)
    assert code(need, an_offer(available_from=TODAY + WEEK)) is None
    assert code(need, an_offer(available_from=TODAY + 2 * WEEK)) is Filter.TOO_LATE


def test_an_overdue_need_can_still_be_answered_today_but_not_put_off():
    need = a_need(wanted_by=TODAY - WEEK)
    assert code(need, an_offer(available_from=TODAY)) is None
    assert code(need, an_offer(available_from=TODAY + WEEK)) is Filter.TOO_LATE
