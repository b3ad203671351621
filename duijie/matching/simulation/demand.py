"""Needs as a planner counts them: those that wait, and those of earlier years that stand for what will come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.policy import Moment, pairs_of
from duijie.matching.simulation.world import Year


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """N needs with the E pairs and chances by which they are planned."""

    terms: NDArray[np.int64]  # (N, 3) first and last day on which each may be asked for, days of work
    weight: NDArray[np.float64]  # (N,) how often such a need is expected
    starts: NDArray[np.int64]  # (N + 1,)
    offer: NDArray[np.int64]  # (E,)
    chances: NDArray[np.float64]  # (E, 2) of acceptance, and the expected benefit of asking


def true_demand(year: Year) -> Demand:
    """Return a year as it is, by the true chances."""
    return _demand(year, np.column_stack((year.pairs.accepts, year.pairs.worth)))


def seen_demand(year: Year, weight: float = 1.0) -> Demand:
    """Return a year as the scorer sees it."""
    return _demand(year, np.column_stack((year.pairs.seen_accepts, year.pairs.seen_worth)), weight)


def _demand(year: Year, chances: NDArray[np.float64], weight: float = 1.0) -> Demand:
    needs = year.needs
    return Demand(
        terms=np.column_stack((needs.day, needs.last_day, needs.work)),
        weight=np.full(len(needs.day), weight),
        starts=year.pairs.starts,
        offer=year.pairs.offer,
        chances=chances,
    )


def waiting_demand(year: Demand, moment: Moment, day: int) -> Demand:
    """Return those who wait, as they can be asked for from a day on; what declined them is left out."""
    pairs, lengths = pairs_of(year.starts, moment.waiting)
    is_fresh = ~moment.tried[pairs]
    owner = np.repeat(np.arange(len(lengths)), lengths)[is_fresh]
    terms = year.terms[moment.waiting]
    terms[:, 0] = day
    return Demand(
        terms=terms,
        weight=year.weight[moment.waiting],
        starts=np.searchsorted(owner, np.arange(len(lengths) + 1)),
        offer=year.offer[pairs[is_fresh]],
        chances=year.chances[pairs[is_fresh]],
    )


def demand_between(year: Demand, day: int, last: int) -> Demand:
    """Return what comes after a day up to another."""
    first, end = (int(place) for place in np.searchsorted(year.terms[:, 0], (day, last), side="right"))
    low, high = int(year.starts[first]), int(year.starts[end])
    return Demand(
        terms=year.terms[first:end],
        weight=year.weight[first:end],
        starts=year.starts[first : end + 1] - low,
        offer=year.offer[low:high],
        chances=year.chances[low:high],
    )


def joined(parts: Sequence[Demand]) -> Demand:
    """Return several demands as one."""
    offsets = np.cumsum([0, *(len(part.offer) for part in parts)])
    starts = [part.starts[1:] + offset for part, offset in zip(parts, offsets, strict=False)]
    return Demand(
        terms=np.concatenate([part.terms for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        starts=np.concatenate([np.zeros(1, np.int64), *starts]),
        offer=np.concatenate([part.offer for part in parts]),
        chances=np.concatenate([part.chances for part in parts]),
    )


def sorted_by_day(demand: Demand) -> Demand:
    """Return the same needs in the order in which they come."""
    order = np.argsort(demand.terms[:, 0], kind="stable")
    pairs, lengths = pairs_of(demand.starts, order)
    return Demand(
        terms=demand.terms[order],
        weight=demand.weight[order],
        starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))),
        offer=demand.offer[pairs],
        chances=demand.chances[pairs],
    )
