"""The round of the country split by province over worker processes, and how far it is from the round of all at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment import Problem, Result, solve
from duijie.matching.country.agreeing import Agreed, agree
from duijie.matching.country.cluster import Cluster
from duijie.matching.country.describing import index_of
from duijie.matching.country.desks import Desks, edges_file
from duijie.matching.country.edges import Edges, Say
from duijie.matching.country.keeping import load_edges, save_country
from duijie.matching.country.made import Country
from duijie.matching.country.measuring import Stage, Stages, peak_memory
from duijie.matching.country.rounds import Done, be_silent, problem_of


@dataclass(frozen=True, slots=True)
class SplitDone(Done):
    """A split round beside the unsplit one of the same edges; `result` is the split one's."""

    unsplit: Result
    agreed: Agreed
    peaks: tuple[int, ...]  # of each worker, bytes

    @property
    def lost(self) -> float:
        """What the split round has less than the unsplit one, as a share; below 0 when it has more."""
        return 1 - self.result.objective / self.unsplit.objective if self.unsplit.objective else 0.0


def split_round(
    country: Country,
    folder: Path,
    cluster: Cluster,
    *,
    gap: float = 0.001,
    stages: Stages | None = None,
    say: Say = be_silent,
) -> SplitDone:
    """Match by provinces; edges and index pass through the folder, which all workers must see.

    Raises WorkerLost when a worker ends before its time.
    """
    stages = stages or Stages()
    with stages.measured("index of the offers"):
        index_of(country).save(folder / "offers.index")
        save_country(country, folder)
    desks_of = share_out(np.diff(country.province_starts()), len(cluster.workers()))
    say(f"{len(desks_of)} workers look for the candidates of {[len(each) for each in desks_of]} provinces")
    cluster.on_waiting = _Progress(folder, say).tell
    with stages.measured("candidates and utilities") as stage:
        desks = cluster.open_desks(folder, desks_of)
        spent = _costs(desks, stage, [0.0] * len(desks))
    with stages.measured("unsplit assignment, to compare"):
        problem = _whole_problem(country, folder, sorted(each for mine in desks_of for each in mine))
        unsplit = solve(problem, gap=gap)
    say(f"unsplit: {unsplit.objective}, no round is better than {unsplit.bound}")
    with stages.measured("split assignment and certificate") as stage:
        mean = float(problem.utility.mean()) if len(problem.utility) else 0.0
        agreed = agree(desks, country.offers.places, mean, gap=gap, say=say)
        _costs(desks, stage, spent)
    result = _result(agreed, np.searchsorted(problem.need, country.province_starts()), stage.cpu, len(desks))
    peaks = tuple(peak for _, peak in _ask_cost(desks))
    return SplitDone(problem, result, stages, peak_memory() + sum(peaks), unsplit, agreed, peaks)


def _whole_problem(country: Country, folder: Path, provinces: list[int]) -> Problem:
    """All edges together, for the comparison; provinces in the order of their needs."""
    found = [load_edges(edges_file(folder, each)) for each in provinces]
    return problem_of(country, Edges(*(np.concatenate(column) for column in zip(*found, strict=True))))


def _result(agreed: Agreed, starts: NDArray[np.intp], seconds: float, workers: int) -> Result:
    """What was agreed as a result of the whole problem, in which the edges of a province begin where `starts` says."""
    chosen = [starts[province] + edges for province, edges in sorted(agreed.edges.items())]
    return Result(
        edges=np.concatenate([np.empty(0, np.int64), *chosen]),
        prices=agreed.prices,
        objective=agreed.objective,
        bound=agreed.bound,
        gap=agreed.gap,
        seconds=seconds,
        method=f"auction by provinces on {workers} workers",
    )


class _Progress:
    """Tells of provinces whose edges have come to the folder."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder, self._say, self._told = folder, say, 0

    def tell(self) -> None:
        """Say how many there are, if there are more."""
        done = sum(1 for _ in self._folder.glob("edges-*.npz"))
        if done > self._told:
            self._told = done
            self._say(f"{done} provinces have their candidates")


def share_out(needs: NDArray[np.int64], workers: int) -> list[list[int]]:
    """Provinces for each worker, about as many needs each: the largest first, to whom has least."""
    shares: list[list[int]] = [[] for _ in range(min(workers, len(needs)))]
    loads = [0] * len(shares)
    for province in np.argsort(-needs, kind="stable").tolist():
        least = loads.index(min(loads))
        shares[least].append(province)
        loads[least] += int(needs[province])
    return shares


def _ask_cost(desks: Desks) -> list[tuple[float, int]]:
    return desks.ask("cost", [()] * len(desks))


def _costs(desks: Desks, stage: Stage, before: list[float]) -> list[float]:
    """Add what the workers spent since to the stage, and return what they have spent so far."""
    now = [spent for spent, _ in _ask_cost(desks)]
    stage.cpu += sum(now) - sum(before)
    return now
