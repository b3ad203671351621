"""Nearness of two division paths, read from the lengths of the shared codes (GB/T 2260: 2, 4, 6, then 9 and 12 digits).

Depth alone would lie: some counties have no prefecture between them and the province.
"""

from enum import IntEnum
from functools import lru_cache


class Nearness(IntEnum):
    """The smallest division that two places share."""

    COUNTRY = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWN = 4


_LAST_DIGIT_OF = ((2, Nearness.PROVINCE), (4, Nearness.PREFECTURE), (6, Nearness.COUNTY))


def is_inside(path: str, area: str) -> bool:
    """Whether a division lies in an area, itself included; both paths end with a slash."""
    return path.startswith(area)


@lru_cache(maxsize=100_000)
def nearness(path: str, other: str) -> Nearness:
    """The smallest division that holds both places."""
    shared = ""
    for code, other_code in zip(path.split("/")[1:-1], other.split("/")[1:-1], strict=False):
        if code != other_code:
            break
        shared = code
    return nearness_of_code(shared)


def nearness_of_code(shared: str) -> Nearness:
    """How near two places are whose smallest common division has this code."""
    if not shared:
        return Nearness.COUNTRY
    return next((level for digits, level in _LAST_DIGIT_OF if len(shared) <= digits), Nearness.TOWN)
