"""Paths and codes, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.regions.rules import (
    VILLAGE_NUMBERS,
    Level,
    code_of_path,
    county_code_of,
    county_path_of,
    level_of_path,
    next_village_code,
    path_below,
    paths_above,
)

codes = st.from_regex(r"[1-8][0-9]{11}", fullmatch=True)


@given(codes)
def test_a_path_built_downwards_leads_back_to_each_code(code: str) -> None:
    path = ""
    for level in Level:
        path = path_below(path, code, level)
        assert level_of_path(path) is level
        assert code.startswith(code_of_path(path)[: len(path.split("/")[-2])])
    assert paths_above(path)[-1] == path
    assert [level_of_path(each) for each in paths_above(path)] == list(Level)
    assert code_of_path(path) == code


def test_the_county_of_a_place_is_read_from_its_path() -> None:
    assert county_code_of("/62/6211/621121/621121101/") == "621121000000"
    assert county_code_of("/62/6211/621121/") == "621121000000"
    assert county_code_of("/11/110101/110101001/") == "110101000000"
    assert county_code_of("/66/6608/659001/659001100/") == "659001000000"


def test_above_the_counties_there_is_no_county() -> None:
    for path in ("", "/", "/62/", "/62/6211/"):
        assert county_code_of(path) == ""


def test_a_city_without_counties_does_their_work_itself() -> None:
    assert county_path_of("/44/4419/441900101/") == "/44/4419/"
    assert county_code_of("/66/6612/650103501/650103501200/") == "661200000000"


def test_villages_get_the_lowest_free_number_of_their_township() -> None:
    assert next_village_code("621121101000", frozenset()) == "621121101200"
    assert next_village_code("621121101000", frozenset({"621121101200", "621121101202"})) == "621121101201"


def test_a_township_with_all_numbers_taken_gets_no_more_villages() -> None:
    taken = frozenset(f"621121101{number}" for number in VILLAGE_NUMBERS)
    assert next_village_code("621121101000", taken) is None
