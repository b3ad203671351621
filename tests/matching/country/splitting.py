"""Problems cut into provinces by hand, and desks in this process, for the tests of the split."""

from itertools import pairwise

import numpy as np

from duijie.matching.assignment import Problem
from duijie.matching.country.agreeing import Agreed, agree
from duijie.matching.country.desks import Desk, NearDesks
from duijie.matching.country.edges import Edges
from duijie.matching.country.parts import Part


def parts_of(problem: Problem, starts: np.ndarray) -> dict[int, Part]:
    """The needs of the problem, which must lie in order, cut where the starts say."""
    parts = {}
    for number, (low, high) in enumerate(pairwise(starts)):
        edges = np.flatnonzero((problem.need >= low) & (problem.need < high))
        if len(edges):
            columns = (problem.need[edges], problem.offer[edges], problem.utility[edges])
            parts[number] = Part(Edges(*columns), problem.quantity[low:high], problem.capacity, int(low))
    return parts


def agreed(problem: Problem, starts: np.ndarray, *, desks: int = 2, gap: float = 0.001) -> Agreed:
    parts = parts_of(problem, starts)
    shares = [Desk({number: part for number, part in parts.items() if number % desks == n}) for n in range(desks)]
    mean = float(problem.utility.mean()) if len(problem.utility) else 0.0
    return agree(NearDesks(shares), problem.capacity, mean, gap=gap, say=lambda _sentence: None)


def units_of(problem: Problem, starts: np.ndarray, found: Agreed) -> np.ndarray:
    """The units that each edge of the whole problem carries."""
    first = np.searchsorted(problem.need, starts)
    chosen = [first[province] + edges for province, edges in found.edges.items()]
    return np.bincount(np.concatenate([np.empty(0, np.int64), *chosen]), minlength=len(problem.need))
