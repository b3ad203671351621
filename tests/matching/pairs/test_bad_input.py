import re
from datetime import date

import numpy as np
import pytest

from duijie.matching.pairs.codes import Codes, FaultyTerms
from duijie.matching.pairs.columns import Columns
from duijie.matching.pairs.scored import score_against, score_edges
from tests.matching.samples import TODAY, a_need, an_offer


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (a_need(division_path="/62/6211"), "need-lamps: The division path “/62/6211” must begin and end with a slash."),
        (a_need(division_path="62/"), "must begin and end with a slash"),
        (a_need(division_path="/1/2/3/4/5/6/7/"), "is deeper than 5 levels"),
        (an_offer(areas=("/62/", "")), "offer-lamps: The division path “” must begin and end with a slash."),
        (a_need(quantity=10**15), "Nobody can ask for 1000000000000000"),
        (a_need(budget_fen=10**16), "Nobody can ask for"),
        (an_offer(confirmed={"health": -1}), "never negative"),
    ],
)
def test_what_cannot_be_is_named_and_leaves_the_columns_as_they_were(item, sentence):
    columns = Columns()
    with pytest.raises(FaultyTerms, match=re.escape(sentence)):
        columns.add(item)
    assert len(columns) == 0


@pytest.mark.parametrize("relevance", [-1.0, float("nan"), float("inf")])
def test_a_relevance_is_a_number_and_never_negative(relevance):
    with pytest.raises(ValueError, match="A relevance is a number"):
        score_against(a_need(), Columns([an_offer()]), np.array([relevance]), today=TODAY)


def test_edges_name_rows_that_are_there_once_each_on_columns_that_understand_each_other():
    codes = Codes()
    needs, offers = Columns([a_need()], codes=codes), Columns([an_offer()], codes=codes)
    one, two, relevance = np.array([0]), np.array([1]), np.ones(1)
    for wrong in (two, one - 1, (one - 1).astype(np.int32)):
        with pytest.raises(ValueError, match="a row of the offers that is not there"):
            score_edges(needs, offers, one, wrong, relevance, today=TODAY)
    with pytest.raises(ValueError, match="one need, one offer and one relevance"):
        score_edges(needs, offers, one, one, np.ones(2), today=TODAY)
    room = score_edges(needs, offers, one, one, relevance, today=TODAY)
    with pytest.raises(ValueError, match="There are 0 edges, but room for 1"):
        score_edges(needs, offers, one[:0], one[:0], relevance[:0], today=TODAY, out=room)
    with pytest.raises(ValueError, match="share their codes"):
        score_edges(needs, Columns([an_offer()]), one, one, relevance, today=TODAY)
    with pytest.raises(ValueError, match="1 rows, but 2 relevances"):
        score_against(a_need(), offers, np.ones(2), today=TODAY)


def test_an_empty_market_has_nothing_to_score():
    codes = Codes()
    none = np.empty(0, dtype=np.int64)
    found = score_edges(Columns(codes=codes), Columns(codes=codes), none, none, np.empty(0), today=TODAY)
    assert found.totals.size == 0
    assert score_against(a_need(), Columns(), np.empty(0), today=TODAY).totals.size == 0


def test_a_day_outside_of_all_calendars_is_refused():
    with pytest.raises(ValueError, match="1970-01-01 is no day"):
        score_against(a_need(), Columns([an_offer()]), np.ones(1), today=date(1970, 1, 1))


def test_an_answer_may_be_written_over_another():
    codes = Codes()
    needs, offers = (
        Columns([a_need()], codes=codes),
        Columns([an_offer(), an_offer(id="b", areas=("/11/",))], codes=codes),
    )
    zero = np.zeros(1, dtype=np.int64)
    first = score_edges(needs, offers, zero, zero, np.ones(1), today=TODAY)
    second = score_edges(needs, offers, zero, zero + 1, np.ones(1), today=TODAY, out=first)
    assert second.totals is first.totals
    assert second.totals.tolist() == [-1]
    assert not second.terms.any()


def test_what_was_never_there_cannot_leave():
    with pytest.raises(KeyError):
        Columns().remove("nobody")
