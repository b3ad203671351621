"""How near a need is: by the divisions that two places share, and no nearer than that is known."""

from types import SimpleNamespace

import pytest

from duijie.apps.regions.rules import Level, shared_level
from duijie.web.organization.distances import nearest_first

VILLAGE = "/62/6211/621121/621121100/621121100201/"


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (VILLAGE, Level.VILLAGE),
        ("/62/6211/621121/621121100/621121100202/", Level.TOWNSHIP),
        ("/62/6211/621121/621121101/", Level.COUNTY),
        ("/62/6211/621122/", Level.PREFECTURE),
        ("/62/6201/", Level.PROVINCE),
        ("/62/", Level.PROVINCE),
        ("/11/", None),
        ("", None),
    ],
)
def test_two_places_are_as_near_as_the_smallest_division_they_share(other: str, level: Level | None) -> None:
    assert shared_level(VILLAGE, other) is level
    assert shared_level(other, VILLAGE) is level


def test_the_nearest_stand_first_and_equally_near_ones_stay_by_fit() -> None:
    def fit(name: str, path: str) -> SimpleNamespace:
        return SimpleNamespace(name=name, need=SimpleNamespace(division_path=path))

    fits = [
        fit("外省", "/11/1101/"),
        fit("同县甲", "/62/6211/621121/621121101/"),
        fit("同市", "/62/6211/621122/"),
        fit("同县乙", "/62/6211/621121/621121102/"),
        fit("同村", VILLAGE),
    ]
    ordered = [each.name for each in nearest_first(fits, VILLAGE)]  # type: ignore[arg-type]
    assert ordered == ["同村", "同县甲", "同县乙", "同市", "外省"]
