"""Small problems with budgets and funders, and what HiGHS says of them."""

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from duijie.matching.assignment import Problem, checked
from duijie.matching.assignment.limits import drawn, limits_of, used
from tests.matching.assignment.small import is_allowed, problems


@st.composite
def limited_problems(draw, **sizes) -> Problem:
    """Any small problem with any of the three limits, some of its offers without."""
    problem = draw(problems(**sizes))
    edges, offers = len(problem.need), len(problem.capacity)
    amounts = st.integers(-1, 40)
    funders = draw(st.integers(1, 2))
    arrays = {name: getattr(problem, name) for name in ("need", "offer", "utility", "capacity", "quantity", "county")}
    kinds = draw(st.sets(st.sampled_from(("budget", "funder_budget", "funder_capacity")), min_size=1))
    if kinds & {"budget", "funder_budget"}:
        arrays["cost"] = draw(st.lists(st.integers(0, 20), min_size=edges, max_size=edges))
    if kinds & {"funder_budget", "funder_capacity"}:
        arrays["funder"] = draw(st.lists(st.integers(-1, funders - 1), min_size=offers, max_size=offers))
    for kind in kinds:
        count = offers if kind == "budget" else funders
        arrays[kind] = draw(st.lists(amounts, min_size=count, max_size=count))
    return checked(**arrays)


def keeps_limits(problem: Problem, units: np.ndarray) -> bool:
    limits = limits_of(problem)
    over = used(problem, limits, units) > limits.amount
    return is_allowed(problem, units) and not (over & (limits.amount >= 0)).any()


def optimum_of(problem: Problem) -> int:
    """The best whole assignment, by HiGHS: a row for each need, offer and limit."""
    edges = len(problem.need)
    if not edges:
        return 0
    limits = limits_of(problem)
    rows = [(problem.need == need, most) for need, most in enumerate(problem.quantity)]
    rows += [(problem.offer == offer, most) for offer, most in enumerate(problem.capacity)]
    for column, draw in enumerate(drawn(problem)):
        for limit in np.unique(limits.of_offer[:, column]):
            if limit >= 0:
                rows.append(((limits.of_offer[problem.offer, column] == limit) * draw, limits.amount[limit]))
    matrix = np.array([row for row, _ in rows], float)
    found = milp(
        -problem.utility.astype(float),
        constraints=LinearConstraint(matrix, -np.inf, np.array([most for _, most in rows], float)),
        integrality=np.ones(edges), bounds=Bounds(0, np.inf), options={"mip_rel_gap": 0},
    )  # fmt: skip
    return int(np.rint(found.x) @ problem.utility)


def with_limits(problem: Problem, *, seed: int = 1, funders: int = 20) -> Problem:
    """Costs of some ten thousand yuan, budgets for seven offers in ten, funders behind half of them that have less."""
    chance = np.random.default_rng(seed)
    needs, offers = len(problem.quantity), len(problem.capacity)
    cost = np.exp(chance.normal(np.log(5e6), 1, needs)).astype(np.int64)
    budget = (problem.capacity * np.exp(chance.normal(np.log(5e6), 0.7, offers))).astype(np.int64)
    budget[chance.random(offers) < 0.3] = -1
    funder = np.where(chance.random(offers) < 0.5, chance.integers(0, funders, offers), -1)
    places = np.bincount(funder + 1, problem.capacity, funders + 1)[1:]
    return checked(
        need=problem.need, offer=problem.offer, utility=problem.utility, capacity=problem.capacity,
        quantity=problem.quantity, county=problem.county, weight=problem.weight, cost=cost[problem.need],
        budget=budget, funder=funder, funder_budget=(places * 3e6).astype(np.int64),
        funder_capacity=(0.8 * places).astype(np.int64),
    )  # fmt: skip
