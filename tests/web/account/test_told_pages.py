"""What was sent to me and why, and how I want to be told: private to the person, in words, without scripts."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.notices.delivery import deliver
from duijie.apps.notices.models import Choice, Notice
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.audit.recording import record
from tests.factories.accounts import make_account, make_villager

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.account.addresses")]
TOLD, WAYS, CONNECT = "/en/account/told/", "/en/account/notices/", "/en/account/notices/wechat/"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def tell(account: Account, *, times: int = 1) -> Notice:
    for index in range(times):
        with transaction.atomic():
            entry = record(SYSTEM, "needs.request.verify", account)
        told = [Recipient(account.pk, Because.OWN, sms=True)]
        notify(entry, told, stage="News about %(number)s", params={"number": f"N-{index}"}, link="/en/village/")
    return Notice.objects.latest("id")


def test_each_line_says_what_happened_why_and_in_which_words(client: Client) -> None:
    villager = make_villager()
    deliver(tell(villager).pk)
    client.force_login(villager)
    page = text_of(client.get(TOLD))
    assert "News about N-0" in page
    assert "The platform ·" in page
    assert "You are told because you asked for it or entered it." in page
    assert "SMS: handed over on" in page
    assert "There is news about N-0. Sign in" in page or "N-0 有新进展" in page
    assert f'href="{WAYS}"' in page


def test_what_waits_is_shown_as_waiting(client: Client) -> None:
    villager = make_villager()
    client.force_login(villager)
    client.post(WAYS, {"ways": ["sms"], "rhythm": "weekly"})
    tell(villager)
    assert "waiting: goes out with others on" in text_of(client.get(TOLD))


def test_nobody_reads_what_was_sent_to_another(client: Client) -> None:
    deliver(tell(make_villager()).pk)
    client.force_login(make_account(Role.COUNTY_OFFICE))
    page = text_of(client.get(TOLD))
    assert "N-0" not in page
    assert "No messages yet" in page
    client.logout()
    assert client.get(TOLD).status_code == 302


def test_a_long_page_of_what_was_sent_goes_on(client: Client) -> None:
    villager = make_villager()
    tell(villager, times=16)
    client.force_login(villager)
    assert text_of(client.get(TOLD)).count("<h2>") == 15
    oldest = list(Notice.objects.order_by("-id"))[14].pk
    assert text_of(client.get(f"{TOLD}?after={oldest}")).count("<h2>") == 1


def test_only_ways_that_are_set_up_are_offered(client: Client) -> None:
    client.force_login(make_account(Role.COUNTY_OFFICE))
    page = text_of(client.get(WAYS))
    assert 'name="ways"' not in page
    assert "Give an e-mail address" in page
    client.force_login(make_account(Role.TOWNSHIP, email="xiang@example.test"))
    page = text_of(client.get(WAYS))
    assert 'value="email"' in page
    assert 'value="sms"' not in page


def test_a_villager_chooses_and_finds_his_choice_again(client: Client) -> None:
    villager = make_villager("+8613812345678")
    client.force_login(villager)
    page = text_of(client.get(WAYS))
    assert "SMS (138****5678)" in page
    assert "13812345678" not in page
    assert client.post(WAYS, {"rhythm": "daily"}).status_code == 302
    choice = Choice.objects.get(account_id=villager.pk)
    assert (choice.sms, choice.rhythm) == (False, "daily")
    deliver(tell(villager).pk)
    assert "SMS" not in text_of(client.get(TOLD))


def test_wechat_is_offered_only_where_there_is_an_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(make_villager())
    monkeypatch.setattr("duijie.web.frame.account.choosing.wechat", lambda: None)
    assert CONNECT not in text_of(client.get(WAYS))
    assert client.get(CONNECT).status_code == 404


def test_wechat_is_connected_by_who_left_from_here(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_WECHAT", "local")
    villager = make_villager()
    client.force_login(villager)
    assert CONNECT in text_of(client.get(WAYS))
    back = client.get(CONNECT)["Location"]
    assert client.get(f"{CONNECT}back/?code=local-agreed&state=guessed").status_code == 404
    assert client.get(back).status_code == 404, "a state counts once"
    assert client.get(client.get(CONNECT)["Location"])["Location"] == f"{WAYS}?changed=1"
    assert Choice.objects.get(account_id=villager.pk).wechat
    assert "WeChat (connected)" in text_of(client.get(WAYS))


def test_a_code_that_is_worth_nothing_connects_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_WECHAT", "local")
    client.force_login(make_villager())
    back = client.get(CONNECT)["Location"].replace("local-agreed", "invented")
    assert client.get(back).status_code == 422
    assert not Choice.objects.exists()
