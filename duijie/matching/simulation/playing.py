"""One year under one policy, day by day: needs come, are asked for, answered, worked on; places are taken and released.

Coins are tossed beforehand, so that policies differ by what they do and not by luck.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.asking import ask_from_lists, attention_at
from duijie.matching.simulation.policy import Moment, Policy, pairs_of
from duijie.matching.simulation.settings import (
    LIST_LENGTH,
    LONGEST_WAIT,
    MEMORY_OF_ASKING,
    REPLY_DAYS,
    SPAN,
    TIREDNESS,
    Scorer,
    stream,
)
from duijie.matching.simulation.world import World

ACCEPTANCE, FULFILMENT, ATTENTION = range(10, 13)
COMING, WAITING, ASKED, PLACED = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What became of a year: Q questions in the order of days."""

    pair: NDArray[np.int64]  # (Q,)
    day: NDArray[np.int64]  # (Q,)
    place: NDArray[np.int64]  # (Q,) in the list, 0 is the top
    chance: NDArray[np.float64]  # (Q,) true chance that it would be accepted, tiredness included
    accepted: NDArray[np.bool_]  # (Q,)
    fulfilled: NDArray[np.bool_]  # (Q,) accepted, delivered and confirmed
    taken: NDArray[np.int64]  # (O,) most places taken at one moment


class _Books:
    """Who waits, which places are taken, and every question so far."""

    def __init__(self, world: World) -> None:
        self.world, self.needs, self.pairs = world, world.year.needs, world.year.pairs
        offers, questions = len(world.offers.capacity), len(self.pairs.need)
        self.state = np.full(len(self.needs.day), COMING)
        self.tried = np.zeros(questions, np.bool_)
        self.free = world.offers.capacity.copy()
        self.returning = np.zeros((offers, SPAN), np.int64)
        self.asked = np.zeros(offers, np.int64)
        self.tiredness = np.zeros(offers)
        self.taken = np.zeros(offers, np.int64)
        self.answers = stream(world.seed, ACCEPTANCE).random(questions)
        self.glances = stream(world.seed, ATTENTION).random((len(self.state), LONGEST_WAIT + 1, LIST_LENGTH))
        self.day = np.full(questions, -1)
        self.place = np.full(questions, -1)
        self.chance = np.zeros(questions)
        self.refused: dict[int, NDArray[np.int64]] = {}

    def open_day(self, day: int) -> Moment:
        """Take back places and refusals, let needs come and go, and return what there is to decide."""
        self.free += self.returning[:, day]
        self.state[self.pairs.need[self.refused.pop(day, np.empty(0, np.int64))]] = WAITING
        self.state[self.needs.day == day] = WAITING
        self.tiredness *= MEMORY_OF_ASKING
        waiting = np.flatnonzero((self.state == WAITING) & (self.needs.last_day >= day))
        pairs, lengths = pairs_of(self.pairs.starts, waiting)
        is_open = ~self.tried[pairs] & (self.free[self.pairs.offer[pairs]] > 0)
        owner = np.repeat(np.arange(len(waiting)), lengths)[is_open]
        return Moment(
            day=day,
            waiting=waiting,
            starts=np.searchsorted(owner, np.arange(len(waiting) + 1)),
            pairs=pairs[is_open],
            tried=self.tried,
            free=self.free,
            asked=self.asked,
            returning=self.returning,
        )

    def ask(self, moment: Moment, scores: NDArray[np.float64], attention: NDArray[np.float64]) -> None:
        """Let the waiting ask by the scores, and write down what is answered in REPLY_DAYS."""
        chosen, places = np.empty((2, len(moment.waiting)), np.int64)
        glances = self.glances[moment.waiting, moment.day - self.needs.day[moment.waiting]]
        offers = self.pairs.offer[moment.pairs]
        ask_from_lists(moment.starts, offers, scores, self.free, attention, glances, chosen, places)
        pairs = moment.pairs[chosen[chosen >= 0]]
        offers, needs, chance = self.pairs.offer[pairs], self.pairs.need[pairs], self.chance_now(pairs)
        self.tried[pairs] = True
        self.day[pairs], self.place[pairs], self.chance[pairs] = moment.day, places[chosen >= 0], chance
        np.add.at(self.asked, offers, 1)
        np.add.at(self.tiredness, offers, 1 / self.world.offers.capacity[offers])
        accepts = self.answers[pairs] < chance
        self.state[needs] = np.where(accepts, PLACED, ASKED)
        back = moment.day + REPLY_DAYS + np.where(accepts, self.needs.work[needs], 0)
        np.add.at(self.returning, (offers, back), 1)
        self.refused[moment.day + REPLY_DAYS] = pairs[~accepts]

    def chance_now(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the true chances of acceptance; with the hidden scorer organizations tire of questions."""
        chance = self.pairs.accepts[pairs]
        if self.world.settings.scorer is not Scorer.HIDDEN:
            return chance
        odds = chance / (1 - chance) * np.exp(-TIREDNESS * self.tiredness[self.pairs.offer[pairs]])
        return odds / (1 + odds)


def play(world: World, policy: Policy) -> Played:
    """Return what the policy makes of the world's year."""
    books = _Books(world)
    attention = attention_at(LIST_LENGTH if policy.is_list else 1, is_list=policy.is_list)
    for day in range(int(books.needs.last_day.max()) + 1):
        moment = books.open_day(day)
        if len(moment.pairs):
            books.ask(moment, policy.score(moment), attention)
        np.maximum(books.taken, world.offers.capacity - books.free, out=books.taken)
    asked = np.flatnonzero(books.tried)
    asked = asked[np.argsort(books.day[asked], kind="stable")]
    accepted = books.answers[asked] < books.chance[asked]
    fulfils = stream(world.seed, FULFILMENT).random(len(books.tried)) < books.pairs.fulfils
    return Played(
        pair=asked,
        day=books.day[asked],
        place=books.place[asked],
        chance=books.chance[asked],
        accepted=accepted,
        fulfilled=accepted & fulfils[asked],
        taken=books.taken,
    )
