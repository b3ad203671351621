"""Who verifies next, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.needs.rules.steps import LEVELS, Office, Step, level_of, office_of, one_up, path_at, steps_from

VILLAGE_PATH = "/62/6211/621121/621121100/621121100201/"
TOWN_PATH = "/62/6211/621121/621121100/"
NO_PREFECTURE = "/42/429004/429004001/429004001200/"
NO_COUNTY = "/44/4419/441900003/441900003200/"

REQUEST = (Step("village", "village", 48),)
NEED = (Step("township", "township", 72), Step("county_office", "county", 120))


def levels(steps):
    return [step.level for step in steps]


def of_request(**changes):
    given = {"division_path": VILLAGE_PATH, "typed_at": "", "highest": "county"}
    return levels(steps_from(REQUEST, **{**given, **changes}))


def of_need(**changes):
    given = {"division_path": VILLAGE_PATH, "typed_at": "village", "may_decide_own": False}
    return levels(steps_from(NEED, **{**given, **changes}))


def test_the_village_verifies_what_a_villager_asks():
    assert of_request() == ["village"]


def test_a_colleague_in_the_village_verifies_what_a_cadre_typed():
    assert of_request(typed_at="village") == ["village"]


def test_where_a_village_has_one_cadre_the_township_verifies_what_he_typed():
    assert of_request(typed_at="village", unstaffed={"village"}) == ["township"]


def test_a_village_without_a_cadre_leaves_verification_to_the_township():
    assert of_request(unstaffed={"village"}) == ["township"]


def test_what_a_township_typed_for_a_villager_is_verified_by_its_colleague_or_else_the_county():
    assert of_request(typed_at="township") == ["township"]
    assert of_request(typed_at="township", unstaffed={"township"}) == ["county"]


def test_a_request_that_names_only_its_township_is_verified_there():
    assert of_request(division_path=TOWN_PATH) == ["township"]


def test_a_request_never_leaves_the_county():
    assert of_request(unstaffed=set(LEVELS)) == ["village"]
    assert of_request(typed_at="township", unstaffed=set(LEVELS)) == ["county"]


def test_a_villages_need_goes_to_township_and_county():
    assert of_need() == ["township", "county"]


def test_a_townships_need_is_looked_at_by_a_colleague_and_decided_by_the_county():
    assert of_need(typed_at="township") == ["township", "county"]
    assert of_need(typed_at="township", unstaffed={"township"}) == ["county"]


def test_a_county_made_need_is_decided_by_the_prefecture():
    assert of_need(typed_at="county") == ["prefecture"]
    assert of_need(typed_at="county", unstaffed={"county"}) == ["prefecture"]


def test_an_order_of_a_village_is_decided_by_the_township():
    steps = steps_from(REQUEST, division_path=VILLAGE_PATH, typed_at="village", may_decide_own=False)
    assert levels(steps) == ["township"]


def test_the_province_stands_in_for_a_prefecture_that_does_not_exist():
    step = steps_from(NEED, division_path=NO_PREFECTURE, typed_at="county", may_decide_own=False)[-1]
    assert office_of(step, NO_PREFECTURE) == Office("province_office", "/42/")


def test_a_city_without_counties_decides_at_its_own_path():
    assert office_of(NEED[1], NO_COUNTY) == Office("county_office", "/44/4419/")


def test_paths_are_read_from_the_lengths_of_their_codes():
    assert path_at(VILLAGE_PATH, "county") == "/62/6211/621121/"
    assert path_at(NO_PREFECTURE, "county") == "/42/429004/"
    assert level_of(NO_PREFECTURE) == "village"
    assert level_of("/") == ""


def test_a_review_goes_one_level_up_until_the_highest():
    assert one_up(Office("village", VILLAGE_PATH), highest="county") == "township"
    assert one_up(Office("township", TOWN_PATH), highest="county") == "county"
    assert one_up(Office("county_office", "/62/6211/621121/"), highest="county") == ""
    assert one_up(Office("county_office", "/62/6211/621121/"), highest="prefecture") == "prefecture"


@given(
    steps=st.lists(st.sampled_from(LEVELS), min_size=1, max_size=4, unique=True).map(
        lambda found: tuple(Step(level, level, 24) for level in sorted(found, key=LEVELS.index))
    ),
    path=st.sampled_from([VILLAGE_PATH, TOWN_PATH, "/62/6211/621121/", NO_PREFECTURE, NO_COUNTY]),
    typed_at=st.sampled_from(["", *LEVELS[:3]]),
    unstaffed=st.sets(st.sampled_from(LEVELS)),
    may_decide_own=st.booleans(),
)
def test_there_is_always_a_next_step_never_below_the_typist_nor_by_himself(
    steps, path, typed_at, unstaffed, may_decide_own
):
    found = steps_from(steps, division_path=path, typed_at=typed_at, unstaffed=unstaffed, may_decide_own=may_decide_own)
    heights = [LEVELS.index(step.level) for step in found]
    typed = LEVELS.index(typed_at) if typed_at else -1
    lowest = LEVELS.index(level_of(path))
    assert found
    assert heights == sorted(set(heights))
    assert min(heights) >= max(typed, lowest)
    if not may_decide_own and typed < LEVELS.index("prefecture"):
        assert heights[-1] > typed
    if any(level not in unstaffed for level in LEVELS[heights[0] :]) and heights[0] == typed:
        assert typed_at not in unstaffed
