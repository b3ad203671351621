"""A made map of the country: real provinces, about their real numbers of prefectures and counties, made codes.

Figures are rounded from public statistics of 2020; pairs of provinces are those of the east-west cooperation since
2021. Nothing of this is used for real divisions, which are data of their own (decision 0007).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Province(NamedTuple):
    """A province: its code, divisions below it, key counties, millions of people, and which provinces it is to help."""

    code: int
    prefectures: int
    counties: int
    key_counties: int
    people: int
    helps: tuple[int, ...] = ()


PROVINCES = (
    Province(11, 1, 16, 0, 22, (15,)),
    Province(12, 1, 16, 0, 14, (62,)),
    Province(13, 11, 167, 0, 75),
    Province(14, 11, 117, 0, 35),
    Province(15, 12, 103, 10, 24),
    Province(21, 14, 100, 0, 43),
    Province(22, 9, 60, 0, 24),
    Province(23, 13, 121, 0, 32),
    Province(31, 1, 16, 0, 25, (53,)),
    Province(32, 13, 95, 0, 85, (61, 63)),
    Province(33, 11, 90, 0, 65, (51,)),
    Province(34, 16, 104, 0, 61),
    Province(35, 9, 84, 0, 42, (64,)),
    Province(36, 11, 100, 0, 45),
    Province(37, 16, 136, 0, 102, (50, 62)),
    Province(41, 17, 157, 0, 99),
    Province(42, 13, 103, 0, 58),
    Province(43, 14, 122, 0, 66),
    Province(44, 21, 122, 0, 126, (45, 52)),
    Province(45, 14, 111, 20, 50),
    Province(46, 4, 25, 0, 10),
    Province(50, 1, 38, 4, 32),
    Province(51, 21, 183, 25, 84),
    Province(52, 9, 88, 20, 39),
    Province(53, 16, 129, 27, 47),
    Province(54, 7, 74, 0, 4),
    Province(61, 10, 107, 11, 40),
    Province(62, 14, 86, 23, 25),
    Province(63, 8, 44, 15, 6),
    Province(64, 5, 22, 5, 7),
    Province(65, 14, 106, 0, 26),
)
_WHOLE = sum(province.counties for province in PROVINCES)


class Map(NamedTuple):
    """Counties in the order of their paths: `/62/6211/621121/`; `province` is the place in PROVINCES."""

    paths: tuple[str, ...]
    province: NDArray[np.int32]  # (C,)
    is_key: NDArray[np.bool_]  # (C,)

    def above(self, county: int) -> tuple[str, str]:
        """The paths of its province and its prefecture."""
        parts = self.paths[county].split("/")
        return f"/{parts[1]}/", f"/{parts[1]}/{parts[2]}/"


def made_map(counties: int) -> Map:
    """So many counties, spread over the provinces as in life, at least one each."""
    paths, provinces, keys = list[str](), list[int](), list[bool]()
    room = counties - len(PROVINCES)
    ends = np.cumsum([each.counties for each in PROVINCES]) * room // _WHOLE
    for number, (province, count) in enumerate(zip(PROVINCES, np.diff(ends, prepend=0) + 1, strict=True)):
        for nth in range(count):
            prefecture = nth * province.prefectures // count + 1
            code = f"{province.code}{prefecture:02}"
            paths.append(f"/{province.code}/{code}/{code}{nth % 100:02}/")
            provinces.append(number)
            keys.append(nth * province.key_counties // count != (nth + 1) * province.key_counties // count)
    return Map(tuple(paths), np.array(provinces, np.int32), np.array(keys, np.bool_))
