"""The round of the country in one process: index, candidates, utilities, assignment with its certificate."""

from dataclasses import dataclass

from duijie.matching.assignment import Problem, Result, checked, solve
from duijie.matching.country.describing import index_of
from duijie.matching.country.edges import Edges, Say, find_edges, menu_of
from duijie.matching.country.made import Country
from duijie.matching.country.measuring import Stages, peak_memory


@dataclass(frozen=True, slots=True)
class Done:
    """A round with what it cost; `peak` in bytes, of all processes together."""

    problem: Problem
    result: Result
    stages: Stages
    peak: int


def be_silent(_sentence: str) -> None:
    """Say nothing of the progress."""


def whole_round(
    country: Country, *, threads: int = 2, gap: float = 0.001, stages: Stages | None = None, say: Say = be_silent
) -> Done:
    """Match all needs with all offers at once."""
    stages = stages or Stages()
    with stages.measured("index of the offers"):
        index = index_of(country)
    say(f"{len(country.offers)} offers are indexed, {index.nbytes / len(country.offers):.0f} B each")
    with stages.measured("columns of the offers"):
        menu = menu_of(country, index)
    with stages.measured("candidates and utilities"):
        edges = find_edges(country, menu, range(len(country.needs)), threads=threads, say=say)
    say(f"{len(edges.need)} candidate edges")
    del menu, index
    with stages.measured("assignment and certificate"):
        problem = problem_of(country, edges)
        del edges
        result = solve(problem, gap=gap)
    return Done(problem, result, stages, peak_memory())


def problem_of(country: Country, edges: Edges) -> Problem:
    """The plain problem of these edges."""
    return checked(
        need=edges.need,
        offer=edges.offer,
        utility=edges.utility,
        capacity=country.offers.places,
        quantity=country.needs.places,
    )
