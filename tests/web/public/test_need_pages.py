"""The demand library as everybody reads it: what is found, what is told of a need, and what stays hidden."""

from decimal import Decimal

import pytest

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.needs.models import Need
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.services.confirming import report_problem
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE
from tests.factories.desks import at_work, page
from tests.factories.matches import interest, seat_of
from tests.factories.needs import published_need, submitted_need
from tests.factories.offers import make_offer
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


def address(need: Need) -> str:
    return f"/en/needs/{need.number}/"


def test_the_library_holds_what_is_published_and_nothing_else(client, sides):
    published, waiting = published_need(sides.offices), submitted_need(sides.offices, title="还没有核实的需求")
    library = page(client, "/en/needs/")
    assert address(published) in library.links
    assert address(waiting) not in library.links
    assert waiting.title not in library.words
    assert client.get(address(waiting)).status_code == 404
    assert client.get("/en/needs/N-2222222/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "text=路灯",
        "text={number}",
        "field=livelihood",
        "form=goods",
        "which=open",
        f"place={COUNTY.name}",
        f"place={COUNTY.code}",
    ],
)
def test_filters_keep_what_fits(client, sides, query):
    need = published_need(sides.offices)
    assert address(need) in page(client, f"/en/needs/?{query.format(number=need.number)}").links


@pytest.mark.parametrize(
    "query", ["text=助听器", "field=health", "form=service", "which=wish", "which=key", f"place={OTHER_COUNTY.name}"]
)
def test_filters_leave_out_what_does_not_fit(client, sides, query):
    published_need(sides.offices)
    assert "No need fits." in page(client, f"/en/needs/?{query}").words


def test_a_place_that_nobody_knows_is_named(client, sides):
    published_need(sides.offices)
    assert "No place is called “没有这个地方”." in page(client, "/en/needs/?place=没有这个地方").words


def test_other_places_of_the_same_words_are_one_click_away(client, sides):
    need = published_need(sides.offices)
    found = page(client, "/en/needs/?place=示例&text=路灯")
    assert "Or do you mean" in found.words
    others = [link for link in found.links if f"place={TOWNSHIP.code}" in link]
    assert "text=" in others[0]
    assert address(need) in page(client, others[0]).links


def test_a_need_that_is_taken_whole_is_no_longer_open(client, sides):
    need = published_need(sides.offices, quantity=Decimal(20))
    sides.signed(need=need)
    assert "No need fits." in page(client, "/en/needs/?which=open").words
    assert "Nothing; all of it is taken on" in page(client, address(need)).words


def test_everybody_reads_what_is_needed_and_how_far_it_is(client, sides):
    need = published_need(sides.offices, secured_fen=3_000_000, not_needed="旧衣物")
    words = page(client, address(need)).words
    for told in (
        need.title,
        need.text,
        "60 盏",
        "90,000 yuan in all, 30,000 yuan secured, 60,000 yuan still lacking",
        "120 households, 430 people",
        "旧衣物",
        "No policy covers it",
        "0932 000 0001",
        "Waiting for a match",
    ):
        assert told in words


def test_village_typist_and_opinions_stay_inside(client, sides):
    need = published_need(sides.offices)
    words = page(client, address(need)).words
    for hidden in (VILLAGE.name, need.typed_by_label, "同意入库", "情况属实"):
        assert hidden not in words


def test_interest_is_never_public_and_a_signed_agreement_is(client, sides):
    need = published_need(sides.offices)
    interest(sides.organization, need)
    assert sides.organization.name not in page(client, address(need)).words
    other = published_need(sides.offices)
    sides.signed(need=other)
    assert sides.organization.name in page(client, address(other)).words


def test_a_reported_problem_is_not_public(client, sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="少了两盏")
    words = page(client, address(project.need)).words
    assert "A problem was reported" not in words
    assert "少了两盏" not in words


def test_the_history_tells_states_and_repeats_nothing(client, sides):
    project = sides.confirmed()
    words = page(client, address(project.need)).words
    assert "Follows its projects" not in words
    told = words.partition("From post to confirmation")[2]
    for once in ("Publish in the library", "Agreement signed", "The work has begun", "Delivery reported"):
        assert told.count(once) == 1, once


def test_a_visitor_sees_which_offers_speak_of_the_same(client, sides):
    need = published_need(sides.offices)
    offer = make_offer(
        title="太阳能路灯安装", text="为村组安装太阳能路灯。", subfield="lighting", forms=("goods",), unit="盏"
    )
    weak = make_offer(title="棋牌用品", text="给活动室。", subfield="elderly", forms=("goods",), unit="套")
    found = page(client, address(need))
    assert f"/en/offers/{offer.number}/" in found.links
    assert f"/en/offers/{weak.number}/" not in found.links


def organization_page(need: Need, organization: Organization) -> Page:
    return page(at_work(seat_of(organization)), address(need))


def test_an_organization_reads_why_the_need_fits_its_own_offer(sides):
    need = published_need(sides.offices)
    offer = make_offer(sides.organization, title="太阳能路灯", subfield="lighting", forms=("goods",), unit="盏")
    found = organization_page(need, sides.organization)
    assert f"It fits our offer “{offer.title}”" in found.words
    assert "It asks for the kind of help you give: Lighting." in found.words
    assert f"/en/organization/needs/{need.number}/interest/" in found.links


def test_an_organization_reads_which_of_its_offers_does_not_fit_and_why(sides):
    need = published_need(sides.offices)
    offer = make_offer(sides.organization)
    found = organization_page(need, sides.organization)
    assert "None of our offers fits as it stands" in found.words
    assert offer.title in found.words
    assert "The need asks for Goods, your offer gives Service." in found.words


def test_an_organization_without_offers_is_shown_how_to_add_one(sides):
    need = published_need(sides.offices)
    found = organization_page(need, sides.organization)
    assert "We have no offer on the menu yet" in found.words
    assert "/en/organization/offers/" in found.links


def test_a_small_wish_is_claimed_and_a_larger_need_answered_with_interest(sides):
    wish, need = sides.wish(), published_need(sides.offices)
    client = at_work(seat_of(sides.organization))
    assert f"/en/organization/needs/{wish.number}/claim/" in page(client, address(wish)).links
    assert f"/en/organization/needs/{need.number}/claim/" not in page(client, address(need)).links


def test_who_has_answered_is_led_to_the_answer(sides):
    need = published_need(sides.offices)
    match = interest(sides.organization, need)
    found = organization_page(need, sides.organization)
    assert f"/en/organization/matches/{match.number}/" in found.links
    assert f"/en/organization/needs/{need.number}/interest/" not in found.links
