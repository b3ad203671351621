"""The pages of a round: how a clerk looks at a list from all sides, takes it to his desk, and lets it out."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from duijie.apps.accounts.models import Account
from duijie.apps.matches.models import Round, RoundPair, Suggestion
from duijie.apps.matches.services.interest import commit_at_once
from duijie.kernel.access.actors import Actor
from duijie.web.office.round_files import LEFT_SHEET, LIST_SHEET
from tests.factories.matches import seat_of
from tests.factories.needs import Offices, make_offices, published_need
from tests.factories.organizations import make_organization
from tests.factories.pages import Page
from tests.factories.rounds import computed_round, lamps, need_far_away

pytestmark = pytest.mark.django_db
VIEWS = ("list", "moved", "missed", "places", "organizations", "figures", "proof")


@pytest.fixture
def offices() -> Offices:
    return make_offices()


@pytest.fixture
def row(offices) -> Round:
    """Three lamps asked for, two given: equity moves one."""
    published_need(offices)
    published_need(offices)
    need_far_away(offices)
    lamps(make_organization(), capacity=120)
    return computed_round(offices.county)


def as_(actor: Actor) -> Client:
    browser = Client()
    browser.force_login(Account.objects.get(pk=actor.id), backend="duijie.apps.accounts.backends.AccountBackend")
    return browser


def test_a_clerk_opens_a_round_and_sees_how_far_it_is(offices):
    published_need(offices)
    browser = as_(offices.county)
    page = Page(browser.get("/office/rounds/new/").content.decode(), "/office/rounds/new/")
    opened = browser.post("/office/rounds/new/", page.form.filled(key_county_weight="2.00"))
    shown = Page(browser.get(opened["Location"]).content.decode())
    assert "清单正在计算" in shown.words
    assert str(Round.objects.get().key_county_weight) == "2.00"


def test_the_proof_says_by_what_pairs_were_valued(offices, row):
    assert (
        "按公布的规则。"
        in Page(as_(offices.county).get(f"/office/rounds/{row.number}/?show=proof").content.decode()).words
    )
    row.figures["model"] = {"version": 4, "learned_from_sha256": "", "fault": ""}
    row.save()
    assert (
        "按第 4 版学习模型。"
        in Page(as_(offices.county).get(f"/office/rounds/{row.number}/?show=proof").content.decode()).words
    )


@pytest.mark.parametrize("view", VIEWS)
def test_a_list_is_seen_from_every_side(offices, row, view):
    page = as_(offices.county).get(f"/office/rounds/{row.number}/?show={view}")
    assert page.status_code == 200
    assert "<tbody" in page.content.decode()


def test_each_row_leads_to_its_need_its_offer_and_its_reasons(offices, row):
    browser = as_(offices.county)
    page = Page(browser.get(f"/office/rounds/{row.number}/").content.decode())
    pair = RoundPair.objects.filter(is_recommended=True).first()
    reasons = f"/office/rounds/{row.number}/reasons/{pair.need.number}/{pair.offer.number}/"
    assert {f"/office/needs/{pair.need.number}/", f"/offers/{pair.offer.number}/", reasons} <= set(page.links)
    assert f"{pair.utility:,}" in Page(browser.get(reasons).content.decode()).words


def test_the_list_goes_to_the_desk_as_excel_with_what_was_left_out(offices, row):
    answer = as_(offices.county).get(f"/office/rounds/{row.number}/list.xlsx")
    book = load_workbook(BytesIO(answer.content))
    rows = list(book[LIST_SHEET].iter_rows(values_only=True))
    left = list(book[LEFT_SHEET].iter_rows(values_only=True))
    assert [len(rows), len(left)] == [3, 2]
    assert {each[0] for each in rows[1:]} | {left[1][0]} == set(row.pairs.values_list("need__number", flat=True))
    assert all(each[9] for each in rows[1:])


def test_a_list_that_has_gone_stale_says_so_before_it_is_released(offices, row):
    need = row.pairs.filter(is_recommended=True).first().need
    commit_at_once(actor=seat_of(make_organization()), need=need, quantity=need.quantity)
    page = Page(as_(offices.county).get(f"/office/rounds/{row.number}/").content.decode())
    assert "已失效" in page.words
    assert "已由其他组织承接" in page.words


def test_the_releasing_official_stands_beside_the_list_and_every_row_has_its_answer(offices, row):
    browser = as_(offices.county)
    address = f"/office/rounds/{row.number}/release/"
    page = Page(browser.get(address).content.decode(), address)
    browser.post(page.form.action, page.form.filled(note="欢迎来看"))
    shown = Page(browser.get(f"/office/rounds/{row.number}/").content.decode())
    assert offices.county.label in shown.words
    assert Suggestion.objects.filter(note="欢迎来看").count() == 2
    assert shown.words.count("待答复") >= 2


def test_the_proof_is_public_once_the_list_is_released_and_not_before(offices, row):
    stranger = Client()
    addresses = [f"/rounds/{row.number}/", f"/rounds/{row.number}/round.zip"]
    assert [stranger.get(each).status_code for each in addresses] == [404, 404]
    browser = as_(offices.county)
    page = Page(browser.get(f"/office/rounds/{row.number}/release/").content.decode())
    browser.post(f"/office/rounds/{row.number}/release/", page.form.filled())
    assert [stranger.get(each).status_code for each in addresses] == [200, 200]
    shown = Page(stranger.get(addresses[0]).content.decode())
    assert row.digest in shown.words.replace(" ", "")
    assert offices.county.label not in shown.words
    assert not [each for each in row.pairs.all() if each.need.number in shown.words]
    assert row.number in Page(stranger.get("/rounds/").content.decode()).words


def test_a_county_elsewhere_does_not_see_the_round(offices, row):
    assert as_(offices.township).get(f"/office/rounds/{row.number}/").status_code == 403
    assert as_(offices.prefecture).get(f"/office/rounds/{row.number}/").status_code == 200
