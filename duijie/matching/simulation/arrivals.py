"""Needs as they come in a year: by county and by season (farming, school year, winter)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.matching.simulation.places import FIELDS, TRAITS, Counties
from duijie.matching.simulation.settings import DAYS, LONGEST_WAIT, LONGEST_WORK, Settings

SHARES = np.array([0.18, 0.18, 0.14, 0.12, 0.12, 0.10, 0.08, 0.08])  # of the fields among needs
PEAKS = ((80, 255), (45, 240), (330, 15), (), (), (), (), ())  # day of the year, 1 January is 0
PEAK_WIDTH, PEAK_SHARE = 16.0, 0.7
WORK_DAYS = np.array(
    [30, 110, 14, 45, 60, 25, 75, 20]
)  # median from acceptance to delivery: lessons last, coats do not
WAIT_DAYS = np.array([25, 40, 21, 56, 56, 35, 56, 42])  # then the need has gone elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """N needs in the order in which they come."""

    day: NDArray[np.int64]  # (N,) of arrival
    last_day: NDArray[np.int64]  # (N,) on which it can still be asked for
    work: NDArray[np.int64]  # (N,) days from acceptance to delivery, known once the need is written down
    field: NDArray[np.int64]  # (N,)
    county: NDArray[np.int64]  # (N,)
    value: NDArray[np.float64]  # (N,) benefit of a success, 0.5 … 1
    traits: NDArray[np.float64]  # (N, TRAITS) hidden


def make_needs(settings: Settings, counties: Counties, random: np.random.Generator) -> Needs:
    """Return the needs of one year; their number is Poisson."""
    count = max(1, int(random.poisson(settings.needs)))
    field = random.choice(FIELDS, count, p=SHARES)
    day = _days(field, random)
    order = np.argsort(day, kind="stable")
    day, field = day[order], field[order]
    work = WORK_DAYS[field] * random.lognormal(0, 0.35, count)
    wait = np.clip(np.rint(WAIT_DAYS[field] * random.uniform(0.6, 1.2, count)), 7, LONGEST_WAIT)
    return Needs(
        day=day,
        last_day=day + wait.astype(np.int64),
        work=np.clip(np.rint(work), 5, LONGEST_WORK).astype(np.int64),
        field=field,
        county=random.choice(settings.counties, count, p=counties.size),
        value=random.choice([0.5, 0.75, 1.0], count, p=[0.3, 0.4, 0.3]),
        traits=random.normal(0, 1, (count, TRAITS)),
    )


def _days(field: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    day = random.integers(0, DAYS, len(field))
    for number, peaks in enumerate(PEAKS):
        if peaks:
            seasonal = np.flatnonzero((field == number) & (random.random(len(field)) < PEAK_SHARE))
            centre = random.choice(peaks, len(seasonal))
            day[seasonal] = np.rint(random.normal(centre, PEAK_WIDTH)).astype(np.int64) % DAYS
    return day
