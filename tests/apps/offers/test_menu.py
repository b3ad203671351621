"""点单: what a villager finds on the menu, and how the engine sees it."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import as_terms, menu, qualifications_of
from duijie.apps.organizations.rules.particulars import Qualifications
from duijie.matching.filters import failed_filter
from duijie.matching.terms import Form, Mode, NeedTerms
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PROVINCE, TOWNSHIP, VILLAGE
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db
LAMPS = {
    "title": "太阳能路灯进村",
    "text": "为山村主干道安装太阳能路灯并管护三年。",
    "field": "livelihood",
    "subfield": "lighting",
    "forms": ("goods",),
    "beneficiaries": ("villagers",),
    "unit": "盏",
}


def test_newest_first() -> None:
    first, second = make_offer(), make_offer()
    assert list(menu()) == [second, first]


@pytest.mark.parametrize("query", ["路灯", "太阳能", "村里没有路灯", "照明"])
def test_a_villager_finds_an_offer_in_his_own_words(query: str) -> None:
    lamps = make_offer(**LAMPS)
    make_offer()
    assert menu(query=query).get() == lamps


def test_an_offer_is_found_by_the_name_of_its_organization_and_by_its_number() -> None:
    ours = make_organization(name="示例县夕阳红助老协会")
    offer = make_offer(ours)
    make_offer(**LAMPS)
    assert menu(query="夕阳红").get() == offer
    assert menu(query=offer.number.lower()).get() == offer


def test_words_that_no_offer_holds_find_nothing_and_signs_do_no_harm() -> None:
    make_offer()
    assert not menu(query="量子计算").exists()
    for odd in ("'", "\\", "a & b", "!!", ":*", "的"):
        list(menu(query=odd))


def test_filters_narrow_the_menu() -> None:
    lamps, hair = make_offer(**LAMPS, mode="onsite"), make_offer(mode="both")
    assert menu(field="livelihood").count() == 2
    assert menu(subfield="lighting").get() == lamps
    assert menu(beneficiaries="elderly").get() == hair
    assert menu(form="goods").get() == lamps
    assert menu(mode="remote").get() == hair
    assert menu(mode="onsite").count() == 2
    assert not menu(field="health").exists()


def test_a_place_sees_what_serves_it_what_serves_anywhere_and_what_serves_a_part_of_it() -> None:
    anywhere = make_offer()
    county = make_offer(areas=(COUNTY.path,))
    other = make_offer(areas=(OTHER_COUNTY.path,))
    assert set(menu(area=VILLAGE.path)) == {anywhere, county}
    assert set(menu(area=COUNTY.path)) == {anywhere, county}
    assert set(menu(area=PROVINCE.path)) == {anywhere, county, other}
    assert set(menu(area=OTHER_COUNTY.path)) == {anywhere, other}


def test_what_is_used_up_leaves_the_menu() -> None:
    offer = make_offer()
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=offer.capacity)
    assert not menu().exists()


def test_the_menu_asks_the_database_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_offer()
    make_offer()
    with django_assert_num_queries(1):
        assert len([offer.organization.name for offer in menu()]) == 2


def need(**changes: object) -> NeedTerms:
    values: dict[str, object] = {
        "id": "n",
        "title": "理发",
        "field": "livelihood",
        "division_path": VILLAGE.path,
        "form": Form.SERVICE,
        **changes,
    }
    return NeedTerms(**values)  # type: ignore[arg-type]


def test_the_engine_sees_the_offer_as_it_stands() -> None:
    terms = as_terms(make_offer(areas=(TOWNSHIP.path,), mode="both"), confirmed={"livelihood": 3})
    assert (terms.capacity_left, terms.unit, terms.mode) == (20, "次", Mode.REMOTE)
    assert terms.home_path == COUNTY.path
    assert terms.confirmed == {"livelihood": 3}
    assert failed_filter(need(), terms, date(2026, 1, 1)) is None
    assert failed_filter(need(division_path=OTHER_COUNTY.path), terms, date(2026, 1, 1)) is not None


def test_a_fraction_that_is_left_is_not_counted_as_a_whole() -> None:
    offer = make_offer(capacity=Decimal("2.50"))
    assert as_terms(offer).capacity_left == 2


def test_an_expired_grade_is_no_qualification() -> None:
    graded = make_organization(
        qualifications=Qualifications(
            grade=3,
            grade_valid_until=date(2099, 1, 1),
            has_fundraising_qualification=True,
            fundraising_certificate="示字第1号",
        )
    )
    expired = make_organization(qualifications=Qualifications(grade=3, grade_valid_until=date(2020, 1, 1)))
    assert qualifications_of(graded) == {"grade_1", "grade_2", "grade_3", "fundraising"}
    assert qualifications_of(expired) == frozenset()
