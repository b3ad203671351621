"""A worker's desk: the provinces that one process looks after, and what it tells the others of them."""

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from duijie.matching.country.describing import serving
from duijie.matching.country.divisions import PROVINCES
from duijie.matching.country.edges import find_edges, menu_of
from duijie.matching.country.keeping import load_country, save_edges
from duijie.matching.country.measuring import peak_memory
from duijie.matching.country.parts import Demand, Part, Placed
from duijie.matching.retrieval import RetrievalIndex


class Desks(Protocol):
    """Several desks, wherever they stand."""

    def __len__(self) -> int: ...

    def ask(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call the method of this name of every desk, each with what is given to it; the answers in their order."""


class Desk:
    """Some parts of the country, by province; every answer has one entry a part, in their order."""

    def __init__(self, parts: dict[int, Part]) -> None:
        self._provinces, self._parts = list(parts), list(parts.values())

    def provinces(self) -> list[int]:
        """The province of each part; one without any candidate is none."""
        return self._provinces

    def offers(self) -> list[NDArray[np.int32]]:
        """The offers that each part names."""
        return [part.offers for part in self._parts]

    def share(self, shared: NDArray[np.int32]) -> None:
        """Learn which offers are shared."""
        for part in self._parts:
            part.share(shared)

    def demand(self, prices: NDArray[np.int64], gap: float) -> list[Demand]:
        """What each part takes at these prices."""
        return [part.demand(prices, gap) for part in self._parts]

    def certify(self, prices: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
        """Each part's bound and prices."""
        return [part.certify(prices) for part in self._parts]

    def assign(self, places: NDArray[np.int32], has_free: NDArray[np.bool_], gap: float) -> list[Placed]:
        """What each part makes of its places (parts, S)."""
        return [part.assign(mine, has_free, gap) for part, mine in zip(self._parts, places, strict=True)]

    def edges(self) -> list[NDArray[np.int64]]:
        """The chosen edges of each part, numbered within it."""
        return [part.edges for part in self._parts]

    def cost(self) -> tuple[float, int]:
        """CPU seconds of this process so far, and the most bytes it ever had."""
        return process_time(), peak_memory()


class NearDesks:
    """Desks in this process."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self._desks = desks

    def __len__(self) -> int:
        return len(self._desks)

    def ask(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask one after the other."""
        return [getattr(desk, question)(*each) for desk, each in zip(self._desks, given, strict=True)]


def open_desk(folder: str, provinces: list[int]) -> Desk:
    """Find the candidates of these provinces' needs in the country and index of a folder, keep them, open a desk."""
    country = load_country(Path(folder))
    index = RetrievalIndex.load(Path(folder) / "offers.index", is_trusted=True)
    menu = menu_of(country, index, only=serving(country, provinces))
    starts = country.province_starts()
    parts = {}
    for province in provinces:
        needs = range(int(starts[province]), int(starts[province + 1]))
        edges = find_edges(country, menu, needs)
        save_edges(edges, edges_file(Path(folder), province))
        if len(edges.need):
            asked = country.needs.places[needs.start : needs.stop]
            parts[province] = Part(edges, asked, country.offers.places, needs.start)
    return Desk(parts)


def edges_file(folder: Path, province: int) -> Path:
    """Where the edges of a province are kept."""
    return folder / f"edges-{PROVINCES[province].code}.npz"
