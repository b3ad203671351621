from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.filters import Filter, failed_filter
from duijie.matching.pairs.codes import Codes
from duijie.matching.pairs.columns import Columns
from duijie.matching.pairs.scored import FAILED, score_against, score_edges
from duijie.matching.reasons import MAXIMA, Term
from duijie.matching.scoring import reasons, score
from duijie.matching.terms import Form, Registration, Urgency
from tests.matching.made import need_lists, needs, offer_lists, offers
from tests.matching.samples import COUNTY, TODAY, a_need, an_offer

relevances = st.floats(0, 100) | st.floats(0, 1e-6) | st.floats(1e6, 1e300)


def plain(need, offer, relevance):
    """What the specification says: the filter that failed, the score, the terms."""
    failed = failed_filter(need, offer, TODAY)
    if failed:
        return failed.code, -1, [0] * len(Term)
    found = reasons(need, offer, relevance=relevance, today=TODAY)
    return None, score(found), [each.points for each in found]


def fully(scored, place):
    return FAILED[scored.failed[place]], int(scored.totals[place]), [int(each) for each in scored.terms[place]]


@given(need_lists, offer_lists, st.data())
def test_every_edge_has_the_filter_the_score_and_the_terms_of_the_plain_rules(some_needs, some_offers, data):
    codes = Codes()
    left, right = Columns(some_needs, codes=codes), Columns(some_offers, codes=codes)
    pairs = [(need, offer) for need in some_needs for offer in some_offers]
    relevance = np.array(data.draw(st.lists(relevances, min_size=len(pairs), max_size=len(pairs))))
    rows = np.array([(left.row_of[need.id], right.row_of[offer.id]) for need, offer in pairs]).reshape(-1, 2)
    found = score_edges(left, right, rows[:, 0], rows[:, 1], relevance, today=TODAY)
    for place, (need, offer) in enumerate(pairs):
        assert fully(found, place) == plain(need, offer, float(relevance[place]))


@given(needs, offer_lists, relevances)
def test_a_need_that_nobody_knows_yet_is_scored_the_same_against_every_offer(need, some_offers, relevance):
    columns = Columns(some_offers)
    found = score_against(need, columns, np.full(len(columns.ids), relevance), today=TODAY, with_terms=True)
    assert [fully(found, place) for place in range(len(some_offers))] == [
        plain(need, offer, relevance) for offer in some_offers
    ]


@given(offers, need_lists, relevances)
def test_an_offer_that_nobody_knows_yet_is_scored_the_same_against_every_need(offer, some_needs, relevance):
    columns = Columns(some_needs)
    found = score_against(offer, columns, np.full(len(columns.ids), relevance), today=TODAY, with_terms=True)
    assert [fully(found, place) for place in range(len(some_needs))] == [
        plain(need, offer, relevance) for need in some_needs
    ]


@given(needs, offer_lists, st.lists(st.tuples(st.integers(0, 7), st.booleans(), offers), max_size=30))
def test_items_that_come_go_and_change_leave_no_trace(need, some_offers, happenings):
    columns, kept = Columns(some_offers), {offer.id: offer for offer in some_offers}
    for number, leaves, other in happenings:
        known = list(kept)
        if leaves and number < len(known):
            columns.remove(known[number])
            del kept[known[number]]
        else:
            item = an_offer(**{name: getattr(other, name) for name in other.__slots__} | {"id": f"offer-{number}"})
            columns.add(item)
            kept[item.id] = item
    found = score_against(need, columns, np.full(len(columns.ids), 2.5), today=TODAY, with_terms=True)
    assert columns.row_of.keys() == kept.keys()
    assert len(columns) == len(kept)
    for item_id, place in columns.row_of.items():
        assert fully(found, place) == plain(need, kept[item_id], 2.5)
    assert all(found.totals[place] == -1 for place, item_id in enumerate(columns.ids) if item_id is None)


def test_more_codes_than_a_word_has_bits_change_nothing():
    def many(name, numbers):
        return frozenset(f"{name}-{number}" for number in numbers)

    some = [
        an_offer(
            id=f"offer-{start}",
            fields=many("field", range(start, start + 70)) | {"livelihood"},
            subfields=many("subfield", range(start, start + 90)),
            beneficiaries=many("people", range(start, start + 3)),
            qualifications=many("paper", range(start, start + 100)),
            confirmed={f"field-{start + 40}": 3, "livelihood": start % 4},
        )
        for start in range(0, 200, 25)
    ]
    need = a_need(
        subfields=many("subfield", range(60, 140, 7)),
        beneficiaries=many("people", (101, 150)),
        required_qualifications=many("paper", (70, 99, 120)),
    )
    columns = Columns(some)
    found = score_against(need, columns, np.full(len(some), 1.0), today=TODAY, with_terms=True)
    told = [fully(found, place) for place in range(len(some))]
    assert told == [plain(need, offer, 1.0) for offer in some]
    assert Counter(code for code, *_ in told) == {None: 2, Filter.QUALIFICATION: 6}


@pytest.mark.parametrize(
    ("need", "offer", "filter_"),
    [
        ({}, {"fields": frozenset({"health"})}, Filter.FIELD),
        ({}, {"in_good_standing": False}, Filter.STANDING),
        ({}, {"forms": frozenset({Form.PEOPLE})}, Filter.FORM),
        ({}, {"key_counties_only": True}, Filter.KEY_COUNTIES),
        ({}, {"areas": ("/11/",)}, Filter.AREA),
        ({"required_qualifications": frozenset({"medical"})}, {}, Filter.QUALIFICATION),
        ({}, {"capacity_left": 0}, Filter.CAPACITY),
        ({}, {"available_to": TODAY - timedelta(days=1)}, Filter.ENDED),
        ({"wanted_by": TODAY}, {"available_from": TODAY + timedelta(days=1)}, Filter.TOO_LATE),
        ({}, {}, None),
    ],
)
def test_each_filter_is_known_by_its_name(need, offer, filter_):
    columns = Columns([an_offer(**offer)])
    found = score_against(a_need(**need), columns, np.ones(1), today=TODAY)
    assert FAILED[found.failed[0]] is filter_
    assert found.terms.shape == (0, len(Term))


@given(st.integers(1, 10**14), st.integers(0, 10**15), st.integers(1, 10**13), st.integers(1, 10**15))
def test_shares_of_large_sums_are_exact(asked, given_, quantity, left):
    need = a_need(form=Form.FUNDS, budget_fen=asked, quantity=quantity, unit="元")
    offer = an_offer(budget_fen=given_, capacity_left=left, unit="元")
    found = score_against(need, Columns([offer]), np.ones(1), today=TODAY, with_terms=True)
    assert fully(found, 0) == plain(need, offer, 1.0)


@given(st.integers(-5, 1000), st.sampled_from(Urgency), st.sampled_from(Registration))
def test_a_wait_of_any_length_counts_as_the_rules_say(days, urgency, level):
    need = a_need(urgency=urgency)
    offer = an_offer(available_from=TODAY + timedelta(days=days), registration_level=level)
    found = score_against(need, Columns([offer]), np.ones(1), today=TODAY, with_terms=True)
    assert fully(found, 0) == plain(need, offer, 1.0)


def test_the_areas_of_an_offer_that_changes_often_take_no_more_room():
    columns = Columns([an_offer(id="still", areas=(COUNTY,))])
    for change in range(1000):
        columns.add(an_offer(id="restless", areas=("/11/", "/12/", COUNTY)[change % 3 :], paired_paths=("/13/",)))
    assert columns.areas().size < 200
    found = score_against(a_need(), columns, np.ones(2), today=TODAY, with_terms=True)
    assert found.failed.tolist() == [0, 0]
    assert found.terms[0, list(Term).index(Term.PLACE)] == MAXIMA[Term.PLACE]
