"""The ministry's officials see whose log is late and what the country's figures are; nobody else does."""

import csv
from io import StringIO

import pytest

from duijie.apps.accounts.rules import COUNTRY
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.figures.rules.places import Counts
from duijie.apps.regions.services import load_reporting_units
from duijie.kernel.access.actors import Role
from tests.factories.accounts import PROVINCE
from tests.factories.desks import at_work, page
from tests.factories.needs import make_seat
from tests.factories.reporting import QUARTER, add_need, add_reading, make_source

pytestmark = pytest.mark.django_db
UNITS, FIGURES = "/en/office/exchange/units/", "/en/office/exchange/figures/"


@pytest.fixture
def gansu():
    load_reporting_units()
    source = make_source("620000", "甘肃省", SourceState.CONTRADICTS)
    add_reading(source, "62", Counts(3, 2, 1, 1, 10_000))
    add_need(source, "N-1", taken=True, fulfilled=True)
    add_need(source, "N-2")
    return source


@pytest.fixture
def ministry():
    return at_work(make_seat(Role.MINISTRY, place=COUNTRY))


def test_every_unit_stands_there_with_its_state_and_leads_to_its_evidence(gansu, ministry):
    found = page(ministry, UNITS)
    for told in ("37 units", "Not connected 36", "Contradicts itself 1", "To be asked", "深圳市"):
        assert told in found.words
    assert f"/en/office/exchange/sources/{gansu.pk}/" in found.links
    assert f"{FIGURES}?quarter={QUARTER.code}&days=90" in found.links
    assert "辽宁省 , 大连市 , 吉林省" in found.words or "辽宁省, 大连市, 吉林省" in found.words


def test_the_countrys_figures_name_who_is_missing_and_tell_differences_in_words(gansu, ministry):
    words = page(ministry, f"{FIGURES}?quarter={QUARTER.code}&days=90").words
    for told in ("1 of 37 units are in the sum", "33.3% 1 / 3", "not counted as zero", "北京市", "3 / 2", "2 / 1"):
        assert told in words
    assert "1 need has no public record; as a rule it was referred to a policy." in words
    assert "It states 1 more needs taken on than its records show. Please ask the unit." in words
    assert "Needs whose receiving side has confirmed receipt ÷ needs verified in the quarter." in words


def test_figures_go_out_as_a_table_and_as_data_in_which_what_is_missing_is_not_zero(gansu, ministry):
    lines = list(csv.reader(StringIO(ministry.get(f"{FIGURES}export.csv").content.decode("utf-8-sig"))))
    assert ["620000000000", "甘肃省", "3", "2", "1", "1"] in [line[:6] for line in lines]
    assert next(line for line in lines if line[:1] == ["110000000000"])[2] not in {"", "0"}
    data = ministry.get(f"{FIGURES}export.json").json()
    assert (data["units_in_the_sum"], data["counts"]["verified"]) == (1, 3)
    units = {each["code"]: each for each in data["units"]}
    assert units["110000000000"]["counts"] is None
    assert units["620000000000"]["counted_again"] == {"verified": 2, "taken": 1, "confirmed": 1}


def test_before_any_reading_the_pages_say_what_comes(ministry):
    assert "No unit has stated a reading yet." in page(ministry, FIGURES).words
    page(ministry, f"{FIGURES}?quarter=2026-9&days=90", status=404)
    page(ministry, f"{FIGURES}export.csv", status=404)


def test_only_the_ministry_and_the_countrys_auditor_open_them(gansu):
    for role in (Role.PROVINCE_OFFICE, Role.COUNTY_OFFICE):
        for address in (UNITS, FIGURES):
            page(at_work(make_seat(role)), address, status=403)
    assert "37 units" in page(at_work(make_seat(Role.AUDITOR, place=COUNTRY)), UNITS).words
    own = page(at_work(make_seat(Role.AUDITOR, place=PROVINCE)), UNITS).words
    assert "Only whoever looks after the whole country sees the units here." in own
    assert "甘肃省" not in own
