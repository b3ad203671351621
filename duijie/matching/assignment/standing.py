"""A market that stands from round to round: changes are written into it, and the next round goes on from there.

Whoever nobody touched keeps what he has and is still within the step of his best; only who changed bids again, and
offers that became free look for others. The bound is worked out anew over everything: no part of a proof is taken over.
"""

from time import process_time

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.auction import finer, first_step, public_prices, run
from duijie.matching.assignment.certificate import bound_at
from duijie.matching.assignment.changes import Changes, checked_rows, counted, numbered
from duijie.matching.assignment.changing import Room, refill, replace_rows
from duijie.matching.assignment.forward import forward
from duijie.matching.assignment.limits import refuse_limits
from duijie.matching.assignment.market import NO_PLACE, opened
from duijie.matching.assignment.problem import TOP_UTILITY, Problem, ProblemError, Result, relative_gap
from duijie.matching.assignment.reverse import reverse
from duijie.matching.assignment.rows import amounts
from duijie.matching.assignment.state import NO_SEAT, SEVERAL, fresh, take_seats


class StandingMarket:
    """Plain rounds one after another over the same needs and offers, most of which stay as they are."""

    def __init__(self, problem: Problem, *, gap: float = 0.001) -> None:
        """Open the market and hold the first round; raises ProblemError for a problem with budgets."""
        started = process_time()
        refuse_limits(problem, "A standing market")
        self.gap = gap
        self._open(problem, np.zeros(len(problem.capacity), np.int32), more=0)
        step = first_step(self.market, warm=False, gap=gap)
        _, bound, self.step = run(self.market, self.state, step=step, gap=gap)
        self.result = self._told(bound, started)

    def solve_again(self, changes: Changes) -> Result:
        """Hold the next round, with these changes; `edges` of the result are those of `problem()`.

        Raises ProblemError when the changes do not fit the market, which then is as it was.
        """
        started = process_time()
        waits = self._change(changes)
        state, market = self.state, self.market
        refill(market, state)
        forward(market, state, np.flatnonzero(waits & (state.seats[:, 3] > 0)).astype(np.int32), self.step)
        reverse(market, state, self.step)
        result = self._told(bound_at(market, state.prices), started)
        if result.gap > self.gap and self.step > 1:
            step = finer(self.step, self.gap, result.gap)
            _, bound, self.step = run(market, state, step=step, gap=self.gap)
            result = self._told(bound, started)
        self.result = result
        return result

    def problem(self) -> Problem:
        """Return the problem as it stands now: what the last result is about, for whoever checks its proof."""
        needs, places = self._options_of(np.arange(len(self.market.quantity)))
        return Problem(
            need=needs.astype(np.int32),
            offer=self.market.options[places, 0],
            utility=self.market.options[places, 1].astype(np.int64),
            capacity=self.capacity.copy(),
            quantity=self.market.quantity.astype(np.int64),
        )

    def _open(self, problem: Problem, prices: NDArray[np.int32], *, more: int) -> None:
        """Lay out a problem with room for so many more edges at least, and for a good part more in any case."""
        offers, edges = len(problem.capacity), len(problem.need)
        spare = (edges // 8 + more) // offers + 4
        market, _ = opened(problem, spare=spare)
        tail = np.empty((edges // 4 + offers, 3), np.int32)  # where offers move whose room is full
        self.market = market._replace(
            asks=np.concatenate((market.asks, tail[:, :2])), places=np.concatenate((market.places, tail[:, 2]))
        )
        self.state, self.capacity = fresh(self.market, prices), problem.capacity.copy()
        wanted = np.bincount(problem.offer, problem.quantity[problem.need], offers).astype(np.int64) + 1
        room = self.market.asked[:, 1] + spare
        self.room = Room(room, np.array([edges, room[-1]], np.int64), wanted)

    def _reopen(self, *, more: int = 0) -> None:
        """Lay the market out anew, with room for more edges; everybody keeps what he has."""
        needs, places = self._taken()
        problem, edges, prices = self.problem(), self._edges(needs, places), self.state.prices
        self._open(problem, np.where(prices == NO_PLACE, TOP_UTILITY, prices).astype(np.int32), more=more)
        take_seats(self.market, self.state, needs.astype(np.int32), edges)

    def _change(self, changes: Changes) -> NDArray[np.bool_]:
        """Write the changes down, and return which needs (N,) have to bid again."""
        needs = counted("needs", changes.needs, len(self.market.quantity))
        offers = counted("offers", changes.offers, len(self.capacity))
        rows = checked_rows(changes, needs, offers, asked=int(self.market.quantity.sum(dtype=np.int64)))
        changed, capacity = numbered("offers", changes.offers, offers), amounts("capacity", changes.capacity)
        if len(changed) != len(capacity):
            raise ProblemError(f"offers and capacity have one entry each, but {len(changed)} and {len(capacity)}.")
        if self.room.ends[0] + len(rows.options) > len(self.market.options):
            self._reopen(more=len(rows.options))
        self._grow(needs, offers)
        self.capacity[changed] = capacity
        if not replace_rows(self.market, self.state, self.room, rows):
            self._reopen()
        waits = np.zeros(needs, np.bool_)
        waits[rows.needs] = True
        waits[self._fit_capacities()] = True
        return waits

    def _grow(self, needs: int, offers: int) -> None:
        """Make room for new needs and offers, which have and ask for nothing yet."""
        needs, offers = needs - len(self.market.quantity), offers - len(self.capacity)
        if needs:
            seats = np.full((needs, 4), NO_SEAT, np.int32)
            seats[:, 3] = 0
            self.market = self.market._replace(
                rows=np.concatenate((self.market.rows, np.zeros((needs, 2), np.int64))),
                quantity=np.concatenate((self.market.quantity, np.zeros(needs, np.int32))),
            )
            self.state = self.state._replace(
                seats=np.concatenate((self.state.seats, seats)), keeps=np.zeros(len(self.state.keeps) + needs, np.int32)
            )
        if offers:
            none, end = np.zeros(offers, np.int64), np.full(offers, self.room.ends[1])
            self.capacity = np.concatenate((self.capacity, none))
            self.market = self.market._replace(
                capacity=np.concatenate((self.market.capacity, none.astype(np.int32))),
                asked=np.concatenate((self.market.asked, np.column_stack((end, end)))),
            )
            self.state = self.state._replace(
                prices=np.concatenate((self.state.prices, np.full(offers, NO_PLACE, np.int32))),
                stalls=np.concatenate((self.state.stalls, np.zeros((offers, 4), np.int32))),
            )
            self.room = self.room._replace(
                limits=np.concatenate((self.room.limits, end)), wanted=np.concatenate((self.room.wanted, none + 1))
            )

    def _fit_capacities(self) -> NDArray[np.integer]:
        """Bring capacities, prices and heaps to what the offers have now; return who lost a place by it."""
        state, stalls = self.state, self.state.stalls
        capacity = np.minimum(self.capacity, self.room.wanted).astype(np.int32)
        used = stalls[:, 3] - stalls[:, 0]
        short = used > capacity
        losers = self._clear(short) if short.any() else np.zeros(0, np.int64)
        used[short] = 0
        state.prices[(state.prices == NO_PLACE) & (capacity > 0)] = TOP_UTILITY  # it comes down by itself
        state.prices[capacity == 0] = NO_PLACE
        self.market.capacity[:] = capacity
        stalls[:, 0], stalls[:, 3] = capacity - used, capacity
        lots = np.minimum(capacity, self.market.asked[:, 1] - self.market.asked[:, 0])
        stalls[:, 1] = np.cumsum(lots) - lots
        self.state = state._replace(lots=np.empty((int(lots.sum()), 4), np.int32))
        return losers

    def _clear(self, short: NDArray[np.bool_]) -> NDArray[np.integer]:
        """Take all units from the offers (O,) that have less than they gave, and return whose they were."""
        seats, units = self.state.seats, self.state.units
        single = np.flatnonzero((seats[:, 0] >= 0) & short[seats[:, 1]])
        seats[single, 0], seats[single, 3] = NO_SEAT, 1
        needs, places = self._options_of(np.flatnonzero(seats[:, 0] == SEVERAL))
        lost = (units[places] > 0) & short[self.market.options[places, 0]]
        np.add.at(seats[:, 3], needs[lost], units[places[lost]])
        units[places[lost]] = 0
        return np.concatenate((single, needs[lost]))

    def _options_of(self, needs: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """Return the need and the place of each option of these needs, need by need."""
        rows = self.market.rows[needs]
        count = rows[:, 1] - rows[:, 0]
        before = np.cumsum(count) - count
        return np.repeat(needs, count), np.arange(count.sum()) + np.repeat(rows[:, 0] - before, count)

    def _taken(self) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """Return the need and the place of every unit that has one."""
        seats, units = self.state.seats, self.state.units
        single = np.flatnonzero(seats[:, 0] >= 0)
        needs, places = self._options_of(np.flatnonzero(seats[:, 0] == SEVERAL))
        carried = units[places]
        several = np.repeat(needs, carried), np.repeat(places, carried)
        return np.concatenate((single, several[0])), np.concatenate((seats[single, 0], several[1]))

    def _edges(self, needs: NDArray[np.integer], places: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return the edges in `problem()` of options at these places."""
        rows = self.market.rows
        count = rows[:, 1] - rows[:, 0]
        shift = np.cumsum(count) - count - rows[:, 0]
        edges: NDArray[np.int64] = places + shift[needs]
        return edges

    def _told(self, bound: int, started: float) -> Result:
        needs, places = self._taken()
        edges = self._edges(needs, places)
        objective = int(self.market.options[places, 1].sum(dtype=np.int64))
        return Result(
            edges=edges if (edges[1:] >= edges[:-1]).all() else np.sort(edges),
            prices=public_prices(self.state),
            objective=objective,
            bound=bound,
            gap=relative_gap(objective, bound),
            seconds=process_time() - started,
            method="standing auction",
        )
