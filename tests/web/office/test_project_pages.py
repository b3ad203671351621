"""Matching and projects as offices use them: recommending, signing, confirming, slips, what is worth a look."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.models import Suggestion
from duijie.apps.projects.services.confirming import report_problem
from duijie.kernel.access.actors import Role
from duijie.kernel.codes import CodeKind, check
from tests.factories.accounts import COUNTRY, OTHER_COUNTY
from tests.factories.desks import at_work, page
from tests.factories.matches import interest, suggestion, villagers_order
from tests.factories.needs import make_offices, make_seat, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.pages import Page
from tests.factories.projects import Sides, make_sides

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


@pytest.fixture
def sides() -> Sides:
    return make_sides(make_offices(), make_organization())


def send(client: Client, address: str, **answers: object):
    return client.post(address, page(client, address).form.filled(**answers))


def lamps(**changes: object):
    return make_offer(
        title="太阳能路灯", subfield="lighting", forms=("goods",), unit="盏", capacity=Decimal(100), **changes
    )


def test_fitting_offers_stand_with_reasons_and_a_button_each(sides):
    need, offer = published_need(sides.offices), lamps()
    found = page(at_work(sides.offices.county), f"/en/office/needs/{need.number}/matching/")
    assert f"/en/offers/{offer.number}/" in found.links
    assert "It gives the kind of help you ask for: Lighting." in found.words
    assert f"/en/office/needs/{need.number}/recommend/?offer={offer.number}" in found.links


def test_why_another_offer_is_not_on_the_list(sides):
    need, other = published_need(sides.offices), make_offer()
    county = at_work(sides.offices.county)
    words = page(county, f"/en/office/needs/{need.number}/matching/?why={other.number.lower()}").words
    assert "You ask for Goods, the offer gives Service." in words
    words = page(county, f"/en/office/needs/{need.number}/matching/?why=S-2222222").words
    assert "There is no published offer with this number." in words


def test_a_recommendation_is_one_page(sides):
    need, offer = published_need(sides.offices), lamps()
    lamps()
    county = at_work(sides.offices.county)
    address = f"/en/office/needs/{need.number}/recommend/?offer={offer.number}"
    form = page(county, address).form
    assert form.values["offer"] == [str(offer.pk)]
    assert county.post(address, form.filled(note="周三去看合适")).status_code == 302
    made = Suggestion.objects.get()
    assert (made.offer, made.note) == (offer, "周三去看合适")
    words = page(county, f"/en/office/needs/{need.number}/matching/").words
    assert "Waiting for an answer" in words


def test_the_same_recommendation_twice_is_refused_in_words(sides):
    need, offer = published_need(sides.offices), lamps()
    suggestion(sides.offices.county, need, offer.organization, offer)
    county = at_work(sides.offices.county)
    answer = send(county, f"/en/office/needs/{need.number}/recommend/", offer=str(offer.pk))
    assert "This need is recommended to the organization already." in answer.content.decode()


def test_what_waits_for_organizations_stands_in_one_list(sides):
    need, offer = published_need(sides.offices), make_offer()
    recommended = suggestion(sides.offices.county, need, offer.organization, offer)
    match = interest(sides.organization, need)
    order = villagers_order(offer)
    county = page(at_work(sides.offices.county), "/en/office/matching/").links
    for address in (f"suggestions/{recommended.number}", f"matches/{match.number}", f"orders/{order.number}"):
        assert f"/en/office/{address}/" in county
    elsewhere = at_work(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY))
    assert "Nothing waits for an answer." in page(elsewhere, "/en/office/matching/").words
    assert page(elsewhere, f"/en/office/matches/{match.number}/", status=404)


def test_an_order_that_is_no_need_yet_has_a_page_all_the_same(sides):
    order = villagers_order(make_offer())
    found = page(at_work(sides.offices.village), f"/en/office/orders/{order.number}/")
    assert order.offer.title in found.words
    assert "示例乙" not in found.words


def test_a_recommendation_is_taken_back(sides):
    need, offer = published_need(sides.offices), make_offer()
    row = suggestion(sides.offices.county, need, offer.organization, offer)
    done = send(at_work(sides.offices.county), f"/en/office/suggestions/{row.number}/withdraw/")
    assert done["Location"] == f"/en/office/suggestions/{row.number}/"
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_projects_say_what_this_seat_can_do_now(sides):
    project = sides.to_confirm()
    township = page(at_work(sides.offices.township), "/en/office/projects/")
    assert f"/en/office/projects/{project.number}/" in township.links
    assert "Confirm receipt" in township.words
    assert "Confirm receipt" not in page(at_work(sides.offices.county), "/en/office/projects/").words


def test_projects_of_another_county_are_not_there(sides):
    project = sides.under_way()
    elsewhere = at_work(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY))
    assert "No project here." in page(elsewhere, "/en/office/projects/").words
    assert page(elsewhere, f"/en/office/projects/{project.number}/", status=404)
    assert page(elsewhere, f"/en/office/projects/{project.number}/settle/", status=404)


def test_the_list_is_narrowed_to_what_is_to_be_confirmed(sides):
    going, waiting = sides.under_way(), sides.to_confirm()
    links = page(at_work(sides.offices.county), "/en/office/projects/?show=confirm").links
    assert f"/en/office/projects/{waiting.number}/" in links
    assert f"/en/office/projects/{going.number}/" not in links


def test_the_village_signs_what_it_reads(sides):
    project = sides.drafted()
    village = at_work(sides.offices.village)
    address = f"/en/office/projects/{project.number}/sign_receiving/"
    assert "安装太阳能路灯并维护一年" in page(village, address).words
    send(village, address, signatory="示例村村民委员会")
    words = page(village, f"/en/office/projects/{project.number}/").words
    assert "Next: the organization's manager reads the agreement and signs it." in words
    assert "示例村村民委员会" in words


def test_a_problem_stands_on_top_with_its_day(sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="少了两盏")
    found = page(at_work(sides.offices.township), f"/en/office/projects/{project.number}/")
    assert "少了两盏" in found.words
    assert "Next: the office settles the problem with both sides, by" in found.words
    assert f"/en/office/projects/{project.number}/settle/" in found.links


def test_four_money_records_are_summed_and_listed(sides):
    project = sides.under_way()
    manager, village = at_work(sides.manager), at_work(sides.offices.village)
    assert "Money, by its four records" not in page(village, f"/en/office/projects/{project.number}/").words
    send(
        manager,
        f"/en/organization/projects/{project.number}/record_money/",
        kind="paid",
        amount="1.5万",
        voucher="示-1",
    )
    send(village, f"/en/office/projects/{project.number}/record_money/", kind="arrived", amount="15000")
    words = page(village, f"/en/office/projects/{project.number}/").words
    assert words.count("15,000 yuan") >= 4
    assert "示-1" in words


def test_a_slip_is_shown_once_and_only_to_who_printed_it(sides):
    project = sides.deliver(sides.claimed())
    printer = at_work(
        sides.offices.village_colleague
        if sides.offices.village.id == project.need.typed_by_id
        else sides.offices.village
    )
    done = send(printer, f"/en/office/projects/{project.number}/issue_slip/")
    address = done["Location"]
    assert page(at_work(sides.offices.township), address, status=404)
    answer = printer.get(address)
    found = Page(answer.content.decode(), address)
    assert any(check(word, CodeKind.CONFIRM) for word in found.words.split())
    assert any("/village/confirm/" in word for word in found.words.split())
    assert "no-store" in answer["Cache-Control"]
    for hidden in ("示例甲", "13800000001"):
        assert hidden not in found.words
    assert page(printer, address, status=404)


def test_the_same_person_on_two_sides_is_shown_to_the_level_above_only(sides):
    project = sides.confirmed(by=sides.offices.township)
    above = page(at_work(sides.offices.county), "/en/office/flags/")
    assert f"/en/office/projects/{project.number}/" in above.links
    assert "verified it、confirmed receipt" in above.words
    assert "Nothing to look at." in page(at_work(sides.offices.township), "/en/office/flags/").words
    assert page(at_work(sides.offices.village), "/en/office/flags/", status=403)
    assert page(at_work(sides.manager), "/en/office/flags/", status=403)
    assert Client().get("/en/office/flags/").status_code == 302


def test_the_ministry_reads_flags_and_opens_no_case(sides):
    project = sides.confirmed(by=sides.offices.township)
    found = page(at_work(make_seat(Role.MINISTRY, COUNTRY)), "/en/office/flags/")
    assert project.need.title in found.words
    assert f"/en/office/projects/{project.number}/" not in found.links


def test_one_device_on_two_sides_is_named_as_such(sides):
    office = replace(sides.offices, village=replace(sides.offices.village, device="同一部手机"))
    shared = replace(sides, offices=office)
    shared.confirmed(by=replace(make_seat(Role.TOWNSHIP), device="同一部手机"), need=published_need(office))
    assert "The same device" in page(at_work(sides.offices.county), "/en/office/flags/").words
