from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.ranking.bm25 import Bm25

texts = st.lists(
    st.dictionaries(st.sampled_from("路灯水桥药书"), st.integers(1, 4), max_size=4), min_size=1, max_size=6
)


def by_hand(query, document, documents, b):
    average = max(sum(sum(each.values()) for each in documents) / len(documents), 1)
    total = 0.0
    for term, asked in query.items():
        count = document.get(term, 0)
        holding = sum(term in each for each in documents)
        rarity = log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        total += asked * rarity * count * 2.2 / (count + 1.2 * (1 - b + b * sum(document.values()) / average))
    return total


@given(texts, texts)
def test_the_matrices_give_what_the_formula_gives(queries, documents):
    found = Bm25(documents).scores(queries)
    assert np.allclose(found, [[by_hand(query, each, documents, 0.75) for each in documents] for query in queries])


@given(texts, texts)
def test_damped_the_measure_is_the_same_from_either_side(needs, offers):
    there, back = Bm25(offers, needs, damped=True), Bm25(needs, offers, damped=True)
    assert np.allclose(there.scores(needs), back.scores(offers).T)


def test_a_text_without_a_shared_term_has_zero_and_is_still_there():
    assert Bm25([{"路": 1}, {"水": 1}]).scores([{"水": 1}, {}]).tolist()[1] == [0, 0]
