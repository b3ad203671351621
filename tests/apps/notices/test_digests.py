"""What is collected: one message with every item, in the rhythm that the person chose; what is urgent never waits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.notices.delivery import deliver, send_digests
from duijie.apps.notices.models import Dispatch, Letter, Notice
from duijie.apps.notices.rules import Because, Means, Recipient, Rhythm, next_digest
from duijie.apps.notices.services import choose_ways, connect_wechat, mark_all_read, notify
from duijie.apps.notices.templates import Template
from duijie.kernel.access.actors import SYSTEM, VISITOR, Role
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import NotAllowed
from duijie.kernel.gateways.local import LocalEmail, messages_to
from duijie.kernel.gateways.protocols import SendingFailed
from tests.factories.accounts import make_account

ZONE = ZoneInfo("Asia/Shanghai")
MAIL = "jigou@example.test"
TEMPLATES = {"news": Template("id-of-the-place", {"keyword1": "number", "keyword2": "day"})}
database = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account(Role.ORGANIZATION_MANAGER, email=MAIL, phone="13800000005")


def tell(account: Account, number: str, *, is_urgent: bool = False) -> Notice:
    with transaction.atomic():
        entry = record(SYSTEM, "accounts.account.create", account)
    link, because = f"/organization/matches/{number}/", Recipient(account.pk, Because.ORGANIZATION)
    notify(entry, [because], stage="News", params={"number": number}, link=link, is_urgent=is_urgent)
    return Notice.objects.get(entry_id=entry.pk)


def choose(account: Account, rhythm: Rhythm, *ways: Means) -> None:
    choose_ways(actor=actor_of(account), ways=set(ways or [Means.EMAIL]), rhythm=rhythm)


def tomorrow() -> datetime:
    return now() + timedelta(days=8)


def states(account: Account) -> list[str]:
    return list(Dispatch.objects.filter(account_id=account.pk).order_by("id").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("rhythm", "day"), [(Rhythm.DAILY, 26), (Rhythm.WEEKLY, 30)], ids=["the next morning", "the next Monday"]
)
def test_what_is_collected_goes_out_at_eight(rhythm: Rhythm, day: int) -> None:
    wednesday = datetime(2026, 11, 25, 17, 30, tzinfo=ZONE)
    assert next_digest(wednesday, rhythm) == datetime(2026, 11, day, 8, 0, tzinfo=ZONE)


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
@pytest.mark.parametrize(("hour", "waits"), [(7, False), (8, True)], ids=["before eight", "at eight"])
def test_what_happens_in_the_night_before_goes_out_with_the_morning(rhythm: Rhythm, hour: int, waits: bool) -> None:
    monday = datetime(2026, 11, 23, hour, 0, tzinfo=ZONE)
    period = timedelta(days=1 if rhythm is Rhythm.DAILY else 7) if waits else timedelta(0)
    assert next_digest(monday, rhythm) == datetime(2026, 11, 23, 8, 0, tzinfo=ZONE) + period


def test_at_once_is_no_digest() -> None:
    with pytest.raises(ValueError, match="at once"):
        next_digest(datetime(2026, 11, 25, tzinfo=ZONE), Rhythm.AT_ONCE)


@database
def test_a_day_is_told_in_one_message_with_every_item_and_its_link(manager: Account) -> None:
    choose(manager, Rhythm.DAILY)
    for number in ("M-1", "M-2", "M-3"):
        deliver(tell(manager, number).pk)
    send_digests(now())
    assert not messages_to(MAIL).exists()
    send_digests(tomorrow())
    send_digests(tomorrow())
    mail = messages_to(MAIL).get()
    assert all(f"{number} http" in mail.body and f"/matches/{number}/" in mail.body for number in ("M-1", "M-2", "M-3"))
    assert Letter.objects.get().dispatches.count() == 3


@database
def test_what_awaits_an_answer_does_not_wait_for_the_digest(manager: Account) -> None:
    choose(manager, Rhythm.WEEKLY)
    tell(manager, "M-1")
    deliver(tell(manager, "M-2", is_urgent=True).pk)
    assert "M-2" in messages_to(MAIL).get().body
    assert states(manager) == ["waiting", "sent"]


@database
def test_a_digest_leaves_out_what_was_read_meanwhile(manager: Account) -> None:
    choose(manager, Rhythm.DAILY)
    tell(manager, "M-1")
    mark_all_read(actor=actor_of(manager))
    tell(manager, "M-2")
    send_digests(tomorrow())
    assert "M-1" not in messages_to(MAIL).get().body
    assert states(manager) == ["dropped", "sent"]


@database
def test_a_short_message_names_five_and_says_how_many_more(manager: Account) -> None:
    choose(manager, Rhythm.DAILY, Means.SMS)
    for index in range(7):
        tell(manager, f"M-{index}")
    send_digests(tomorrow())
    text = messages_to("+8613800000005").get().body
    assert "M-4" in text
    assert "M-5" not in text
    assert text.endswith("/inbox/")


@database
def test_a_failed_digest_is_tried_again_and_given_up_in_the_end(
    manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: LocalEmail, **_message: str) -> None:
        raise SendingFailed("mail server")

    monkeypatch.setattr(LocalEmail, "send", fail)
    choose(manager, Rhythm.DAILY)
    tell(manager, "M-1")
    for _ in range(5):
        send_digests(tomorrow())
    assert states(manager) == ["waiting"]
    send_digests(tomorrow())
    assert states(manager) == ["failed"]
    assert send_digests(tomorrow()) == 0


@database
def test_what_waits_follows_a_new_choice(manager: Account) -> None:
    choose(manager, Rhythm.WEEKLY, Means.EMAIL, Means.SMS)
    tell(manager, "M-1")
    choose(manager, Rhythm.AT_ONCE, Means.EMAIL)
    send_digests(now())
    assert sorted(states(manager)) == ["dropped", "sent"]
    assert not messages_to("+8613800000005").exists()


@database
def test_wechat_carries_the_fields_of_the_template_and_nothing_of_anybody(
    manager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_WECHAT", "local")
    choice = connect_wechat(actor=actor_of(manager), openid="o-1234")
    choose(manager, Rhythm.AT_ONCE, Means.WECHAT)
    monkeypatch.setattr("duijie.apps.notices.delivery.templates", lambda: TEMPLATES)
    deliver(tell(manager, "M-1").pk)
    message = messages_to("o-1234").get()
    assert message.subject == "id-of-the-place"
    assert message.body.splitlines()[0] == "keyword1: M-1"
    assert message.body.endswith("/organization/matches/M-1/")
    assert type(choice).objects.get().wechat_id == "o-1234"


@database
def test_switching_wechat_off_forgets_the_connection(manager: Account) -> None:
    connect_wechat(actor=actor_of(manager), openid="o-1234")
    choose(manager, Rhythm.AT_ONCE, Means.EMAIL)
    choose(manager, Rhythm.AT_ONCE, Means.EMAIL, Means.WECHAT)
    deliver(tell(manager, "M-1").pk)
    assert not messages_to("o-1234").exists()
    assert messages_to(MAIL).count() == 1


@database
def test_nobody_chooses_for_nobody() -> None:
    with pytest.raises(NotAllowed):
        choose_ways(actor=VISITOR, ways=set(), rhythm=Rhythm.DAILY)
