"""Faulty arrays are refused with one sentence that says which entry is wrong."""

import numpy as np
import pytest

from duijie.matching.assignment import ProblemError, checked

GOOD = {"need": [0, 0, 1], "offer": [0, 1, 1], "utility": [5, 6, 7], "capacity": [1, 2]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"utility": [5.0, float("nan"), 7.0]}, "utility must be whole numbers, but entry 1 is nan."),
        ({"utility": [5.5, 6.0, 7.0]}, "utility must be whole numbers, but its type is float64."),
        ({"utility": [5, 6, 1_000_001]}, "utility must lie in 0 … 1000000 (1000001 steps of utility), but entry 2"),
        ({"capacity": [1, -2]}, "capacity must not be negative, but entry 1 is -2."),
        ({"capacity": []}, "There are 0 offers: capacity is empty."),
        ({"offer": [0, 2, 1]}, "offer must lie in 0 … 1 (2 offers), but entry 1 is 2."),
        ({"need": [0, -1, 1]}, "need must lie in 0 … 1 (2 needs), but entry 1 is -1."),
        ({"need": [1, 0, 1], "offer": [1, 0, 1]}, "need 1 names offer 1 twice: edges 0 and 2."),
        ({"need": [0, 1]}, "need, offer and utility have one entry an edge, but 2, 3 and 3."),
        ({"need": [[0, 0, 1]]}, "need must be a plain row of numbers, but has 2 dimensions."),
        ({"need": ["a", "b", "c"]}, "need must be whole numbers, but its type is"),
        ({"need": [True, False, True]}, "need must be whole numbers, but its type is bool."),
        ({"quantity": [1]}, "need must lie in 0 … 0 (1 needs), but entry 2 is 1."),
        ({"quantity": [1, -1]}, "quantity must not be negative, but entry 1 is -1."),
        ({"quantity": [1, 1 << 40]}, "quantity must not exceed"),
        ({"quantity": [1, 1], "county": [0]}, "county and quantity have one entry a need, but 1 and 2."),
        ({"county": [0, -3]}, "county must lie in"),
        ({"county": [0, 2], "weight": [1.0, 1.0]}, "county must lie in 0 … 1 (2 counties), but entry 1 is 2."),
        ({"county": [0, 1], "weight": [1.0, float("nan")]}, "weight must be above 0 and finite, but entry 1 is nan."),
        ({"county": [0, 1], "weight": [1.0, 0.0]}, "weight must be above 0 and finite, but entry 1 is 0.0."),
        ({"weight": [1.0]}, "weight is per county, but there is no county."),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProblemError) as refused:
        checked(**{**GOOD, **wrong})
    assert sentence in str(refused.value)


def test_a_capacity_of_nothing_and_one_beyond_all_needs_are_both_legal() -> None:
    problem = checked(**{**GOOD, "capacity": np.array([0, 1 << 60], np.uint64)})
    assert problem.capacity.tolist() == [0, 1 << 60]
