import re

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
    with pytest.raises(ValueError, match="a row of a offer|a row of an offer"):
        score_edges(needs, offers, one, two, relevance, today=TODAY)
    with pytest.raises(ValueError, match="one need, one offer and one relevance"):
        score_edges(needs, offers, one, one, np.ones(2), today=TODAY)
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


def test_what_was_never_there_cannot_leave():
    with pytest.raises(KeyError):
        Columns().remove("nobody")
