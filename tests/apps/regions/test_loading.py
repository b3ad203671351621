"""What is loaded, and what loading again leaves alone."""

import gzip
from datetime import date

import pytest

from duijie.apps.regions import importing, selectors
from duijie.apps.regions.models import Division, KeyCounty, LiftedCounty, ReportingUnit
from duijie.apps.regions.rules import (
    SEGMENT_LENGTHS,
    Basis,
    Level,
    Origin,
    code_of_path,
    level_of_path,
    path_below,
    paths_above,
)
from duijie.apps.regions.services import add_village, load_county_lists, load_divisions, load_reporting_units
from duijie.kernel.access.actors import Actor, Role

pytestmark = pytest.mark.usefixtures("country")

TOWNSHIP = "621121101000"


def test_the_register_is_there_level_by_level() -> None:
    rows = Division.objects.filter(is_active=True)
    count = {level: rows.filter(level=level).count() for level in Level}
    assert count[Level.PROVINCE] == 34 + 1  # 34 units of the country and the corps
    assert count[Level.PREFECTURE] == 333 + 14
    assert count[Level.COUNTY] == 2847
    assert count[Level.TOWNSHIP] > 38_500


def test_every_path_is_closed_under_its_parents() -> None:
    paths = set(Division.objects.values_list("path", flat=True))
    missing = {above for path in paths for above in paths_above(path)} - paths
    assert not missing


def test_path_code_and_level_agree_in_every_row() -> None:
    for row in Division.objects.all():
        assert code_of_path(row.path) == row.code
        assert level_of_path(row.path) == row.level
        assert row.code[SEGMENT_LENGTHS[Level(row.level)] :].strip("0") == ""


def test_every_row_but_the_first_level_stands_below_its_parent() -> None:
    rows = {row.code: row for row in Division.objects.all()}
    for row in rows.values():
        if row.level == Level.PROVINCE:
            assert row.parent_code == ""
            continue
        parent = rows[row.parent_code]
        assert row.path == path_below(parent.path, row.code, Level(row.level))
        assert row.full_name == parent.full_name + row.name


def test_every_active_row_can_be_typed_in_pinyin() -> None:
    assert not Division.objects.filter(pinyin="").exists()
    assert not Division.objects.filter(stem="").exists()


def test_repealed_townships_stay_readable_but_inactive() -> None:
    row = selectors.get("140213002000")
    assert (row.name, row.is_active) == ("北关街道", False)
    assert not Division.objects.filter(name__contains="撤").filter(name__contains="（").exists()


def test_taiwan_has_its_province_row_and_no_invented_places() -> None:
    assert selectors.get("710000000000").name == "台湾省"
    assert not selectors.children("710000000000").exists()


def test_the_cities_of_the_corps_stand_below_their_divisions() -> None:
    assert selectors.full_name("659001000000") == "新疆生产建设兵团第八师石河子市"
    assert selectors.get("659001000000").path == "/66/6608/659001/"
    assert not Division.objects.filter(path__startswith="/65/", code__startswith="659").exists()


def test_loading_again_changes_nothing() -> None:
    before = list(Division.objects.order_by("code").values_list())
    report = load_divisions()
    assert (report.written, report.retired) == (0, 0)
    assert list(Division.objects.order_by("code").values_list()) == before


def test_a_division_that_left_the_list_is_retired_and_comes_back_when_it_returns() -> None:
    Division.objects.create(
        code="620199000000", name="旧县", stem="旧县", full_name="甘肃省兰州市旧县", level=Level.COUNTY,
        parent_code="620100000000", path="/62/6201/620199/", origin=Origin.OFFICIAL,
    )  # fmt: skip
    Division.objects.filter(code="621121000000").update(is_active=False)
    report = load_divisions(within="/62/")
    assert (report.written, report.retired) == (1, 1)
    assert selectors.get("621121000000").is_active
    assert not selectors.get("620199000000").is_active


def test_added_villages_survive_and_follow_a_renamed_township() -> None:
    village = add_village(Actor(None, Role.TOWNSHIP, "示例镇", "/62/"), township_code=TOWNSHIP, name="示例村")
    Division.objects.filter(code=TOWNSHIP).update(path="/62/6211/621121/621121999/")
    Division.objects.filter(code=village.code).update(path=f"/62/6211/621121/621121999/{village.code}/")
    assert load_divisions(within="/62/6211/").retired == 0
    village.refresh_from_db()
    assert village.path == f"/62/6211/621121/621121101/{village.code}/"
    assert village.is_active


def test_all_160_key_counties_have_a_current_code() -> None:
    assert KeyCounty.objects.count() == 160
    assert LiftedCounty.objects.count() == 830
    assert KeyCounty.objects.filter(basis=Basis.UNVERIFIED).count() == 68
    for report in load_county_lists().values():
        assert (report.loaded, report.unknown) == (0, ())


def test_the_names_on_the_lists_are_those_of_the_codes() -> None:
    for path in (importing.KEY_COUNTIES, importing.LIFTED_COUNTIES):
        for row in importing.read_county_list(path):
            assert selectors.get(row.code).name == row.name


def test_a_row_without_a_current_code_is_reported_and_not_guessed() -> None:
    KeyCounty.objects.filter(division_id="621126000000").delete()
    LiftedCounty.objects.filter(division_id="621126000000").delete()
    Division.objects.filter(path__startswith="/62/6211/621126/").delete()
    report = load_county_lists()["KeyCounty"]
    assert [row.name for row in report.unknown] == ["岷县"]
    assert (report.loaded, report.kept) == (0, 159)


def test_thirty_seven_units_report_and_no_county_belongs_to_two() -> None:
    units = list(ReportingUnit.objects.all())
    assert len(units) == load_reporting_units() == 37
    for path in Division.objects.filter(level=Level.COUNTY).values_list("path", flat=True):
        assert sum(unit.contains(path) for unit in units) == 1


def test_the_data_files_are_small_and_the_same_each_time() -> None:
    assert importing.DIVISIONS.stat().st_size < 1_000_000
    assert gzip.decompress(importing.DIVISIONS.read_bytes()).count(b"\n") == Division.objects.count() + 1
    assert importing.DIVISIONS.read_bytes()[4:8] == b"\x00" * 4  # no time stamp


def test_counties_count_on_the_days_of_their_listing() -> None:
    listing = KeyCounty.objects.get(division_id="621121000000")
    listing.valid_from, listing.valid_to = date(2021, 8, 1), date(2025, 12, 31)
    listing.save()
    path = "/62/6211/621121/621121101/"
    assert not selectors.is_key_county(path, date(2021, 7, 31))
    assert selectors.is_key_county(path, date(2025, 12, 31))
    assert not selectors.is_key_county(path, date(2026, 1, 1))
    assert "621121000000" not in selectors.key_counties(date(2026, 1, 1))
