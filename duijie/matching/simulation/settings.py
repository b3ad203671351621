"""How large the simulated world is and who scores in it: every number that a reader may want to change."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

DAYS = 364
REPLY_DAYS = 2  # an organization answers within 48 hours; until then its place is held
LONGEST_WORK = 150
LONGEST_WAIT = 56
LIST_LENGTH = 5
NEEDS_AN_OFFER = 25
SPAN = DAYS + LONGEST_WAIT + REPLY_DAYS + LONGEST_WORK + 1  # days until the last place is free again
TIREDNESS = 0.8  # logits that an organization loses for each recent question a place, if the scorer is hidden
MEMORY_OF_ASKING = 0.97  # how much of yesterday's questions is felt today
MOST = 200_000


class SettingsError(ValueError):
    """The world cannot be made; the message is one sentence that says why."""


class Scorer(StrEnum):
    """What the policies know of the chances, from the easiest game to life."""

    PLACED = "placed"  # the chances themselves, and whoever is asked takes it on: only the future is unknown
    KNOWN = "known"  # the chances themselves, but organizations may refuse: luck costs, too
    HIDDEN = "hidden"  # a noisy part of them, and organizations tire: a better score and fewer questions can win


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One kind of world; a seed makes a world of it."""

    needs: int = 1500  # expected in a year
    counties: int = 100
    scorer: Scorer = Scorer.KNOWN

    def __post_init__(self) -> None:
        """Raise SettingsError for a world without needs or counties, or one that no machine holds."""
        for name, number, least in (("needs", self.needs, NEEDS_AN_OFFER), ("counties", self.counties, 1)):
            if not least <= number <= MOST:
                raise SettingsError(f"The world needs {least} to {MOST} {name}, not {number}.")

    @property
    def offers(self) -> int:
        """How many offers there are."""
        return self.needs // NEEDS_AN_OFFER


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Return the random numbers of one purpose, so that a change of one part leaves the others as they were."""
    return np.random.default_rng((seed, *purpose))
