"""An organization's answers: what waits, what fits and why, interest, commitment, orders."""

from decimal import Decimal

import pytest
from django.test import Client

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.matches.models import Match
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Project
from duijie.apps.regions.models import Division, KeyCounty
from duijie.apps.regions.rules import Basis
from duijie.kernel.access.actors import Role
from tests.factories.accounts import COUNTY
from tests.factories.desks import at_work, page
from tests.factories.matches import (
    commitment,
    interest,
    opened,
    seat_of,
    suggestion,
    villagers_order,
    villages_order,
)
from tests.factories.needs import make_offices, published_need
from tests.factories.offers import make_offer
from tests.factories.organizations import make_organization
from tests.factories.pages import Page
from tests.factories.projects import Sides, make_sides

pytestmark = pytest.mark.django_db
NEEDS = "/en/organization/needs/"


@pytest.fixture(autouse=True)
def _nothing_remembered(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


@pytest.fixture
def ours() -> Organization:
    return make_organization()


@pytest.fixture
def sides(ours: Organization) -> Sides:
    return make_sides(make_offices(), ours)


@pytest.fixture
def client(ours: Organization) -> Client:
    return at_work(seat_of(ours))


def send(client: Client, address: str, **answers: object):
    form = page(client, address).form
    return client.post(address, form.filled(**answers))


def lamps(organization: Organization):
    return make_offer(
        organization, title="太阳能路灯", subfield="lighting", forms=("goods",), unit="盏", capacity=Decimal(100)
    )


def test_what_waits_stands_before_what_fits(client, sides, ours):
    fitting, answered = published_need(sides.offices), published_need(sides.offices, title="示例村二组路灯")
    offer = lamps(ours)
    match = interest(ours, answered)
    recommended = suggestion(sides.offices.county, published_need(sides.offices, title="示例村三组路灯"), ours, offer)
    links = page(client, NEEDS).links
    waiting = [
        links.index(f"/en/organization/{kind}/{number}/")
        for kind, number in (("matches", match.number), ("suggestions", recommended.number))
    ]
    assert max(waiting) < links.index(f"/en/needs/{fitting.number}/")
    assert f"/en/needs/{answered.number}/" not in links


def test_a_fitting_need_is_shown_with_its_reasons(client, sides, ours):
    lamps(ours)
    published_need(sides.offices)
    found = page(client, NEEDS)
    assert "For our offer “太阳能路灯”: It asks for" in found.words
    assert "Key county" not in found.words


def test_a_key_county_is_explained_where_the_list_says_it_first(client, sides, ours):
    lamps(ours)
    KeyCounty.objects.create(division=Division.objects.get(code=COUNTY.code), basis=Basis.PUBLISHED)
    published_need(sides.offices)
    published_need(sides.offices)
    links = page(client, NEEDS).links
    assert links.count("/en/help/words/#key-county") == 1


def test_what_only_lies_in_the_field_is_folded_away(client, sides, ours):
    make_offer(
        ours, title="棋牌用品", text="给活动室。", subfield="elderly", forms=("goods",), unit="套", capacity=Decimal(99)
    )
    published_need(sides.offices)
    words = page(client, NEEDS).words
    assert "Nothing fits closely at present." in words
    assert "In our field, but asking for something else" in words


def test_without_an_offer_the_next_step_is_to_add_one(client, sides):
    published_need(sides.offices)
    found = page(client, NEEDS)
    assert "Needs are matched with your published offers." in found.words
    assert "/en/organization/offers/" in found.links


def test_interest_proposes_what_is_open_and_the_offer_that_fits(client, sides, ours):
    make_offer(ours)
    offer = lamps(ours)
    need = published_need(sides.offices)
    form = page(client, f"{NEEDS}{need.number}/interest/").form
    assert form.values["quantity"] == ["60"]
    assert form.values["offer"] == [str(offer.pk)]
    done = client.post(f"{NEEDS}{need.number}/interest/", form.filled(message="周末先来看看"))
    match = Match.objects.get()
    assert done["Location"] == f"/en/organization/matches/{match.number}/"
    assert (match.quantity, match.offer, match.state) == (60, offer, "interested")


def test_more_than_is_open_is_told_beside_the_question(client, sides, ours):
    need = published_need(sides.offices)
    commitment(make_organization(), need, Decimal(50))
    answer = send(client, f"{NEEDS}{need.number}/interest/", quantity="11")
    assert answer.status_code == 422
    assert "Only 10 盏 are still open; others have taken the rest." in answer.content.decode()
    assert not Match.objects.filter(organization=ours).exists()


def test_a_need_that_is_taken_meanwhile_says_so(client, sides):
    need = published_need(sides.offices, quantity=Decimal(20))
    sides.signed(need=need)
    words = page(client, f"{NEEDS}{need.number}/interest/", status=409).words
    assert "Nothing of this need is open any more" in words


def test_another_organizations_offer_is_not_accepted(client, sides):
    foreign = lamps(make_organization())
    need = published_need(sides.offices)
    lamps(sides.organization)
    answer = send(client, f"{NEEDS}{need.number}/interest/", offer=str(foreign.pk))
    assert answer.status_code == 422


def test_a_commitment_becomes_a_project(client, sides, ours):
    match = interest(ours, published_need(sides.offices), Decimal(25))
    address = f"/en/organization/matches/{match.number}/commit/"
    form = page(client, address).form
    assert form.values["quantity"] == ["25"]
    done = client.post(address, form.filled(amount="1.2万"))
    project = Project.objects.get()
    assert done["Location"] == f"/en/organization/projects/{project.number}/"
    assert project.amount_fen == 12_000_00
    words = page(client, done["Location"]).words
    assert "Next: either side writes down what is agreed and when." in words


def test_staff_may_be_interested_and_only_the_manager_commits(sides, ours):
    match = interest(ours, published_need(sides.offices))
    staff = at_work(seat_of(ours, Role.ORGANIZATION_STAFF))
    found = page(staff, f"/en/organization/matches/{match.number}/")
    assert not any("/commit/" in link for link in found.links)
    assert page(staff, f"/en/organization/matches/{match.number}/commit/", status=403)


def test_no_for_now_costs_one_choice(client, sides, ours):
    match = interest(ours, published_need(sides.offices))
    done = send(client, f"/en/organization/matches/{match.number}/decline/", decline_reason="distance")
    assert done.status_code == 302
    words = page(client, done["Location"]).words
    assert "Not taken for now" in words
    assert "Too far from us" in words


def test_others_answers_are_not_there(sides, ours):
    match = interest(ours, published_need(sides.offices))
    stranger = at_work(seat_of(make_organization()))
    assert page(stranger, f"/en/organization/matches/{match.number}/", status=404)


def test_an_order_of_a_household_tells_nothing_of_the_household(client, sides, ours):
    order = opened(sides.offices, villagers_order(make_offer(ours)))
    assert f"/en/organization/orders/{order.number}/" in page(client, NEEDS).links
    words = page(client, f"/en/organization/orders/{order.number}/").words
    for hidden in ("示例乙", "13800000002", "二组 8 号", "母亲八十二岁"):
        assert hidden not in words
    assert "1 次" in words


def test_an_order_is_taken_in_one_step(client, sides, ours):
    order = opened(sides.offices, villages_order(sides.offices, make_offer(ours)))
    done = send(client, f"/en/organization/orders/{order.number}/accept/")
    assert done["Location"] == f"/en/organization/projects/{Project.objects.get().number}/"


def test_a_larger_need_cannot_be_claimed(client, sides):
    need = published_need(sides.offices)
    assert page(client, f"{NEEDS}{need.number}/claim/", status=404)


def test_a_wish_is_claimed_at_once(client, sides):
    wish = sides.wish()
    done = send(client, f"{NEEDS}{wish.number}/claim/")
    assert Project.objects.get().state == "under_way"
    assert done["Location"].startswith("/en/organization/projects/")


def test_projects_are_listed_by_how_far_they_are(client, sides):
    going, done = sides.under_way(), sides.confirmed()
    everything = page(at_work(sides.manager), "/en/organization/projects/").links
    finished = page(at_work(sides.manager), "/en/organization/projects/?show=done").links
    for number, shown in ((going.number, False), (done.number, True)):
        assert f"/en/organization/projects/{number}/" in everything
        assert (f"/en/organization/projects/{number}/" in finished) is shown


def test_an_agreement_is_written_as_people_write_it(sides):
    project = sides.drafting()
    address = f"/en/organization/projects/{project.number}/draft/"
    manager = at_work(sides.manager)
    given = {
        "starts_on": "2026-11-01",
        "ends_on": "2027-03-01",
        "amount": "3万",
        "parties": "Implementer，示例施工队，5000\nSupervisor、示例镇人民政府",
        "milestones": "2026年12月31日，路灯立好\n2027/2/1，全部点亮",
    }
    assert send(manager, address, **given).status_code == 302
    words = page(manager, f"/en/organization/projects/{project.number}/").words
    for told in ("示例施工队", "5,000 yuan", "示例镇人民政府", "31 December 2026", "全部点亮", "30,000 yuan"):
        assert told in words
    again = page(manager, address).form.values
    assert again["milestones"] == ["2026-12-31，路灯立好\n2027-02-01，全部点亮"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"parties": "朋友，示例施工队"}, "Line “朋友，示例施工队”: please write role, name"),
        ({"parties": "Implementer，示例施工队，很多"}, "parties"),
        ({"milestones": "年底，点亮"}, "Line “年底，点亮”: please write a date"),
        ({"milestones": "2026-13-01，点亮"}, "please write a date"),
        ({"milestones": "2030-01-01，点亮"}, "A milestone lies outside"),
    ],
)
def test_a_line_that_is_not_understood_is_named(sides, given, told):
    project = sides.drafting()
    answer = send(
        at_work(sides.manager),
        f"/en/organization/projects/{project.number}/draft/",
        starts_on="2026-11-01",
        ends_on="2027-03-01",
        **given,
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_nobody_signs_what_he_cannot_read(sides):
    project = sides.drafted()
    found = page(at_work(sides.manager), f"/en/organization/projects/{project.number}/sign_giving/")
    assert "安装太阳能路灯并维护一年" in found.words
    assert any(link.endswith("/agreement.pdf") for link in found.links)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_agreement_is_a_paper_in_chinese(sides, form):
    project = sides.drafted()
    manager = at_work(sides.manager)
    answer = manager.get(f"/en/organization/projects/{project.number}/agreement.{form}")
    assert answer.status_code == 200
    assert f'filename="{project.number}.{form}"' in answer["Content-Disposition"]
    assert manager.get(f"/en/organization/projects/{project.number}/agreement.exe", follow=True).status_code == 404
    stranger = at_work(seat_of(make_organization()))
    assert stranger.get(f"/en/organization/projects/{project.number}/agreement.{form}").status_code == 404


def test_a_recommendation_is_taken_whole_or_refused_with_a_reason_in_one_tap(client, sides, ours):
    recommended = suggestion(sides.offices.county, published_need(sides.offices), ours)
    address = f"/en/organization/suggestions/{recommended.number}/"
    forms = page(client, address).forms
    assert {name for form in forms for name in form.buttons} >= {"decline_reason"}
    assert "/en/help/words/#not-for-now" in page(client, address).links
    client.post(f"{address}take/", {"quantity": "60"})
    assert Match.objects.get().quantity == 60


def test_a_slip_of_the_thumb_is_taken_back_while_the_answer_is_due(client, sides, ours):
    order = opened(sides.offices, villages_order(sides.offices, make_offer(ours)))
    address = f"/en/organization/orders/{order.number}/"
    client.post(f"{address}decline/", {"decline_reason": "distance"})
    found = page(client, address)
    assert "Too far from us" in found.words
    assert "Take this answer back" in found.words
    client.post(f"{address}reconsider/")
    order.refresh_from_db()
    assert (order.state, order.decline_reason) == ("open", "")
    done = client.post(f"{address}accept/")
    assert done["Location"] == f"/en/organization/projects/{Project.objects.get().number}/"


def test_what_a_remark_may_not_hold_is_said_and_nothing_typed_is_lost(client, sides, ours):
    order = opened(sides.offices, villages_order(sides.offices, make_offer(ours)))
    address = f"/en/organization/orders/{order.number}/decline/"
    answer = client.post(address, {"decline_reason": "dates", "decline_note": "请打13912345678"})
    assert answer.status_code == 422
    form = Page(answer.content.decode(), address).form
    assert form.values["decline_reason"] == ["dates"]
    assert form.values["decline_note"] == ["请打13912345678"]
