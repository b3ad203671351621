"""Small problems for hypothesis, and what brute force says of them."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from duijie.matching.assignment import Problem, checked


@st.composite
def problems(draw, *, needs=6, offers=5, most=3, counties=0, utility=1_000_000):
    wanted, offered = draw(st.integers(1, needs)), draw(st.integers(1, offers))
    pairs = draw(st.lists(st.sampled_from(list(product(range(wanted), range(offered)))), unique=True))
    amounts = st.integers(0, most)
    return checked(
        need=np.array([pair[0] for pair in pairs], int),
        offer=np.array([pair[1] for pair in pairs], int),
        utility=draw(st.lists(st.integers(0, utility), min_size=len(pairs), max_size=len(pairs))),
        capacity=draw(st.lists(amounts, min_size=offered, max_size=offered)),
        quantity=draw(st.lists(amounts, min_size=wanted, max_size=wanted)),
        county=[number % counties for number in range(wanted)] if counties else None,
    )


def every_assignment(problem: Problem):
    """All whole assignments, as units by edge."""
    most = np.minimum(problem.quantity[problem.need], problem.capacity[problem.offer])
    for units in product(*(range(top + 1) for top in most)):
        taken = np.array(units, np.int64)
        if is_allowed(problem, taken):
            yield taken


def is_allowed(problem: Problem, units: np.ndarray) -> bool:
    got = np.bincount(problem.need, units, len(problem.quantity))
    gave = np.bincount(problem.offer, units, len(problem.capacity))
    return bool((got <= problem.quantity).all() and (gave <= problem.capacity).all())


def units_of(problem: Problem, edges: np.ndarray) -> np.ndarray:
    return np.bincount(edges, minlength=len(problem.need))
