"""我要提需求 on an old phone: what is typed is never lost, sent once, and read by nobody else."""

import pytest
from django.test import Client

from duijie.apps.accounts.rules import Place
from duijie.apps.needs.models import Request
from duijie.kernel.access.actors import Role
from tests.factories.accounts import TOWNSHIP, VILLAGE, make_account
from tests.factories.needs import make_seat
from tests.factories.organizations import make_divisions
from tests.web.village.conftest import (
    STEP_LIMIT,
    Journey,
    code_in,
    go,
    sent_request,
    signed_in,
    text_of,
    weight,
)

ELSEWHERE = Place("990000000000", "/99/", "外示例省")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]


def test_a_villager_without_an_account_says_what_he_needs_and_gets_a_code(client):
    journey = Journey(client)
    assert journey.here.endswith("/place/")
    found = text_of(client.get(journey.here, {"q": "slc"}))
    assert f"{journey.step('what')}?village={VILLAGE.code}" in found
    form = client.get(journey.step("what"), {"village": VILLAGE.code})
    assert VILLAGE.code in text_of(form)
    assert journey.what()["Location"] == journey.step("who")
    assert journey.who()["Location"] == journey.step("check")
    check = client.get(journey.step("check"))
    for said in ("太阳能路灯", "示例甲", "138 0000 0001", "二组 15 号"):
        assert said in text_of(check)
    sent = go(client, journey.check())
    code = code_in(text_of(sent))
    row = Request.objects.get()
    assert (row.division_code, row.typed_by_role, row.consent) == (VILLAGE.code, "visitor", "self")
    assert row.applicant.phone == "+8613800000001"
    assert code not in str(row.__dict__)
    assert "村里在" in text_of(sent)


def test_each_step_is_light(client):
    journey = Journey(client)
    pages = [client.get(journey.here), client.get(journey.step("what"), {"village": VILLAGE.code})]
    journey.what()
    pages.append(client.get(journey.step("who")))
    journey.who()
    pages.append(client.get(journey.step("check")))
    pages.append(go(client, journey.check()))
    pages += [client.get("/village/follow/"), client.get("/village/confirm/"), client.get("/village/menu/")]
    assert [weight(page) for page in pages if weight(page) > STEP_LIMIT] == []


def test_two_clicks_send_one_request_and_lead_to_the_same_page(client):
    journey = Journey(client)
    journey.what()
    journey.who()
    first, second = journey.check(), journey.check()
    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1
    assert client.get(journey.step("what"))["Location"] == first["Location"]


def test_the_back_button_takes_new_words(client):
    journey = Journey(client)
    journey.what()
    journey.who()
    assert journey.what(text="还是想要两盏灯")["Location"] == journey.step("check")
    assert "还是想要两盏灯" in text_of(client.get(journey.step("check")))
    assert "太阳能" not in text_of(client.get(journey.step("what")))


def test_nothing_is_sent_before_every_step_is_answered(client):
    journey = Journey(client)
    assert client.get(journey.step("check"))["Location"] == journey.step("what")
    journey.what()
    assert journey.check()["Location"] == journey.step("who")
    assert not Request.objects.exists()


def test_what_was_typed_without_a_village_is_kept(client):
    journey = Journey(client)
    assert journey.what(village="")["Location"] == journey.step("place")
    assert "太阳能路灯" in text_of(client.get(journey.step("what"), {"village": VILLAGE.code}))


@pytest.mark.parametrize(
    "text",
    ["请打 13800000000 找我", "身份证号 110101199003070134", "请转账到 6222021234567890123"],
)
def test_numbers_that_others_must_not_read_are_named_beside_the_text(client, text):
    journey = Journey(client)
    page = journey.what(text=text)
    assert page.status_code == 422
    assert 'id="id_text_error"' in text_of(page)
    assert text in text_of(page)
    assert text in text_of(client.get(journey.step("what")))


def test_ten_thousand_characters_are_refused_beside_the_text_and_kept(client):
    journey = Journey(client)
    page = journey.what(text="灯" * 10_000)
    assert page.status_code == 422
    assert "灯" * 10_000 in text_of(page)
    assert client.get(journey.step("check"))["Location"] == journey.step("what")


def test_a_number_that_is_no_phone_is_named_and_none_is_fine(client):
    journey = Journey(client)
    journey.what()
    page = journey.who(phone="12345")
    assert page.status_code == 422
    assert 'id="id_phone_error"' in text_of(page)
    assert "示例甲" in text_of(page)
    assert journey.who(phone="", house="").status_code == 302
    go(client, journey.check())
    assert Request.objects.get().applicant.phone is None


def test_words_of_illness_ask_for_a_consent_of_their_own(client):
    journey = Journey(client)
    journey.what(text="母亲瘫痪在床，想要一张护理床。")
    journey.who()
    page = journey.check()
    assert page.status_code == 422
    assert "瘫痪" in text_of(page)
    go(client, journey.check(sensitive="on"))
    assert "敏感" in Request.objects.get().applicant.note


def test_the_code_is_shown_to_who_typed_and_to_nobody_else(client):
    code, _page = sent_request(client)
    journey = Journey(client)
    journey.what()
    journey.who()
    address = journey.check()["Location"]
    stranger = Client()
    assert stranger.get(address).status_code == 410
    assert code not in text_of(stranger.get(address))
    assert client.get(address).status_code == 200
    client.post(address)
    assert client.get(address).status_code == 410


def test_a_code_is_not_shown_after_an_hour(client, time_machine_at):
    journey = Journey(client)
    journey.what()
    journey.who()
    address = journey.check()["Location"]
    time_machine_at(hours=1, minutes=1)
    assert client.get(address).status_code == 410


def test_no_address_carries_what_was_typed(client):
    journey = Journey(client)
    answers = [journey.what(), journey.who(), journey.check()]
    for answer in answers:
        assert not any(word in answer["Location"] for word in ("示例", "13800000001", "138+0000", "138%200000", "%E7"))


def test_a_cadre_types_for_others_with_their_consent_and_goes_on_with_the_next(cadre):
    journey = Journey(cadre)
    assert journey.here.endswith("/what/")
    journey.what(village="", is_urgent="on")
    journey.who()
    check = text_of(cadre.get(journey.step("check")))
    assert "请先念给他听" in check
    page = journey.check()
    assert page.status_code == 422
    sent = text_of(go(cadre, journey.check(consent="spoken", sensitive="on")))
    assert "/village/request/" in sent
    row = Request.objects.get()
    assert (row.consent, row.division_code, row.urgency) == ("spoken", VILLAGE.code, "urgent")
    assert "已向本人说明用途" in row.applicant.note
    assert row.account_id is not None
    assert Journey(cadre).here.endswith("/what/")


def test_a_cadre_writes_for_no_other_village(cadre):
    journey = Journey(cadre)
    journey.what(village="621122000000")
    assert VILLAGE.name in text_of(cadre.get(journey.step("what")))


def test_a_township_chooses_among_its_own_villages(offices):
    client = signed_in(make_account(Role.TOWNSHIP))
    journey = Journey(client)
    page = text_of(client.get(journey.here))
    assert VILLAGE.code in page
    assert f"village={TOWNSHIP.code}" in page
    assert "示例省" not in page
    assert journey.what(village="621122000000")["Location"] == journey.step("place")


def test_the_list_of_places_begins_in_the_province_of_the_offices_with_a_way_up(client):
    make_divisions(ELSEWHERE)
    here = Journey(client).here
    assert ELSEWHERE.name not in text_of(client.get(here))
    assert 'href="?in=all"' in text_of(client.get(here))
    assert ELSEWHERE.name in text_of(client.get(here, {"in": "all"}))


def test_where_offices_of_several_provinces_work_the_list_begins_with_the_provinces(client):
    make_divisions(ELSEWHERE)
    make_seat(Role.PROVINCE_OFFICE, ELSEWHERE)
    assert ELSEWHERE.name in text_of(client.get(Journey(client).here))


def test_a_township_never_comes_above_its_own_list(offices):
    make_divisions(ELSEWHERE)
    page = text_of(signed_in(make_account(Role.TOWNSHIP)).get(Journey(Client()).here, {"in": "all"}))
    assert VILLAGE.code in page
    assert ELSEWHERE.name not in page


def test_who_does_not_write_requests_is_told_so():
    client = signed_in(make_account(Role.COUNTY_OFFICE))
    journey = Journey(client)
    assert client.get(journey.here).status_code == 403


def test_a_villager_is_not_asked_twice(villager):
    journey = Journey(villager)
    journey.what()
    assert "13800000001" in text_of(villager.get(journey.step("who")))
    journey.who()
    journey.check()
    again = Journey(villager)
    assert again.here.endswith("/what/")
    again.what()
    who = text_of(villager.get(again.step("who")))
    assert "示例甲" in who
    assert "二组 15 号" in who


def test_a_villager_who_clears_his_phone_and_house_sends_neither(villager):
    sent_request(villager)
    again = Journey(villager)
    again.what()
    again.who(phone="", house="")
    go(villager, again.check())
    applicant = Request.objects.latest("submitted_at").applicant
    assert (applicant.name, applicant.phone, applicant.house) == ("示例甲", None, None)


def test_a_session_that_ends_while_a_cadre_types_loses_nothing(cadre):
    journey = Journey(cadre)
    journey.what(typed_as="village")
    account = make_account(Role.VILLAGE)
    cadre.logout()
    answer = journey.who(typed_as="village")
    assert answer["Location"].startswith("/sign-in/?next=")
    assert cadre.get(journey.step("what"))["Location"].startswith("/sign-in/")
    del account


def test_the_words_of_an_ended_session_are_there_after_signing_in(offices):
    account = make_account(Role.VILLAGE)
    client = signed_in(account)
    journey = Journey(client)
    client.logout()
    draft = "0190a1b2-0000-7000-8000-000000000001"
    answer = journey.send("what", text="学校的路要修", typed_as="village", _submission=draft)
    there = answer["Location"]
    assert "draft" in there
    client.force_login(account)
    page = client.get(journey.step("what"), {"draft": draft})
    assert "学校的路要修" in text_of(page)


def test_nobody_reads_what_another_has_begun(cadre, client):
    journey = Journey(cadre)
    journey.what(text="只有我知道的话")
    assert client.get(journey.step("what"))["Location"].startswith("/sign-in/")
    other = signed_in(make_account(Role.VILLAGE))
    assert "只有我知道的话" not in text_of(other.get(journey.step("what")))


def test_a_visitor_sends_a_few_an_hour(client, monkeypatch):
    monkeypatch.setattr("duijie.web.village.limits.SENT_FROM_A_PHONE", 1)
    sent_request(client)
    journey = Journey(client)
    journey.what()
    journey.who()
    assert journey.check().status_code == 422
    assert Request.objects.count() == 1


def test_the_pages_speak_english_too(client):
    journey = Journey(client, "/en/village/request/")
    page = text_of(client.get(journey.step("what"), {"village": VILLAGE.code}))
    assert "What do you need?" in page
    journey.what()
    journey.who()
    assert "What happens next" in text_of(go(client, journey.check()))


def test_elder_mode_asks_less(client):
    client.cookies["elder"] = "1"
    journey = Journey(client)
    page = text_of(client.get(journey.step("what"), {"village": VILLAGE.code}))
    assert 'name="field"' not in page
    assert 'class="elder"' in page
    journey.what()
    journey.who()
    go(client, journey.check())
    assert Request.objects.get().field == "livelihood"


def test_a_form_without_its_token_keeps_what_was_typed(offices):
    strict = Client(enforce_csrf_checks=True)
    journey = Journey(strict)
    answer = journey.send("what", text="想要水窖", _submission="0190a1b2-0000-7000-8000-000000000002")
    assert answer.status_code == 403
    assert "draft=0190a1b2" in text_of(answer)


def test_a_village_that_is_not_on_the_list_is_written_under_its_township(client):
    journey = Journey(client)
    page = text_of(client.get(journey.here, {"in": TOWNSHIP.code}))
    assert f"village={VILLAGE.code}" in page
    assert f"village={TOWNSHIP.code}" in page
    assert "没有找到这个地方" in text_of(client.get(journey.here, {"q": "没有的村"}))
    journey.what(village=TOWNSHIP.code)
    assert journey.who(house="").status_code == 422
    journey.who(house="示例二村三组")
    go(client, journey.check())
    assert Request.objects.get().division_code == TOWNSHIP.code


@pytest.mark.parametrize("typed", ["nonsense", "000000000000", "620000000000", "62112110020²"])
def test_a_place_that_is_none_is_asked_again(client, typed):
    journey = Journey(client)
    assert journey.what(village=typed)["Location"] == journey.step("place")
    assert client.get(journey.step("place"), {"in": typed}).status_code == 200
