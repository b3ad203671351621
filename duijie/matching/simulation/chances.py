"""The hidden truth about pairs, and the little of it that a rule score sees.

Truth: organizations accept by hidden tastes, eagerness, distance for their reach, and a mission for key counties; a
delivery depends on record and distance, a confirmation on the county. Belief: field, distance in steps and a noisy
record, added up like a rule score: another form, without tastes and eagerness.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.arrivals import Needs
from duijie.matching.simulation.places import TRAITS, Counties, Offers
from duijie.matching.simulation.settings import Scorer

F = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """E pairs that pass the hard filters (field and area), need by need."""

    starts: NDArray[np.int64]  # (N + 1,) where each need's pairs start
    need: NDArray[np.int64]  # (E,)
    offer: NDArray[np.int64]  # (E,)
    accepts: F  # (E,) true chance that an organization at rest accepts
    fulfils: F  # (E,) true chance that then it is delivered and confirmed
    worth: F  # (E,) true expected benefit of asking: value · accepts · fulfils
    seen_accepts: F  # (E,) what the policies take for these
    seen_worth: F  # (E,)


def make_pairs(needs: Needs, offers: Offers, counties: Counties, scorer: Scorer, random: np.random.Generator) -> Pairs:
    """Return every pair with its true and its seen chances."""
    need, offer = _fitting(needs, offers, counties)
    county = needs.county[need]
    far = np.hypot(*(counties.at[county] - offers.at[offer]).T)
    is_main = offers.first_field[offer] == needs.field[need]
    accepts, delivers = _truth(needs, offers, need, offer, far, is_main, counties.is_key[county])
    fulfils = delivers * counties.confirms[county]
    if scorer is Scorer.PLACED:
        accepts, fulfils = np.ones(len(need)), accepts * fulfils
    seen, seen_fulfils = accepts, fulfils
    if scorer is Scorer.HIDDEN:
        seen, seen_fulfils = _belief(offers, offer, far, is_main, random)
    value = needs.value[need]
    return Pairs(
        starts=np.searchsorted(need, np.arange(len(needs.day) + 1)),
        need=need,
        offer=offer,
        accepts=accepts,
        fulfils=fulfils,
        worth=value * accepts * fulfils,
        seen_accepts=seen,
        seen_worth=value * seen * seen_fulfils,
    )


def _fitting(needs: Needs, offers: Offers, counties: Counties) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    reached = (
        np.hypot(
            counties.at[:, None, 0] - offers.at[None, :, 0],
            counties.at[:, None, 1] - offers.at[None, :, 1],
        )
        <= offers.reach
    )  # (C, O)
    kinds = np.arange(max(int(offers.first_field.max()), int(offers.second_field.max()), int(needs.field.max())) + 1)
    does = (kinds[:, None] == offers.first_field) | (kinds[:, None] == offers.second_field)  # (fields, O)
    need, offer = np.nonzero(reached[needs.county] & does[needs.field])
    return need, offer


def _truth(  # noqa: PLR0917 - what a pair is made of
    needs: Needs,
    offers: Offers,
    need: NDArray[np.int64],
    offer: NDArray[np.int64],
    far: F,
    is_main: NDArray[np.bool_],
    is_key: NDArray[np.bool_],
) -> tuple[F, F]:
    liking = np.einsum("ek,ek->e", needs.traits[need], offers.traits[offer]) / np.sqrt(TRAITS)
    strain = far / offers.reach[offer]
    logit = 0.4 + 0.7 * is_main + 0.9 * liking + offers.eagerness[offer] - 1.2 * strain - 0.8 * far + 0.3 * is_key
    delivers = offers.record[offer] * (1 - 0.25 * far) * np.where(is_main, 1.0, 0.92)
    return 1 / (1 + np.exp(-logit)), delivers


def _belief(
    offers: Offers, offer: NDArray[np.int64], far: F, is_main: NDArray[np.bool_], random: np.random.Generator
) -> tuple[F, F]:
    steps = np.digitize(far, (0.1, 0.3, 0.6))
    points = 0.45 + 0.15 * is_main - 0.07 * steps + random.normal(0, 0.06, len(offer))
    record = np.clip(offers.record + random.normal(0, 0.12, len(offers.record)), 0.3, 0.99)
    return np.clip(points, 0.05, 0.95), record[offer] * 0.9
