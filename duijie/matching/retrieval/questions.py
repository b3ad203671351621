"""What a kernel is asked: the terms and their weights, the demands on columns, and where the answer may lie."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.segment import Columns, Postings

FULL = 32_767


class Query(NamedTuple):
    """Terms by number, int32, and their weights, int64, whose sum is at most `FULL`."""

    terms: NDArray[np.int32]
    weights: NDArray[np.int64]


class Demand(NamedTuple):
    """What must hold of a document's columns: flags set and not set, bits, and bounds."""

    flags_set: int
    flags_unset: int
    forms: int
    required: int
    refused: int
    capacity: int
    begins_by: int
    open_on: int


class Ranges(NamedTuple):
    """Places to look at: `passing` int64 (ranges, 2), and `scanned`, the same with small gaps closed."""

    passing: NDArray[np.int64]
    scanned: NDArray[np.int64]


class Job(NamedTuple):
    """All that ranking a segment needs; `passing` int64 (ranges, 2) are the places that can pass."""

    postings: Postings
    columns: Columns
    query: Query
    demand: Demand
    passing: NDArray[np.int64]


class Common(NamedTuple):
    """The terms of a query that are rows, heaviest first: number of the row, weight, and the most it can add.

    `share` float64 is of how many chunks each was needed in the tile before: from three tenths on, a row is added to
    the whole next tile at once, which is faster; it fades, so that the row is soon measured again.
    """

    rows: NDArray[np.int32]
    weights: NDArray[np.int64]
    most: NDArray[np.int64]
    share: NDArray[np.float64]
