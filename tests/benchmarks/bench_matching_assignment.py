"""Rounds beside OR-Tools, HiGHS, greedy and first come, all on the same made problems in the same run.

    python3 dev.py bench matching_assignment
    .venv/bin/python -m tests.benchmarks.bench_matching_assignment country     (1 M needs, 20 M edges; 3 GB, minutes)

The problems are those of tests/matching/assignment/made.py: about 20 candidates a need within its field and mostly its
province, utilities of five components. CPU seconds of this machine, min–median–max; ratios are to our cold round.
"""

import resource
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from duijie.matching.assignment import Changes, Problem, StandingMarket, checked, solve, solve_fairly
from duijie.matching.assignment.certificate import plain_bound
from duijie.matching.assignment.equity import equity_of
from duijie.matching.assignment.exact import optimal_flow
from duijie.matching.assignment.limits import drawn, limits_of, most_units
from duijie.matching.assignment.reserves import solve_with_reserves
from tests.matching.assignment.limited import with_limits
from tests.matching.assignment.made import Shape, made_round

say = sys.stdout.write


def timed(act: Callable[[], object], times: int = 5) -> tuple[list[float], object]:
    spent = []
    for _ in range(times):
        started = process_time()
        answer = act()
        spent.append(process_time() - started)
    return spent, answer


def told(name: str, spent: list[float], told_of: str) -> None:
    say(f"  {name:34} {min(spent):7.3f} – {median(spent):7.3f} – {max(spent):7.3f} s   {told_of}\n")


def taken_in_order(problem: Problem, order: np.ndarray) -> int:
    """The utility when each edge in this order is taken that still can be."""
    wants, has, total = problem.quantity.copy(), problem.capacity.copy(), 0
    for edge in order.tolist():
        need, offer = problem.need[edge], problem.offer[edge]
        if wants[need] and has[offer]:
            wants[need] -= 1
            has[offer] -= 1
            total += int(problem.utility[edge])
    return total


def first_come(problem: Problem, seed: int = 1) -> np.ndarray:
    """Edges need by need in the order of arrival, each need's best first."""
    arrival = np.random.default_rng(seed).permutation(len(problem.quantity))
    return np.lexsort((-problem.utility, arrival[problem.need]))


def highs(problem: Problem) -> int:
    """The linear program as HiGHS solves it (scipy's: that of PyPI and OR-Tools cannot be loaded together)."""
    edges = np.tile(np.arange(len(problem.need)), 2)
    rows = np.concatenate((problem.need, problem.offer + len(problem.quantity)))
    limits = np.concatenate((problem.quantity, problem.capacity))
    matrix = csr_array((np.ones(len(rows)), (rows, edges)), shape=(len(limits), len(problem.need)))
    return round(-linprog(-problem.utility, A_ub=matrix, b_ub=limits, method="highs").fun)


def changed(problem: Problem, edges: np.ndarray, seed: int) -> tuple[Problem, np.ndarray]:
    """One need in a hundred changed, half withdrawn, half with utilities drawn again; and what is left of the edges."""
    chance = np.random.default_rng(seed)
    touched = chance.random(len(problem.quantity))[problem.need]
    utility = np.where(touched < 0.005, chance.integers(0, 900_000, len(touched)), problem.utility)
    kept = touched < 0.995
    number = np.cumsum(kept) - 1
    again = checked(
        need=problem.need[kept], offer=problem.offer[kept], utility=utility[kept],
        capacity=problem.capacity, quantity=problem.quantity,
    )  # fmt: skip
    return again, number[edges[kept[edges]]]


def changes_to(market: StandingMarket, chance: np.random.Generator) -> Changes:
    """One need in a hundred: a third withdrawn and as many new, with candidates of another, the rest drawn again."""
    now = market.problem()
    needs = len(now.quantity)
    asking = np.flatnonzero(now.quantity)
    gone, again = np.split(chance.choice(asking, len(asking) * 2 // 300, replace=False), 2)
    like = np.concatenate((again, chance.choice(asking, len(gone))))
    new = np.concatenate((again, np.arange(needs, needs + len(gone))))
    starts = np.searchsorted(now.need, np.arange(needs + 1))
    edges = [np.arange(starts[each], starts[each + 1]) for each in like]
    of_need = np.repeat(new, [len(each) for each in edges])
    return Changes(
        needs=np.concatenate((gone, new)), quantity=np.repeat([0, 1], [len(gone), len(new)]), need=of_need,
        offer=now.offer[np.concatenate(edges)], utility=chance.integers(0, 900_000, len(of_need)),
    )  # fmt: skip


def standing(problem: Problem) -> None:
    """Twenty rounds one after another, each from the list of changes on: checks, layout, auction, bound, edges."""
    market, chance, spent, gaps = StandingMarket(problem), np.random.default_rng(1), [], []
    for _ in range(20):
        changes = changes_to(market, chance)
        spent += timed(partial(market.solve_again, changes), 1)[0]
        gaps.append(market.result.gap)
        if market.result.bound != plain_bound(market.problem(), market.result.prices):
            sys.exit("The certificate is wrong.")
    told("a standing market, 1 % changed", spent, f"gap {max(gaps):.4%} certified; 20 rounds on end")


def plain(shape: Shape, *, small: bool) -> None:
    problem = made_round(shape)
    say(f"{shape.needs} needs, {shape.offers} offers, {len(problem.need)} edges, {problem.capacity.sum()} places\n")
    spent, ours = timed(lambda: solve(problem))
    told("our auction, cold", spent, f"gap {100 * ours.gap:.4f} % certified")
    peers = {"OR-Tools SimpleMinCostFlow": lambda: int(optimal_flow(problem) @ problem.utility)}
    if small:
        peers["HiGHS"] = lambda: highs(problem)
    for name, peer in peers.items():
        its, optimum = timed(peer, 1 if name == "HiGHS" else 3)
        told(name, its, f"{median(its) / median(spent):.1f} × our time; ours misses {1 - ours.objective / optimum:.5%}")
        if not ours.objective <= optimum <= ours.bound:
            sys.exit("The certificate is wrong.")
    for name, order in (("greedy", np.argsort(-problem.utility)), ("first come", first_come(problem))):
        say(f"  {name:34} loses {1 - taken_in_order(problem, order) / optimum:.2%}\n")
    warm = []
    for seed in range(5):
        again, chosen = changed(problem, ours.edges, seed)
        warm.append(timed(partial(solve, again, prices=ours.prices, chosen=chosen), 1))
    told("from bare arrays, 1 % changed", [s[0] for s, _ in warm], f"gap {max(r.gap for _, r in warm):.4%} certified")
    standing(problem)


def fair(shape: Shape) -> None:
    problem = made_round(shape, with_counties=True)
    say(f"Nash over {shape.counties} counties: {shape.needs} needs, {problem.capacity.sum()} places\n")
    before = equity_of(problem, solve(problem).edges)
    spent, result = timed(lambda: solve_fairly(problem), 3)
    after = equity_of(problem, result.edges)
    told("fair auction", spent, f"gap {result.gap:.4%}, utility lost {1 - after.utility / before.utility:.2%}")
    say(f"  Gini {before.gini:.3f} → {after.gini:.3f}, worst 1 % {before.worst:.3f} → {after.worst:.3f}, ")
    say(f"key counties {before.key:.3f} → {after.key:.3f}, others {before.others:.3f} → {after.others:.3f}\n")


def limited(shape: Shape, *, judged: bool) -> None:
    """Budgets for seven offers in ten, funders behind half of them: how far plans lie from what is proven."""
    problem = with_limits(made_round(shape, with_counties=True))
    say(f"Budgets and funders: {shape.needs} needs, {shape.offers} offers, {len(problem.need)} edges\n")
    spent, ours = timed(lambda: solve(problem), 3)
    told("auction within limits", spent, f"gap {ours.gap:.4%} certified")
    spent, nash = timed(lambda: solve_fairly(problem), 3)
    told("fair auction within limits", spent, f"gap {nash.gap:.4%} certified")
    if judged:
        its, optimum = timed(lambda: linear_optimum(problem), 1)
        told("HiGHS, units divisible", its, f"our bound lies {ours.bound / optimum - 1:.3%} above it")
        if ours.bound < optimum - 1:
            sys.exit("The certificate is wrong.")


def linear_optimum(problem: Problem) -> float:
    """What divisible units could reach at most, each edge within what it could carry alone, by HiGHS."""
    limits, edges = limits_of(problem), np.arange(len(problem.need))
    needs, offers = len(problem.quantity), len(problem.capacity)
    rows, columns = [problem.need, problem.offer + needs], [edges, edges]
    values = [np.ones(len(edges)), np.ones(len(edges))]
    scale = np.where(np.arange(len(limits.amount)) < limits.sizes[0] + limits.sizes[1], 1e6, 1.0)
    for column, draw in enumerate(drawn(problem)):
        limit = limits.of_offer[problem.offer, column]
        rows.append(needs + offers + limit[limit >= 0])
        columns.append(edges[limit >= 0])
        values.append((draw / scale[limit])[limit >= 0])
    tops = np.concatenate(
        (problem.quantity, problem.capacity, np.where(limits.amount < 0, 1e15, limits.amount) / scale)
    )
    shape = (len(tops), len(edges))
    matrix = csr_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)
    within = np.column_stack((np.zeros(len(edges)), most_units(problem)))
    return float(-linprog(-problem.utility, A_ub=matrix, b_ub=tops, bounds=within, method="highs").fun)


def few_needs(shape: Shape) -> None:
    """Nash welfare where most counties ask for one or two units."""
    problem = made_round(shape, with_counties=True)
    spent, result = timed(lambda: solve_fairly(problem), 3)
    told(f"fair, {shape.needs} needs of {shape.counties} counties", spent, f"gap {result.gap:.4%} certified")


def reserved(shape: Shape) -> None:
    """A quarter of each offer kept for key counties first, in a fair round."""
    problem = made_round(shape, with_counties=True)
    rank = np.where(problem.weight[problem.county] > 1, 0, 1)
    before = equity_of(problem, solve_fairly(problem).edges)
    spent, found = timed(lambda: solve_with_reserves(problem, rank=rank, reserved=problem.capacity // 4, fair=True), 3)
    after = equity_of(problem, found.edges)
    told(
        "fair auction with reserves",
        spent,
        f"gap {found.result.gap:.4%}, key counties {before.key:.3f} → {after.key:.3f}",
    )


def country() -> None:
    problem = made_round(Shape(1_000_000, 200_000, places=900_000))
    spent, ours = timed(lambda: solve(problem), 3)
    say(f"1 M needs, 200 k offers, {len(problem.need)} edges\n")
    told("our auction, cold", spent, f"gap {100 * ours.gap:.4f} % certified")
    optimal, units = timed(lambda: optimal_flow(problem), 1)
    missed = 1 - ours.objective / int(units @ problem.utility)
    told(
        "OR-Tools SimpleMinCostFlow", optimal, f"{optimal[0] / median(spent):.1f} × our time; ours misses {missed:.5%}"
    )


def main(arguments: list[str]) -> None:
    StandingMarket(made_round(Shape(200, 200))).solve_again(Changes(needs=[0], quantity=[2]))  # compiles
    solve(made_round(Shape(200, 200)), chosen=np.zeros(0, np.int64))
    solve_fairly(with_limits(made_round(Shape(200, 200, counties=10), with_counties=True)))
    if arguments == ["country"]:
        country()
    else:
        plain(Shape(10_000, 10_000), small=True)
        plain(Shape(100_000, 100_000), small=False)
        fair(Shape(100_000, 20_000, places=60_000))
        few_needs(Shape(3_000, 600, places=1_800))
        reserved(Shape(20_000, 4_000, places=12_000, counties=400))
        limited(Shape(5_000, 1_000, places=3_000, counties=100), judged=True)
        limited(Shape(50_000, 10_000, places=30_000, counties=1_000), judged=False)
    say(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
