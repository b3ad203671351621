"""Who adds villages and keeps the county lists."""

from datetime import date
from uuid import uuid4

import pytest

from duijie.apps.regions import selectors
from duijie.apps.regions.models import AddedVillage, Division, KeyCounty
from duijie.apps.regions.rules import Level, ListLevel, Origin
from duijie.apps.regions.services import (
    add_county_listing,
    add_village,
    confirm_county_listing,
    withdraw_county_listing,
)
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.usefixtures("country")

TONGWEI, PINGXIANG = "621121000000", "621121101000"
ON = date(2026, 11, 1)
TOWNSHIP = Actor(uuid4(), Role.TOWNSHIP, "示例镇经办人", "/62/6211/621121/621121101/")
COUNTY = Actor(uuid4(), Role.COUNTY_OFFICE, "示例县经办人", "/62/6211/621121/")
PROVINCE = Actor(uuid4(), Role.PROVINCE_OFFICE, "示例省经办人", "/62/")
OTHER_PROVINCE = Actor(uuid4(), Role.PROVINCE_OFFICE, "示例省经办人", "/63/")


def listing(code: str = TONGWEI) -> KeyCounty:
    return KeyCounty.objects.select_related("division").get(division_id=code)


def test_a_township_adds_its_villages_with_provisional_codes() -> None:
    first = add_village(TOWNSHIP, township_code=PINGXIANG, name=" 示例 一村 ")
    second = add_village(COUNTY, township_code=PINGXIANG, name="示例二村")
    assert (first.name, first.code, second.code) == ("示例一村", "621121101200", "621121101201")
    assert first.full_name == "甘肃省定西市通渭县平襄镇示例一村"
    assert first.path == "/62/6211/621121/621121101/621121101200/"
    assert (first.initials, first.pinyin) == ("slyc", "shiliyicun")
    assert (first.level, first.origin, first.is_fictional) == (Level.VILLAGE, Origin.VILLAGE, False)
    assert list(selectors.children(PINGXIANG)) == [first, second]
    entry = AuditEntry.objects.get(subject_id=AddedVillage.objects.get(division=first).pk)
    assert (entry.action, entry.subject_number, entry.division_path) == ("regions.village.add", first.code, first.path)


def test_a_demo_village_says_that_it_is_fictional() -> None:
    village = add_village(TOWNSHIP, township_code=PINGXIANG, name="演示村", is_fictional=True)
    assert (village.origin, village.is_fictional) == (Origin.DEMO, True)


def test_nobody_adds_villages_elsewhere() -> None:
    for actor in (Actor(uuid4(), Role.TOWNSHIP, "邻镇", "/62/6211/621121/621121102/"), PROVINCE):
        with pytest.raises(NotAllowed):
            add_village(actor, township_code=PINGXIANG, name="示例村")
    with pytest.raises(NotAllowed):
        add_village(COUNTY, township_code=TONGWEI, name="示例村")
    with pytest.raises(NotFound):
        add_village(COUNTY, township_code="621121999000", name="示例村")
    assert not AddedVillage.objects.exists()


def test_a_village_needs_a_name_of_its_own() -> None:
    add_village(TOWNSHIP, township_code=PINGXIANG, name="示例村")
    for name in ("", "村", "示例村", "示" * 31):
        with pytest.raises(RuleBroken) as refusal:
            add_village(TOWNSHIP, township_code=PINGXIANG, name=name)
        assert refusal.value.field == "name"


def test_the_province_confirms_an_unchecked_row_by_its_document() -> None:
    assert not listing().is_verified
    confirm_county_listing(PROVINCE, listing(), document="示例文件〔2021〕1号", valid_from=date(2021, 8, 1))
    row = listing()
    assert row.is_verified
    assert (row.document, row.confirmed_by, row.basis) == ("示例文件〔2021〕1号", PROVINCE.id, "unverified")
    assert selectors.is_key_county("/62/6211/621121/", ON)
    entry = AuditEntry.objects.get(subject_id=row.pk)
    assert entry.details["document"] == "示例文件〔2021〕1号"


def test_a_withdrawn_row_counts_nowhere_and_stays_readable() -> None:
    withdraw_county_listing(PROVINCE, listing(), reason="名单中没有该县")
    assert TONGWEI not in selectors.key_counties(ON)
    assert listing().note == "名单中没有该县"
    with pytest.raises(Conflict):
        confirm_county_listing(PROVINCE, listing(), document="示例文件")


def test_only_the_office_of_the_province_keeps_the_list() -> None:
    for actor in (COUNTY, OTHER_PROVINCE):
        with pytest.raises(NotAllowed):
            confirm_county_listing(actor, listing(), document="示例文件")
        with pytest.raises(NotAllowed):
            withdraw_county_listing(actor, listing(), reason="示例")
    assert set(selectors.listings(COUNTY, KeyCounty)) == {listing()}
    assert selectors.listings(PROVINCE, KeyCounty).count() == 23
    assert selectors.listings(TOWNSHIP, KeyCounty).count() == 0


def test_a_confirmation_needs_a_document_and_dates_in_order() -> None:
    with pytest.raises(RuleBroken) as refusal:
        confirm_county_listing(PROVINCE, listing(), document=" ")
    assert refusal.value.field == "document"
    with pytest.raises(RuleBroken) as refusal:
        confirm_county_listing(
            PROVINCE, listing(), document="示例文件", valid_from=date(2025, 1, 1), valid_to=date(2024, 1, 1)
        )
    assert refusal.value.field == "valid_to"
    with pytest.raises(RuleBroken) as refusal:
        withdraw_county_listing(PROVINCE, listing(), reason="")
    assert refusal.value.field == "reason"


def test_the_province_adds_its_own_key_counties() -> None:
    code = "621122000000"  # 陇西县, not on the national list
    assert not selectors.is_key_county("/62/6211/621122/", ON)
    row = add_county_listing(
        PROVINCE,
        KeyCounty,
        division_code=code,
        level=ListLevel.PROVINCE,
        document="示例文件",
        valid_from=date(2026, 1, 1),
    )
    assert row.is_verified
    assert selectors.is_key_county("/62/6211/621122/", ON)
    assert not selectors.is_key_county("/62/6211/621122/", date(2025, 12, 31))
    with pytest.raises(RuleBroken) as refusal:
        add_county_listing(PROVINCE, KeyCounty, division_code=code, level=ListLevel.PROVINCE, document="示例文件")
    assert refusal.value.field == "division"
    with pytest.raises(NotFound):
        add_county_listing(PROVINCE, KeyCounty, division_code=PINGXIANG, level=ListLevel.PROVINCE, document="示例文件")


def test_a_reporting_unit_bounds_rows_by_their_path() -> None:
    liaoning, dalian = (selectors.reporting_unit_of(path) for path in ("/21/2101/", "/21/2102/210202/"))
    assert liaoning is not None
    assert dalian is not None
    assert (liaoning.name, dalian.name) == ("辽宁省", "大连市")
    assert not Division.objects.filter(selectors.inside_unit(liaoning, "path"), path__startswith="/21/2102/").exists()
    assert Division.objects.filter(selectors.inside_unit(dalian, "path"), level=Level.COUNTY).count() == 10
    corps = selectors.reporting_unit_of("/66/6608/659001/")
    assert corps is not None
    assert corps.kind == "corps"
    assert selectors.reporting_unit_of("/71/") is None
