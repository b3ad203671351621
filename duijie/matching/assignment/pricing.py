"""Prices of limits, found turn by turn: dearer where a limit was overdrawn, cheaper where something was left.

Each price moves by a step of its own, which grows while it goes one way and shrinks when it turns (resilient
propagation, Riedmiller and Braun 1993): the limits hardly depend on each other, and their units differ by millions.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.assignment.limits import DEAREST, MILLION, Limits, drawn
from duijie.matching.assignment.problem import Problem

FIRST, GROWS, SHRINKS = 0.3, 1.1, 0.8  # first step, as a share of what a fen yields on average; measured


class Pricing:
    """The prices (K,) of a problem's limits while a round is under way."""

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.limits = limits
        self.prices = np.zeros(len(limits.amount), np.int64)
        self.cap = np.full(len(limits.amount), DEAREST, np.int64)
        self.rate = np.zeros(len(limits.amount))  # millionths of utility for a fen or unit
        yields, draws = np.zeros((2, len(limits.amount)))
        for column, draw in enumerate(drawn(problem)):
            limit = limits.of_offer[problem.offer, column]
            drawing = (limit >= 0) & (draw > 0)
            np.add.at(yields, limit[drawing], problem.utility[drawing])
            np.add.at(draws, limit[drawing], draw[drawing])
            np.minimum.at(self.cap, limit[drawing], DEAREST // draw[drawing])
        np.divide(MILLION * yields, draws, out=self.rate, where=draws > 0)
        self.step = FIRST * self.rate
        self.direction = np.zeros(len(limits.amount))

    def move(self, used: NDArray[np.int64], leaning: float) -> None:
        """Take the next prices, after an assignment that drew this much (K,); leaning: of utilities, on average."""
        direction = np.sign(used - self.limits.amount).astype(np.float64)
        direction[(self.limits.amount < 0) | ((direction < 0) & (self.prices == 0))] = 0.0
        turned = direction * self.direction
        self.step *= np.where(turned > 0, GROWS, np.where(turned < 0, SHRINKS, 1.0))
        self.direction = np.where(direction == 0, self.direction, direction)
        moved = self.prices + direction * np.maximum(self.step * leaning, 1.0)
        self.prices = np.clip(moved, 0, self.cap.astype(np.float64) * 0.999).astype(np.int64)
