"""A place as people type it: one is taken, several are named, none is said."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level
from duijie.web.frame.places import PlaceField, PlacesField, divisions_of, read_place
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP, VILLAGE
from tests.factories.organizations import make_divisions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places():
    make_divisions()
    with translation.override("en"):
        yield


def refusal(field, text):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("text", ["演示县", f" {OTHER_COUNTY.code} ", "演示"])
def test_a_name_a_code_or_a_beginning_names_one_place(text):
    assert read_place(text).path == OTHER_COUNTY.path


def test_a_whole_name_goes_before_longer_ones_that_hold_it():
    assert read_place("示例县").path == COUNTY.path


def test_what_no_place_is_called_is_said():
    assert refusal(PlaceField(), "没有这个地方") == "No place is called “没有这个地方”."


def test_where_several_are_called_so_they_are_named():
    division = Division.objects.get(code=TOWNSHIP.code)
    division.code, division.path, division.full_name = "621122100000", f"{OTHER_COUNTY.path}621122100/", "演示县示例镇"
    division.name = "示例镇"
    division.save(force_insert=True)
    Division.objects.filter(code=TOWNSHIP.code).update(name="示例镇")
    said = refusal(PlaceField(), "示例镇")
    assert "示例县示例镇" in said
    assert "演示县示例镇" in said
    assert read_place("演示县示例镇").path == division.path


def test_only_places_of_the_wanted_kind_are_taken():
    field = PlaceField(levels=(Level.VILLAGE, Level.TOWNSHIP))
    assert field.clean(VILLAGE.name).path == VILLAGE.path
    assert refusal(field, COUNTY.name)


def test_nothing_is_a_place_where_none_is_asked():
    assert PlaceField(required=False).clean("") is None


def test_several_places_stand_one_a_line_or_between_commas():
    found = PlacesField(required=False).clean(f"{COUNTY.name}、{OTHER_COUNTY.name}\n{COUNTY.name}")
    assert [each.path for each in found] == [COUNTY.path, OTHER_COUNTY.path]
    assert PlacesField(required=False).clean("") == ()


def test_each_unknown_place_is_named():
    said = refusal(PlacesField(), f"{COUNTY.name}，甲地、乙地")
    assert "甲地" in said
    assert "乙地" in said


def test_there_is_a_limit():
    assert refusal(PlacesField(most=1), f"{COUNTY.name}、{OTHER_COUNTY.name}") == "At most 1 places, please."


def test_a_form_shows_places_again_by_their_names():
    rows = divisions_of([COUNTY.path, PREFECTURE.path])
    assert PlacesField().prepare_value(rows) == f"{PREFECTURE.name}\n{COUNTY.name}"
    assert PlaceField().prepare_value(rows[0]) == PREFECTURE.name
    assert PlaceField().prepare_value("示") == "示"
