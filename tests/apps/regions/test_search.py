"""What people type, and the place they mean."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, Origin
from duijie.apps.regions.selectors import ancestors, children, resolve, search

pytestmark = pytest.mark.usefixtures("country")

TONGWEI = "621121000000"


@pytest.mark.parametrize(
    "typed",
    [
        "tw", "TW", "twx", "tongwei", "tongweixian", "tong'wei", "通渭", "通渭县", "621121", "6211210", "621121000000",
        "定西 通渭", "甘肃 定西 通渭", "甘肃通渭", "甘肃定西通渭", "甘肃省定西市通渭县", "定西市通渭县",
        "dx tw", "gs tw",
    ],
)  # fmt: skip
def test_tongwei_is_found_first_however_it_is_typed(typed: str) -> None:
    found = search(typed, within="/62/" if typed.lower() == "tw" else "")
    assert found[0].code == TONGWEI


def test_initials_without_a_bound_find_the_county_before_townships() -> None:
    found = search("tw", level=Level.COUNTY)
    assert TONGWEI in {each.code for each in found}
    assert all(each.initials.startswith("tw") or each.pinyin.startswith("tw") for each in found)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jss", "积石山保安族东乡族撒拉族自治县"),
        ("积石山", "积石山保安族东乡族撒拉族自治县"),
        ("yili", "伊犁哈萨克自治州"),
        ("gansu", "甘肃省"),
        ("cq", "重庆市"),
        ("xiamen", "厦门市"),
        ("luan", "六安市"),
        ("shihezi", "石河子市"),
        ("一团", "一团金银川镇"),
    ],
)
def test_names_are_found_as_people_say_them(typed: str, name: str) -> None:
    assert name in {each.name for each in search(typed, limit=10)}


def test_a_search_stays_within_a_path_and_a_level() -> None:
    found = search("cg", within="/62/6211/", limit=50)
    assert found
    assert all(each.path.startswith("/62/6211/") for each in found)
    assert all(each.level == Level.TOWNSHIP for each in search("平", level=Level.TOWNSHIP))


def test_repealed_places_and_empty_words_find_nothing() -> None:
    assert "140213002000" not in {each.code for each in search("北关街道", limit=100)}
    assert search("") == search("   ") == search("'") == search("没有这个地方") == ()


def test_percent_signs_and_quotes_are_only_characters() -> None:
    for typed in ("%", "_", "通%", "'; DROP TABLE", "\\", "通渭' --"):
        assert search(typed) == ()


def test_an_added_village_is_found_by_its_initials() -> None:
    Division.objects.create(
        code="621121101200", name="示例村", stem="示例", full_name="甘肃省定西市通渭县平襄镇示例村",
        level=Level.VILLAGE, parent_code="621121101000", path="/62/6211/621121/621121101/621121101200/", initials="slc",
        pinyin="shilicun", origin=Origin.VILLAGE,
    )  # fmt: skip
    assert search("slc", within="/62/6211/621121/")[0].code == "621121101200"


def test_neighbours_up_and_down() -> None:
    assert [each.name for each in ancestors("621121101000")] == ["甘肃省", "定西市", "通渭县"]
    assert [each.name for each in ancestors("110101001000")] == ["北京市", "东城区"]
    assert ancestors("999999999999") == ()
    assert TONGWEI in {each.code for each in children("621100000000")}
    assert children().count() == 35


@pytest.mark.parametrize("typed", ["tw", "tongwei", "通渭", "62", "城关镇"])
def test_a_search_is_one_query(typed: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert search(typed)


@pytest.mark.parametrize(
    ("words", "within", "name"),
    [
        ("甘肃省", "", "甘肃省"),
        ("会宁县", "/62/", "甘肃省白银市会宁县"),
        ("莆田市涵江区", "/35/", "福建省莆田市涵江区"),
        ("烟溪镇陈竹小学", "/43/4309/430923/", "湖南省益阳市安化县烟溪镇"),
        ("昭觉县、布拖县", "/51/", "四川省凉山彝族自治州"),
        ("中山市", "/44/", "广东省中山市"),
    ],
)
def test_words_of_a_document_name_one_place(words: str, within: str, name: str) -> None:
    found = resolve(words, within=within)
    assert found is not None
    assert found.full_name == name


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("城关镇", "/62/"),
        ("10个村", "/34/"),
        ("景宁县、庆元县", "/33/"),
        ("", ""),
        ("市区各区", "/32/3212/"),
        ("朝阳区", ""),
    ],
)
def test_words_that_name_several_places_or_none_are_not_guessed(words: str, within: str) -> None:
    assert resolve(words, within=within) is None
