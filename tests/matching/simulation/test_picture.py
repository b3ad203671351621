"""The picture: valid, named for those who cannot see it, with every policy in words."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from duijie.matching.simulation import Scorer, Settings, compare, draw

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["first-come", "greedy", "rounds"]


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    settings = (Settings(needs=100, counties=5, scorer=scorer) for scorer in (Scorer.KNOWN, Scorer.HIDDEN))
    return ET.fromstring(draw([compare(each, 2, NAMES) for each in settings]))  # noqa: S314 - our own


def test_it_has_a_title_and_a_description_that_names_every_figure(drawn: ET.Element) -> None:
    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}title").text
    described = drawn.find(f"{SVG}desc").text
    assert all(described.count(name) == 2 for name in NAMES)


def test_every_policy_is_named_beside_its_mark(drawn: ET.Element) -> None:
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert all(words.count(name) == 2 for name in NAMES)
    assert len(list(drawn.iter(f"{SVG}circle"))) == 6


def test_names_do_not_touch_and_stay_inside(drawn: ET.Element) -> None:
    labels = [text for text in drawn.iter(f"{SVG}text") if text.text in NAMES]
    for panel in (labels[:3], labels[3:]):
        heights = sorted(float(text.get("y")) for text in panel)
        assert all(upper + 14 <= lower for upper, lower in pairwise(heights))
    width = float(drawn.get("width"))
    assert all(0 <= float(text.get("x")) <= width for text in labels)


def test_it_follows_a_dark_page(drawn: ET.Element) -> None:
    assert "prefers-color-scheme:dark" in drawn.find(f"{SVG}style").text


def test_one_seed_has_no_intervals_but_a_picture() -> None:
    picture = ET.fromstring(draw([compare(Settings(needs=100, counties=5), 1, NAMES)]))  # noqa: S314 - our own
    assert not [line for line in picture.iter(f"{SVG}line") if line.get("class") == "b"]
