from datetime import timedelta

import pytest

from duijie.matching.reasons import HALF_OF_WORDS_AT, MAXIMA, Term
from duijie.matching.scoring import reasons, score
from duijie.matching.terms import Form, Level, Mode, Registration, Urgency
from tests.matching.samples import COUNTY, FAR_COUNTY, OTHER_COUNTY, PROVINCE, TODAY, a_need, an_offer


def found(need, offer, term, relevance=0.0):
    return next(each for each in reasons(need, offer, relevance=relevance, today=TODAY) if each.term is term)


def points(need, offer, term):
    return found(need, offer, term).points


def test_the_maxima_add_up_to_one_million():
    assert sum(MAXIMA.values()) == 1_000_000
    assert set(MAXIMA) == set(Term)


def test_every_term_is_there_once_and_they_add_up():
    every = reasons(a_need(), an_offer(), relevance=2.5, today=TODAY)
    assert [each.term for each in every] == list(Term)
    assert score(every) == sum(each.points for each in every)


def test_half_of_the_points_for_words_come_at_the_published_relevance():
    assert found(a_need(), an_offer(), Term.WORDS, HALF_OF_WORDS_AT).points == MAXIMA[Term.WORDS] // 2
    assert found(a_need(), an_offer(), Term.WORDS, 0.0).code == "words.none"


def test_an_offer_that_names_the_field_is_before_one_that_takes_any():
    assert points(a_need(), an_offer(), Term.FIELD) > points(a_need(), an_offer(fields=frozenset()), Term.FIELD)


def test_a_need_with_two_kinds_of_help_is_half_answered_by_one():
    need = a_need(subfields=frozenset({"lighting", "roads"}))
    reason = found(need, an_offer(), Term.SUBFIELD)
    assert (reason.points, reason.params) == (MAXIMA[Term.SUBFIELD] // 2, {"subfields": ["lighting"]})


def test_meant_for_the_same_people_is_before_open_to_all_before_meant_for_others():
    need = a_need(beneficiaries=frozenset({"elderly"}))
    same, all_, other = (
        points(need, an_offer(beneficiaries=frozenset(who)), Term.BENEFICIARIES)
        for who in ({"elderly", "women"}, (), {"students"})
    )
    assert same > all_ > other == 0


def test_nearness_counts_down_from_county_to_prefecture_to_province():
    places = [
        found(a_need(), an_offer(home_path=home), Term.PLACE) for home in (COUNTY, OTHER_COUNTY, PROVINCE, FAR_COUNTY)
    ]
    assert [place.code for place in places] == ["place.county", "place.prefecture", "place.province", "place.far"]
    assert sorted((place.points for place in places), reverse=True) == [place.points for place in places]


def test_a_county_without_a_prefecture_is_still_a_county():
    need = a_need(division_path="/42/429004/429004100/")
    assert found(need, an_offer(home_path="/42/429004/"), Term.PLACE).code == "place.county"


def test_a_pairing_counts_like_being_at_home():
    paired = an_offer(home_path=FAR_COUNTY, paired_paths=(COUNTY,))
    assert found(a_need(), paired, Term.PLACE) == ("place.paired", {}, MAXIMA[Term.PLACE])


def test_remote_service_and_a_named_area_make_up_for_half_of_the_distance():
    remote = an_offer(home_path=FAR_COUNTY, mode=Mode.REMOTE)
    named = an_offer(home_path=FAR_COUNTY, areas=(COUNTY,))
    everywhere = an_offer(home_path=FAR_COUNTY, areas=("/",))
    assert points(a_need(), remote, Term.PLACE) == points(a_need(), named, Term.PLACE) == MAXIMA[Term.PLACE] // 2
    assert points(a_need(), everywhere, Term.PLACE) == 0


def test_twenty_lamps_of_sixty_are_a_third():
    reason = found(a_need(quantity=60, unit="盏"), an_offer(capacity_left=20, unit="盏"), Term.CAPACITY)
    assert reason == ("capacity.part", {"percent": 33}, MAXIMA[Term.CAPACITY] // 3)


def test_three_villages_are_not_compared_with_sixty_lamps():
    assert (
        found(a_need(quantity=60, unit="盏"), an_offer(capacity_left=3, unit="村"), Term.CAPACITY).code
        == "capacity.whole"
    )


def test_money_is_compared_where_money_is_asked_for():
    half = an_offer(budget_fen=5_000_000)
    assert found(a_need(form=Form.FUNDS, budget_fen=10_000_000), half, Term.CAPACITY).params == {"percent": 50}
    assert found(a_need(form=Form.SERVICE, budget_fen=10_000_000), half, Term.CAPACITY).code == "capacity.whole"


def test_a_wait_weighs_more_where_the_need_is_urgent():
    later = an_offer(available_from=TODAY + timedelta(days=20))
    waits = [points(a_need(urgency=urgency), later, Term.DATES) for urgency in Urgency]
    assert MAXIMA[Term.DATES] > waits[0] > waits[1] > waits[2] > 0


def test_four_confirmed_projects_in_the_field_are_enough_and_more_earn_nothing():
    four, forty = (points(a_need(), an_offer(confirmed={"livelihood": count}), Term.RECORD) for count in (4, 40))
    assert four == forty == MAXIMA[Term.RECORD]


def test_a_record_elsewhere_counts_half_as_much():
    elsewhere = found(a_need(), an_offer(confirmed={"health": 2}), Term.RECORD)
    assert elsewhere == ("record.elsewhere", {"count": 2}, MAXIMA[Term.RECORD] // 4)
    assert elsewhere.points == points(a_need(), an_offer(confirmed={"livelihood": 1}), Term.RECORD)


@pytest.mark.parametrize(
    ("level", "home", "is_key", "is_eastern", "variant"),
    [
        (Registration.COUNTY, COUNTY, False, False, "local"),
        (Registration.FILED, COUNTY, False, False, "local"),
        (Registration.COUNTY, OTHER_COUNTY, False, False, "prefecture"),
        (Registration.PREFECTURE, OTHER_COUNTY, False, False, "local"),
        (Registration.PREFECTURE, "/62/6201/", False, False, "province"),
        (Registration.COUNTY, FAR_COUNTY, False, True, "away"),
        (Registration.COUNTY, FAR_COUNTY, True, False, "away"),
        (Registration.COUNTY, FAR_COUNTY, True, True, "eastern"),
        (Registration.PROVINCE, PROVINCE, False, False, "home_province"),
        (Registration.PROVINCE, "/35/", False, True, "open"),
        (Registration.PROVINCE, "/35/", True, True, "key_county"),
        (Registration.NATIONAL, "/11/", True, False, "key_county"),
        (Registration.NATIONAL, "/11/", False, False, "open"),
    ],
)
def test_local_ones_help_at_home_and_the_others_go_to_key_counties(level, home, is_key, is_eastern, variant):
    offer = an_offer(registration_level=level, home_path=home, is_eastern=is_eastern)
    assert found(a_need(is_key_county=is_key), offer, Term.DIRECTION).code == f"direction.{variant}"


def test_a_national_organization_scores_higher_in_a_key_county():
    national = an_offer(registration_level=Registration.NATIONAL, home_path="/11/")
    assert points(a_need(is_key_county=True), national, Term.DIRECTION) > points(a_need(), national, Term.DIRECTION)


def test_the_grass_roots_come_first():
    tilts = [points(a_need(level=level), an_offer(), Term.TILT_LEVEL) for level in Level]
    assert tilts == sorted(tilts, reverse=True)
    assert len(set(tilts)) == len(Level)


def test_key_counties_and_people_in_hardship_come_before_others():
    for term, change in ((Term.TILT_KEY_COUNTY, "is_key_county"), (Term.TILT_HARDSHIP, "in_hardship")):
        assert points(a_need(**{change: True}), an_offer(), term) == MAXIMA[term]
        assert points(a_need(), an_offer(), term) == 0
