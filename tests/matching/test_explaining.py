import pytest

from duijie.matching.explaining import Change, _fewest, why_not_need, why_not_offer
from duijie.matching.filters import Filter
from duijie.matching.library import Library
from duijie.matching.reasons import MAXIMA, Term
from duijie.matching.scoring import reasons
from duijie.matching.suggesting import suggest_offers
from tests.matching.samples import COUNTY, FAR_COUNTY, OTHER_COUNTY, TODAY, a_need, an_offer


@pytest.fixture
def offers():
    near = [an_offer(id=f"offer-{number}", home_path=COUNTY) for number in range(3)]
    return Library([*near, an_offer(id="offer-far", home_path=FAR_COUNTY)])


def test_a_filter_is_named_with_what_is_needed_to_say_so(offers):
    why = why_not_offer(a_need(), an_offer(capacity_left=0), offers, limit=3, today=TODAY)
    assert why.failed
    assert why.failed.code is Filter.CAPACITY
    assert (why.gap, why.rival, why.changes) == (0, None, ())


def test_what_is_on_the_list_lacks_nothing(offers):
    assert why_not_offer(a_need(), offers["offer-1"], offers, limit=3, today=TODAY).gap == 0


def test_the_gap_is_what_takes_the_last_place_from_its_rival(offers):
    why = why_not_offer(a_need(), offers["offer-far"], offers, limit=3, today=TODAY)
    assert (why.rival, why.failed) == ("offer-2", None)
    assert why.score + why.gap == why.rival_score + 1  # "offer-far" comes after "offer-2", so equal is not enough


def test_a_smaller_id_wins_with_equal_points():
    offers = Library([an_offer(id="b", home_path=COUNTY), an_offer(id="a", home_path=FAR_COUNTY)])
    why = why_not_offer(a_need(), offers["a"], offers, limit=1, today=TODAY)
    assert why.score + why.gap == why.rival_score


def test_the_smallest_change_is_the_least_term_that_is_enough():
    need = a_need(beneficiaries=frozenset({"elderly"}))
    offers = Library([an_offer(id="a", beneficiaries=frozenset({"elderly"})), an_offer(id="b")])
    why = why_not_offer(need, offers["b"], offers, limit=1, today=TODAY)
    assert why.gap == MAXIMA[Term.BENEFICIARIES] // 2 + 1
    assert why.changes == (Change(Term.WORDS, MAXIMA[Term.WORDS] - why.reasons[0].points),)


def test_several_changes_are_named_when_no_single_one_is_enough():
    strong = an_offer(id="a", confirmed={"livelihood": 9}, beneficiaries=frozenset({"elderly"}))
    weak = an_offer(
        id="b", title="陪伴", text="", home_path=FAR_COUNTY, subfields=frozenset(), beneficiaries=frozenset({"women"})
    )
    need = a_need(beneficiaries=frozenset({"elderly"}))
    why = why_not_offer(need, weak, Library([strong, weak]), limit=1, today=TODAY)
    assert len(why.changes) > 1
    assert sum(change.points for change in why.changes) >= why.gap


def test_nobody_is_told_to_change_where_he_is_registered_or_what_was_confirmed():
    strong = an_offer(id="a", confirmed={"livelihood": 9})
    weak = an_offer(id="b", home_path=OTHER_COUNTY)
    why = why_not_offer(a_need(), weak, Library([strong, weak]), limit=1, today=TODAY)
    assert {change.term for change in why.changes} & {Term.RECORD, Term.DIRECTION, Term.TILT_LEVEL} == set()


def test_an_offer_that_was_never_in_the_library_gets_the_same_answer(offers):
    far = offers["offer-far"]
    inside = why_not_offer(a_need(), far, offers, limit=3, today=TODAY)
    assert inside.score == next(
        each.score for each in suggest_offers(a_need(), offers, limit=9, today=TODAY) if each.offer == far.id
    )


def test_a_village_can_ask_why_an_organization_was_not_shown_its_need():
    needs = Library([a_need(id="a", is_key_county=True, in_hardship=True), a_need(id="b")])
    why = why_not_need(an_offer(), needs["b"], needs, limit=1, today=TODAY)
    assert (why.rival, why.failed) == ("a", None)
    assert why.gap == MAXIMA[Term.TILT_KEY_COUNTY] + MAXIMA[Term.TILT_HARDSHIP] + 1
    assert why_not_need(an_offer(fields=frozenset({"health"})), needs["b"], needs, limit=1, today=TODAY).failed


def test_no_change_is_named_when_all_together_are_not_enough():
    found = reasons(a_need(), an_offer(), relevance=3.0, today=TODAY)
    assert _fewest(found, MAXIMA[Term.WORDS], (Term.WORDS,)) == ()
