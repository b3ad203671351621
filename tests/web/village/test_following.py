"""查进度: by the code or by one's account; what comes next, and what one can do."""

import pytest
from django.test import Client

from duijie.apps.needs.models import Report, Request
from duijie.apps.needs.services.decisions import publish_need
from duijie.apps.needs.services.referrals import refer_request
from duijie.apps.needs.services.requests import answer_report
from duijie.apps.needs.services.verification import decline_request, return_request, verify_request
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.codes import CodeKind, new_code
from tests.factories.accounts import make_account, make_villager
from tests.factories.needs import decidable_need, send_request
from tests.web.village.conftest import STEP_LIMIT, go, sent_request, signed_in, text_of, weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]


def opened(client, code):
    return go(client, client.post("/village/follow/", {"code": code}))


@pytest.fixture
def followed(client):
    sent = send_request()
    page = opened(client, sent.follow_code)
    return sent.request, page


def test_the_whole_way_by_code(client, offices):
    code, _page = sent_request(client)
    phone = Client()
    page = text_of(opened(phone, code.lower().replace("-", " ")))
    row = Request.objects.get()
    assert "村里在" in page
    return_request(actor=offices.village, request=row, reason="请写明是哪条路")
    page = text_of(phone.get(f"/village/requests/{row.number}/"))
    assert "请写明是哪条路" in page
    act = f"/village/requests/{row.number}/complete/"
    assert "太阳能路灯" in text_of(phone.get(act))
    page = text_of(go(phone, phone.post(act, {"text": "村口到学校的路，想装路灯。"})))
    assert "已经重新提交" in page
    row.refresh_from_db()
    assert (row.state, row.text) == ("submitted", "村口到学校的路，想装路灯。")
    decline_request(actor=offices.village, request=row, reason="不在范围里")
    assert "不在范围里" in text_of(phone.get(f"/village/requests/{row.number}/"))
    go(phone, phone.post(f"/village/requests/{row.number}/ask_review/", {"reason": "确实没有路灯"}))
    row.refresh_from_db()
    assert (row.state, row.awaiting_role) == ("submitted", "township")
    assert "乡镇在" in text_of(phone.get(f"/village/requests/{row.number}/"))
    go(phone, phone.post(f"/village/requests/{row.number}/report/", {"text": "两个月没人来"}))
    assert Report.objects.get().text == "两个月没人来"
    answer_report(actor=offices.township, request=row, text="本周上门")
    assert "本周上门" in text_of(phone.get(f"/village/requests/{row.number}/"))
    go(phone, phone.post(f"/village/requests/{row.number}/withdraw/"))
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_way_of_the_need_is_shown(client, offices, followed):
    row, _page = followed
    verify_request(actor=offices.village, request=row, verified_how="看过")
    need = decidable_need(offices)
    row.refresh_from_db()
    Request.objects.filter(pk=row.pk).update(need=need, state="bundled")
    address = f"/village/requests/{row.number}/"
    assert "乡镇和县里正在看" in text_of(client.get(address))
    publish_need(actor=offices.county, need=need, opinion="同意入库")
    page = text_of(client.get(address))
    assert "已经入库发布" in page
    assert f"/needs/{need.number}/" in page


def test_a_request_that_a_policy_takes_says_which_office_answers_when(client, offices, followed):
    row, _page = followed
    refer_request(actor=offices.village, request=row, policy="dibao", to_office="示例县民政局")
    page = text_of(client.get(f"/village/requests/{row.number}/"))
    assert "示例县民政局" in page


def test_no_name_no_phone_and_no_code_stand_on_the_page(client, followed):
    row, page = followed
    assert not any(word in text_of(page) for word in ("示例甲", "13800000001", "138 0000"))
    assert "示例甲" not in text_of(client.get(f"/village/requests/{row.number}/report/"))
    assert weight(page) <= STEP_LIMIT


def test_a_code_goes_by_post_only(client):
    sent = send_request()
    page = client.get("/village/follow/", {"code": sent.follow_code})
    assert sent.request.number not in text_of(page)
    answer = client.post("/village/follow/", {"code": sent.follow_code})
    assert sent.follow_code not in answer["Location"]
    assert sent.follow_code not in str(dict(client.session))


def test_a_mistyped_code_is_told_and_stays_in_the_field(client):
    page = client.post("/village/follow/", {"code": "7QK2-M4TA-9XZ4"})
    assert page.status_code == 422
    assert 'id="id_code_error"' in text_of(page)
    assert "7QK2-M4TA-9XZ4" in text_of(page)


def test_the_eleventh_wrong_code_waits_an_hour_and_the_right_one_too(client):
    sent = send_request()
    client.get("/village/follow/")
    pages = [client.post("/village/follow/", {"code": new_code(CodeKind.FOLLOW)}) for _ in range(11)]
    assert all(page.status_code == 422 for page in pages)
    assert text_of(pages[9]) != text_of(pages[10])
    assert client.post("/village/follow/", {"code": sent.follow_code}).status_code == 422
    assert Client(REMOTE_ADDR="10.1.2.3").post("/village/follow/", {"code": sent.follow_code}).status_code == 302


def test_who_drops_his_cookies_is_counted_by_his_network(monkeypatch, settings):
    settings.PROXIES = 1
    monkeypatch.setattr("duijie.web.village.limits.NETWORK_TRIES", 2)
    sent = send_request()
    for _ in range(2):
        wrong = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")
        wrong.post("/village/follow/", {"code": new_code(CodeKind.FOLLOW)})
    behind = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7")
    assert behind.post("/village/follow/", {"code": sent.follow_code}).status_code == 422
    elsewhere = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7, 203.0.113.8")
    assert elsewhere.post("/village/follow/", {"code": sent.follow_code}).status_code == 302


def test_a_confirmation_code_is_told_kindly_where_to_go(client):
    page = text_of(client.post("/village/follow/", {"code": new_code(CodeKind.CONFIRM)}))
    assert "/village/confirm/" in page
    page = text_of(client.post("/village/confirm/", {"code": new_code(CodeKind.FOLLOW)}))
    assert "这是查询码" in page
    assert "/village/follow/" in page


def test_the_page_closes_after_a_quarter_of_an_hour_and_by_hand(client, followed, time_machine_at):
    row, _page = followed
    address = f"/village/requests/{row.number}/"
    time_machine_at(minutes=14)
    assert client.get(address).status_code == 200
    time_machine_at(minutes=28)
    assert client.get(address).status_code == 200
    time_machine_at(minutes=44)
    assert client.get(address)["Location"].startswith("/village/follow/?ended=1")


def test_who_closes_the_page_has_closed_it(client, followed):
    row, _page = followed
    client.post("/village/close/")
    assert client.get(f"/village/requests/{row.number}/")["Location"].startswith("/village/follow/")


def test_what_was_typed_when_the_quarter_of_an_hour_ended_is_there_again(client, time_machine_at):
    sent = send_request()
    opened(client, sent.follow_code)
    act = f"/village/requests/{sent.request.number}/report/"
    time_machine_at(minutes=16)
    answer = client.post(act, {"text": "等了很久没人来", "_submission": "0190a1b2-0000-7000-8000-000000000003"})
    page = client.get(answer["Location"])
    assert "请再输一次码" in text_of(page)
    there = page.context["next"]
    answer = client.post("/village/follow/", {"code": sent.follow_code, "next": there})
    assert answer["Location"] == there
    assert "等了很久没人来" in text_of(client.get(there))


def test_a_code_leads_nowhere_but_to_its_own_request(client):
    sent, other = send_request(), send_request()
    answer = client.post(
        "/village/follow/", {"code": sent.follow_code, "next": f"/village/requests/{other.request.number}/"}
    )
    assert answer["Location"] == f"/village/requests/{sent.request.number}/"
    assert client.get(f"/village/requests/{other.request.number}/").status_code == 302
    answer = client.post("/village/follow/", {"code": sent.follow_code, "next": "https://example.org/"})
    assert answer["Location"].startswith("/village/requests/")


def test_a_stranger_is_not_told_whether_there_is_such_a_request(client):
    real = client.get(f"/village/requests/{send_request().request.number}/")
    made_up = client.get("/village/requests/R-2026-000000/")
    assert real["Location"].split("next=")[0] == made_up["Location"].split("next=")[0]
    stranger = signed_in(make_villager("+8613800000099"))
    assert stranger.get(f"/village/requests/{send_request().request.number}/").status_code == 404


def test_a_villager_follows_by_his_account(offices):
    account = make_villager()
    client = signed_in(account)
    code, _page = sent_request(client)
    row = Request.objects.get()
    home = text_of(client.get("/village/"))
    assert row.number in home
    page = text_of(client.get(f"/village/requests/{row.number}/"))
    assert "/withdraw/" in page
    go(client, client.post(f"/village/requests/{row.number}/withdraw/"))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert AuditEntry.objects.get(action="needs.request.withdraw").actor_role == "villager"
    del code


def test_a_cadre_acts_on_what_he_typed_and_not_on_what_others_did(offices):
    account = make_account(Role.VILLAGE)
    client = signed_in(account)
    own = send_request(VISITOR)
    page = client.get(f"/village/requests/{own.request.number}/")
    assert "/withdraw/" not in text_of(page)
    assert client.post(f"/village/requests/{own.request.number}/withdraw/").status_code == 403
    Request.objects.filter(pk=own.request.pk).update(typed_by_id=account.pk, typed_by_role="village")
    assert "/withdraw/" in text_of(client.get(f"/village/requests/{own.request.number}/"))


def test_a_phone_number_in_a_report_is_named_beside_it(client, followed):
    row, _page = followed
    act = f"/village/requests/{row.number}/report/"
    page = client.post(act, {"text": "打我电话 13900000000"})
    assert page.status_code == 422
    assert 'id="id_text_error"' in text_of(page)
    assert client.post(act, {"text": "等" * 10_000}).status_code == 422
    assert not Report.objects.exists()


def test_two_clicks_report_once(client, followed):
    row, _page = followed
    act = f"/village/requests/{row.number}/report/"
    given = {"text": "没有人来", "_submission": "0190a1b2-0000-7000-8000-000000000004"}
    client.post(act, given)
    client.post(act, given)
    assert Report.objects.count() == 1


def test_the_pages_speak_english_too(client):
    sent = send_request()
    page = go(client, client.post("/en/village/follow/", {"code": sent.follow_code}))
    assert "What happens next" in text_of(page)
