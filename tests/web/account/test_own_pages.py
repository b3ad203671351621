import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.audit.recording import record
from tests.factories.accounts import PASSWORD, make_account, make_villager

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.account.addresses")]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def tell(account: Account, *, times: int = 1, link: str = "/en/village/") -> None:
    for index in range(times):
        with transaction.atomic():
            entry = record(SYSTEM, "accounts.account.create", account)
        notify(
            entry,
            [Recipient(account.pk, Because.OWN)],
            stage="News about %(number)s",
            params={"number": f"N-{index}"},
            link=link,
        )


def test_the_inbox_says_what_happened_and_leads_there(client: Client) -> None:
    villager = make_villager()
    tell(villager)
    client.force_login(villager)
    page = text_of(client.get("/en/inbox/"))
    assert "News about N-0" in page
    assert "unread" in page
    notice = Notice.objects.get()
    opened = client.get(f"/en/inbox/{notice.pk}/")
    assert opened["Location"] == "/en/village/"
    notice.refresh_from_db()
    assert notice.read_at
    assert 'class="unread"' not in text_of(client.get("/en/inbox/"))


def test_nobody_opens_anothers_notice(client: Client) -> None:
    tell(make_villager())
    client.force_login(make_account())
    assert client.get(f"/en/inbox/{Notice.objects.get().pk}/").status_code == 404
    assert "No messages yet" in text_of(client.get("/en/inbox/"))
    assert Notice.objects.get().read_at is None


def test_a_long_inbox_has_pages_and_one_button_for_all(client: Client) -> None:
    villager = make_villager()
    tell(villager, times=31)
    client.force_login(villager)
    page = client.get("/en/inbox/")
    assert text_of(page).count("News about") == 30
    oldest = list(Notice.objects.order_by("-id"))[29].pk
    older = text_of(client.get(f"/en/inbox/?after={oldest}"))
    assert older.count("News about") == 1
    assert "N-0" in older
    newer = text_of(client.get(f"/en/inbox/?before={Notice.objects.order_by('id')[0].pk}"))
    assert newer.count("News about") == 30
    assert client.post("/en/inbox/read/")["Location"] == "/en/inbox/"
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_visitor_is_asked_to_sign_in_first(client: Client) -> None:
    for path in ("/en/inbox/", "/en/account/", "/en/account/password/", "/en/account/preferences/", "/en/accounts/"):
        assert client.get(path)["Location"] == f"/en/sign-in/?next={path.replace('/', '%2F')}"


def test_my_account_shows_what_is_known_and_hides_most_of_the_phone(client: Client) -> None:
    villager = make_villager("+8613812345678")
    client.force_login(villager)
    page = text_of(client.get("/en/account/"))
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "Present password" not in page


def test_the_owner_changes_his_password_and_stays_signed_in(client: Client) -> None:
    account = make_account()
    client.force_login(account)
    elsewhere = Client()
    elsewhere.force_login(account)
    given = {"current_password": PASSWORD, "password": "流水不腐-户枢不蠹-22"}
    assert client.post("/en/account/password/", given)["Location"] == "/en/account/?changed=1"
    assert "Your change is kept" in text_of(client.get("/en/account/?changed=1"))
    assert elsewhere.get("/en/account/").status_code == 302


def test_what_is_wrong_with_a_password_stands_beside_it(client: Client) -> None:
    client.force_login(make_account())
    page = client.post("/en/account/password/", {"current_password": PASSWORD, "password": "short"})
    assert page.status_code == 422
    assert "at least 10 characters" in text_of(page)
    page = client.post("/en/account/password/", {"current_password": "guess", "password": "流水不腐-户枢不蠹-22"})
    assert "The present password is not right" in text_of(page)


def test_elder_mode_and_language_are_kept_with_the_account(client: Client) -> None:
    account = make_account()
    client.force_login(account)
    given = {"elder": "yes", "language": "en", "email": "jingban@example.test"}
    assert client.post("/en/account/preferences/", given).status_code == 302
    assert client.cookies["elder"].value == "1"
    account.refresh_from_db()
    assert (account.prefers_elder, account.prefers_language, account.email) == (True, "en", "jingban@example.test")
    client.post("/en/account/preferences/", {**given, "elder": "no", "email": ""})
    assert client.cookies["elder"].value == ""
    account.refresh_from_db()
    assert (account.prefers_elder, account.email) == (False, None)


def test_a_villager_is_asked_for_no_mail_address(client: Client) -> None:
    client.force_login(make_villager())
    page = text_of(client.get("/en/account/preferences/"))
    assert 'name="email"' not in page
    assert client.post("/en/account/preferences/", {"elder": "no", "language": "zh-hans"}).status_code == 302
    assert Account.objects.get(role=Role.VILLAGER.value).prefers_language == "zh-hans"
