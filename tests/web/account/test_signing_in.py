from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts import rules
from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import CODE_DIGITS, code_of
from duijie.apps.accounts.services import deactivate_account
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.gateways.local import messages_to
from duijie.web.frame.account import signing_in
from tests.factories.accounts import PASSWORD, make_account, make_villager

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.account.addresses")]
SIGN_IN, CODE = "/en/sign-in/", "/en/sign-in/code/"
DRAFT = "/en/village/request/?draft=0192a000-0000-7000-8000-000000000001"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def newest_code(phone: str = "+8613800000001") -> str:
    message = messages_to(phone).first()
    assert message is not None
    return code_of(message.body)[:CODE_DIGITS]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_villager_signs_in_by_phone_and_code_and_comes_back_to_his_draft(client: Client) -> None:
    asked = client.post(SIGN_IN, {"way": "phone", "phone": "138 0000 0001", "next": DRAFT})
    assert asked.status_code == 302
    assert asked["Location"].startswith(CODE)
    assert parse_qs(urlsplit(asked["Location"]).query)["next"] == [DRAFT]
    assert "1380000" not in asked["Location"]
    assert "00000001" not in str(dict(client.session))

    page = client.get(asked["Location"])
    assert "138 0000 0001" in text_of(page)
    assert 'autocomplete="one-time-code"' in text_of(page)

    entered = client.post(CODE, {"code": newest_code(), "next": DRAFT})
    assert (entered.status_code, entered["Location"]) == (302, DRAFT)
    assert is_signed_in(client)
    assert "phone" not in str(client.session.items())


def test_who_goes_back_before_the_code_comes_finds_the_way_to_enter_it(client: Client) -> None:
    assert CODE not in text_of(client.get(SIGN_IN))
    client.post(SIGN_IN, {"way": "phone", "phone": "13800000001", "next": DRAFT})
    refused = client.post(SIGN_IN, {"way": "phone", "phone": "13800000001", "next": DRAFT})
    assert refused.status_code == 422
    assert f'href="{CODE}?next=' in text_of(refused)
    assert CODE not in text_of(client.get(f"{SIGN_IN}?way=password"))


def test_without_a_way_to_go_on_everybody_comes_to_his_own_first_page(client: Client) -> None:
    client.post(SIGN_IN, {"way": "phone", "phone": "13800000001"})
    assert client.post(CODE, {"code": newest_code()})["Location"] == "/en/village/"
    make_account(Role.TOWNSHIP, username="zhen-office")
    office = Client()
    form = {"way": "password", "username": "zhen-office", "password": PASSWORD}
    assert office.post(SIGN_IN, form)["Location"] == "/en/office/queue/"


@pytest.mark.parametrize(
    "there", ["https://example.test/", "//example.test/x", "/\\example.test", "javascript:alert(1)", "village"]
)
def test_signing_in_never_leads_to_another_site(client: Client, there: str) -> None:
    make_account(username="zhen-office")
    form = {"way": "password", "username": "zhen-office", "password": PASSWORD, "next": there}
    assert client.post(SIGN_IN, form)["Location"] == "/en/office/queue/"
    assert client.get(SIGN_IN, {"next": there})["Location"] == "/en/office/queue/"


def test_a_wrong_code_is_said_beside_the_field_and_nothing_else_is_lost(client: Client) -> None:
    client.post(SIGN_IN, {"way": "phone", "phone": "13800000001"})
    wrong = f"{(int(newest_code()) + 1) % 10**6:06}"
    page = client.post(CODE, {"code": wrong, "next": DRAFT})
    assert page.status_code == 422
    assert "The code is not right" in text_of(page)
    assert DRAFT in text_of(page)
    assert not is_signed_in(client)


def test_another_code_can_be_asked_for_after_a_minute(client: Client) -> None:
    client.post(SIGN_IN, {"way": "phone", "phone": "13800000001"})
    page = client.post(CODE, {"again": "1"})
    assert "wait a minute" in text_of(page)
    assert messages_to("+8613800000001").count() == 1


def test_the_code_page_without_a_phone_leads_back(client: Client) -> None:
    assert client.get(CODE, {"next": DRAFT})["Location"].startswith(SIGN_IN)


def test_a_phone_that_is_none_is_said_so(client: Client) -> None:
    page = client.post(SIGN_IN, {"way": "phone", "phone": "12345"})
    assert page.status_code == 422
    assert "11 digits" in text_of(page)


def test_the_answer_is_the_same_whether_or_not_an_account_exists(client: Client) -> None:
    make_account(username="zhen-office")
    make_villager("+8613800000001")
    pages = [
        client.post(SIGN_IN, {"way": "password", "username": name, "password": "guess"})
        for name in ("zhen-office", "nobody-here")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    first, second = (text_of(page).replace("zhen-office", "nobody-here") for page in pages)
    assert first.split("<main")[1].split("csrf")[0] == second.split("<main")[1].split("csrf")[0]
    answers = [Client().post(SIGN_IN, {"way": "phone", "phone": f"1380000000{last}"}) for last in (1, 2)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, CODE)}


def test_a_network_that_guesses_is_slowed_down_and_another_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FAILURES_PER_NETWORK", (rules.Limit(2, timedelta(minutes=15)),))
    make_account(username="zhen-office")
    form = {"way": "password", "username": "zhen-office", "password": PASSWORD}
    for name in ("nobody-1", "nobody-2"):
        Client(REMOTE_ADDR="203.0.113.7").post(SIGN_IN, form | {"username": name})
    assert Client(REMOTE_ADDR="203.0.113.7").post(SIGN_IN, form).status_code == 422
    assert Client(REMOTE_ADDR="203.0.113.8").post(SIGN_IN, form).status_code == 302


def test_codes_are_not_sent_without_end_from_one_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_NETWORK", 2)
    phones = [f"1380000000{number}" for number in range(3)]
    pages = [Client(REMOTE_ADDR="203.0.113.7").post(SIGN_IN, {"phone": phone}) for phone in phones]
    assert [page.status_code for page in pages] == [302, 302, 422]


def test_the_password_never_comes_back_in_a_page(client: Client) -> None:
    page = client.post(SIGN_IN, {"way": "password", "username": "zhen-office", "password": "guess-guess"})
    assert "guess-guess" not in text_of(page)


def test_no_puzzle_and_every_field_takes_what_is_pasted(client: Client) -> None:
    for way in ("phone", "password"):
        page = text_of(client.get(SIGN_IN, {"way": way}))
        assert "captcha" not in page.lower()
        assert "onpaste" not in page
    assert 'autocomplete="current-password"' in page


def test_whoever_has_a_first_password_chooses_his_own_before_going_on(client: Client) -> None:
    account = make_account(username="zhen-office")
    Account.objects.update(must_change_password=True)
    form = {"way": "password", "username": "zhen-office", "password": PASSWORD, "next": "/en/office/queue/"}
    there = client.post(SIGN_IN, form)["Location"]
    assert there.startswith("/en/account/password/")
    page = text_of(client.get(there))
    assert "Whoever made this account" in page
    given = {"current_password": PASSWORD, "password": "流水不腐-户枢不蠹-22", "next": "/en/office/queue/"}
    changed = client.post("/en/account/password/", given)
    assert changed["Location"] == "/en/office/queue/"
    assert is_signed_in(client)
    account.refresh_from_db()
    assert account.check_password("流水不腐-户枢不蠹-22")
    assert not account.must_change_password


def test_ones_own_language_and_looks_are_there_after_signing_in(client: Client) -> None:
    make_account(username="zhen-office")
    Account.objects.update(prefers_language="en", prefers_elder=True)
    entered = client.post("/sign-in/", {"way": "password", "username": "zhen-office", "password": PASSWORD})
    assert entered["Location"] == "/en/office/queue/"
    assert client.cookies["elder"].value == "1"


def test_signing_out_ends_the_session_and_needs_a_button(client: Client) -> None:
    client.force_login(make_account())
    assert client.get("/en/sign-out/").status_code == 405
    assert is_signed_in(client)
    assert client.post("/en/sign-out/")["Location"] == "/en/"
    assert not is_signed_in(client)


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    account = make_account()
    client.force_login(account)
    assert client.get("/en/account/").status_code == 200
    deactivate_account(actor=SYSTEM, account=account)
    assert client.get("/en/account/")["Location"].startswith(SIGN_IN)


def test_pages_about_oneself_are_not_kept_by_caches(client: Client) -> None:
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
    client.force_login(make_account())
    assert "no-store" in client.get("/en/account/")["Cache-Control"]


def test_the_demo_shows_its_messages(client: Client) -> None:
    client.post(SIGN_IN, {"way": "phone", "phone": "13800000001"})
    page = text_of(client.get("/en/messages/"))
    assert newest_code() in page
    assert "138 0000 0001" in page
