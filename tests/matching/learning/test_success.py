import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.matching.learning.factors import PERCENT, SUCCESS_TERMS, TILTS, Factor, most_points
from duijie.matching.learning.model import KNOTS, PRIOR, FaultyModel, Model
from duijie.matching.learning.success import Success
from duijie.matching.reasons import MAXIMA, Reason, Term
from duijie.matching.scoring import reasons, score
from tests.matching.made import needs, offers
from tests.matching.samples import TODAY, a_need, an_offer

prior = Success(PRIOR)
pairs_of_terms = st.tuples(*(st.integers(0, most) for most in MAXIMA.values()))
tables = st.lists(st.integers(0, 100_000), min_size=KNOTS + 1, max_size=KNOTS + 1).map(tuple)


@st.composite
def models(draw):
    """Models as wild as learning could make them, not even monotone."""
    points = {factor: {term: draw(tables) for term in SUCCESS_TERMS} for factor in Factor}
    lines = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=5)
    chances = {}
    for factor in Factor:
        rising = sorted(draw(lines))
        chances[factor] = tuple((200_000 * number, chance) for number, chance in enumerate(rising))
    return Model(version=1, parent=0, points=points, chances=chances)


def as_reasons(points):
    return tuple(Reason(f"{term}.some", {}, value) for term, value in zip(Term, points, strict=True))


def test_the_published_spread_gives_away_all_points_of_a_term_and_none_of_a_tilt():
    assert all(sum(shares.values()) == 100 for shares in PERCENT.values())
    assert set(PERCENT) | set(TILTS) == set(Term)
    assert sum(most_points(factor) for factor in Factor) + sum(MAXIMA[term] for term in TILTS) == 1_000_000


@given(needs, offers, st.floats(0, 50))
def test_under_the_prior_people_read_the_points_of_the_rule_score(need, offer, relevance):
    found = reasons(need, offer, relevance=relevance, today=TODAY)
    explained = prior.explain(found)
    assert explained.reasons == found
    assert explained.score == score(found)


@settings(max_examples=15)
@given(models(), pairs_of_terms)
def test_reasons_add_up_to_what_they_explain_under_any_model(model, points):
    found = as_reasons(points)
    success = Success(model)
    explained = success.explain(found)
    assert sum(each.points for each in explained.reasons) == explained.score
    for factor in explained.factors:
        assert sum(worth for _, worth in factor.terms) == factor.points
    tilts = sum(each.points for each in found if each.term in TILTS)
    assert sum(factor.points for factor in explained.factors) + tilts == explained.score
    terms = np.array([points], dtype=np.int32)
    assert success.factor_points(terms)[0].tolist() == [factor.points for factor in explained.factors]
    assert success.chances(terms)[0].tolist() == [factor.chance for factor in explained.factors]


@given(pairs_of_terms, st.integers(0, 1_000_000))
def test_the_utility_is_benefit_times_the_product_of_the_three_chances(points, benefit):
    explained = prior.explain(as_reasons(points))
    product = 1
    for factor in explained.factors:
        product *= factor.chance
    assert explained.chance == (product + 5 * 10**11) // 10**12
    found = prior.utilities(np.array([points], dtype=np.int32), benefit)
    assert found.tolist() == [benefit * explained.chance // 10**6]
    assert 0 <= found[0] <= 1_000_000


@given(pairs_of_terms, st.sampled_from(SUCCESS_TERMS))
def test_more_of_anything_never_makes_success_less_likely_under_the_prior(points, term):
    more = list(points)
    more[list(Term).index(term)] = MAXIMA[term]
    both = prior.utilities(np.array([points, more], dtype=np.int32), 1_000_000)
    assert both[1] >= both[0] - 2  # rounding of one point in each of two factors


def test_benefits_are_given_once_or_for_each_pair():
    terms = np.array([[0] * 12, list(MAXIMA.values())], dtype=np.int32)
    each = prior.utilities(terms, np.array([1_000_000, 0]))
    assert each[0] > 0
    assert each[1] == 0
    with pytest.raises(ValueError, match="2 pairs, but 3 benefits"):
        prior.utilities(terms, np.array([1, 2, 3]))
    with pytest.raises(ValueError, match="between 0 and 1000000"):
        prior.utilities(terms, -1)


@pytest.mark.parametrize("wrong", [[0] * 11, [-1] + [0] * 11, [MAXIMA[Term.WORDS] + 1] + [0] * 11])
def test_terms_that_the_score_cannot_have_are_refused(wrong):
    with pytest.raises(ValueError, match="term"):
        prior.utilities(np.array([wrong], dtype=np.int32), 1)


def test_a_model_without_a_factor_or_with_falling_chances_is_none():
    with pytest.raises(FaultyModel, match="nothing of the factor “delivers”"):
        Model(
            version=1, parent=0, points=PRIOR.points, chances={each: PRIOR.chances[each] for each in list(Factor)[:2]}
        )
    with pytest.raises(FaultyModel, match="do not rise"):
        Model(version=1, parent=0, points=PRIOR.points, chances=PRIOR.chances | {Factor.ACCEPTS: ((0, 5), (9, 4))})
    with pytest.raises(FaultyModel, match="has not the terms"):
        Model(version=1, parent=0, points=PRIOR.points | {Factor.ACCEPTS: {}}, chances=PRIOR.chances)


def test_a_pair_that_fits_in_everything_succeeds_more_often_than_not_under_the_prior():
    found = reasons(a_need(), an_offer(confirmed={"livelihood": 9}), relevance=50.0, today=TODAY)
    assert prior.explain(found).chance > 200_000
    best = as_reasons(tuple(MAXIMA.values()))
    assert prior.explain(best).chance > 500_000
