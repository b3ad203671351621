from math import log2

import numpy as np
import pytest

from duijie.matching.evaluation.metrics import METRICS, measured

OFFERS = [f"S{number:02}" for number in range(12)]


def of_places(*places):
    """The metrics of one need whose answers stand at these places (1, 2 …)."""
    scores = -np.arange(len(OFFERS), dtype=float)[None]
    is_answer = np.isin(np.arange(len(OFFERS)) + 1, places)[None]
    return dict(zip(METRICS, measured(scores, is_answer, OFFERS)[0].tolist(), strict=True))


def test_the_answer_at_the_top_is_all_one_can_have():
    assert of_places(1) == {"hit@1": 1, "hit@5": 1, "hit@10": 1, "mrr": 1, "ndcg@10": 1}


def test_the_answer_at_the_third_place():
    assert of_places(3) == {"hit@1": 0, "hit@5": 1, "hit@10": 1, "mrr": pytest.approx(1 / 3), "ndcg@10": 0.5}


def test_the_fifth_and_the_tenth_place_still_count_and_the_next_ones_do_not():
    assert (of_places(5)["hit@5"], of_places(6)["hit@5"]) == (1, 0)
    assert (of_places(10)["hit@10"], of_places(11)["hit@10"]) == (1, 0)
    assert of_places(11) == {"hit@1": 0, "hit@5": 0, "hit@10": 0, "mrr": pytest.approx(1 / 11), "ndcg@10": 0}


def test_several_offers_may_answer_one_need():
    found = of_places(2, 4)
    assert found["mrr"] == 0.5
    assert found["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))


def test_equal_scores_help_nobody():
    needs = 400
    offers = [f"S{number:03}" for number in range(needs)]
    found = measured(np.zeros((needs, needs)), np.eye(needs, dtype=bool), offers).mean(axis=0)
    assert found[METRICS.index("hit@10")] == pytest.approx(10 / needs)


def test_the_order_of_the_file_does_not_matter_even_among_equals():
    random = np.random.default_rng(3)
    scores = random.integers(0, 3, (5, len(OFFERS))).astype(float)
    is_answer = np.arange(len(OFFERS))[None] == np.arange(5)[:, None]
    turned = random.permutation(len(OFFERS))
    again = measured(scores[:, turned], is_answer[:, turned], [OFFERS[place] for place in turned])
    assert (measured(scores, is_answer, OFFERS) == again).all()
