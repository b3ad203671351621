"""v: how much good it does to serve a need, 0 … 1 000 000, by a published rule.

A base for every need; more for people or households helped, with every doubling counting the same, so that a large
need never drowns small ones; more for people in hardship, for urgency, for the grass roots and key counties (article
四). The parts are capped one by one and add up to 1 000 000.
"""

from duijie.matching.terms import Level, NeedTerms, Urgency

BASE = 300_000
A_DOUBLING, MOST_DOUBLINGS = 25_000, 10
IN_HARDSHIP = 200_000
URGENT = {Urgency.NORMAL: 0, Urgency.SOON: 50_000, Urgency.URGENT: 100_000}
GRASS_ROOTS = {Level.VILLAGE: 75_000, Level.SCHOOL: 75_000, Level.TOWNSHIP: 25_000, Level.COUNTY: 0}
KEY_COUNTY = 75_000
PEOPLE_IN = {"人": 1, "名": 1, "位": 1, "户": 3, "家": 3, "村": 500, "个村": 500}
"""People that a unit stands for: a household of 2.6 (census of 2020) as three, a small village as 500."""


def benefit(need: NeedTerms, *, helped: int | None = None) -> int:
    """The benefit of serving a need; `helped` says how many people it reaches when the caller knows better.

    Without it the quantity counts when its unit counts people, and one person otherwise.

    Raises:
        ValueError: fewer than no people are helped.
    """
    people = max(need.quantity, 1) * PEOPLE_IN[need.unit] if need.unit in PEOPLE_IN else 1
    if helped is not None:
        if helped < 0:
            raise ValueError("Nobody can help fewer than no people.")
        people = max(helped, 1)
    doublings = min(people.bit_length() - 1, MOST_DOUBLINGS)
    found = BASE + A_DOUBLING * doublings + URGENT[need.urgency] + GRASS_ROOTS[need.level]
    return found + IN_HARDSHIP * need.in_hardship + KEY_COUNTY * need.is_key_county
