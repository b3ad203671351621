"""What a policy may know on a day, and what it must say."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One day as a policy sees it."""

    day: int
    waiting: NDArray[np.int64]  # (W,) needs, in the order in which they came
    starts: NDArray[np.int64]  # (W + 1,) where the open pairs of each start
    pairs: NDArray[np.int64]  # (E,) untried pairs of waiting needs with offers that have room
    tried: NDArray[np.bool_]  # (all pairs,)
    free: NDArray[np.int64]  # (O,) places
    asked: NDArray[np.int64]  # (O,) questions so far
    returning: NDArray[np.int64]  # (O, days) places that come back, by day, as far as agreed


class Policy(Protocol):
    """Who shall be recommended to whom."""

    is_list: bool
    """A list that people read from above; otherwise one recommendation that an official releases."""

    def score(self, moment: Moment) -> NDArray[np.float64]:
        """Return a score for each open pair (E,), the best first in a list; -inf is not recommended today."""
        ...


def pairs_of(starts: NDArray[np.int64], needs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of some needs, one need after the other, and how many each has."""
    lengths = starts[needs + 1] - starts[needs]
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts[needs] - before, lengths) + np.arange(int(lengths.sum())), lengths
