"""What a kernel is asked: the terms and their weights, the demands on columns, and where the answer may lie."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.segment import Columns, Ids, Postings

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


class Job(NamedTuple):
    """All that ranking a segment needs; `passing` int64 (ranges, 2), in order, are the places that can pass."""

    postings: Postings
    columns: Columns
    ids: Ids
    query: Query
    demand: Demand
    passing: NDArray[np.int64]


class Scratch(NamedTuple):
    """Room to work in: `lanes` uint16 for the sums of a block; `chunks` and `places` int64 for those of a tile."""

    lanes: NDArray[np.uint16]
    chunks: NDArray[np.int64]
    places: NDArray[np.int64]


class Common(NamedTuple):
    """The terms of a query that are rows, heaviest first: number of the row, and weight."""

    rows: NDArray[np.int64]
    weights: NDArray[np.int64]
