from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.accounts.services import deactivate_account
from duijie.apps.notices.delivery import deliver
from duijie.apps.notices.models import Letter, Notice
from duijie.apps.notices.rules import Because, Recipient, is_own_path, outside_text
from duijie.apps.notices.selectors import inbox, notice_of, unread_count
from duijie.apps.notices.services import mark_all_read, mark_read, notify
from duijie.kernel.access.actors import SYSTEM, VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import NotAllowed
from duijie.kernel.gateways import selection
from duijie.kernel.gateways.local import LocalEmail, messages_to
from duijie.kernel.gateways.protocols import SendingFailed
from tests.factories.accounts import make_account, make_villager

pytestmark = pytest.mark.django_db
STAGE = "Need %(number)s was published"
LINK = "/village/follow/"
PARAMS = {"number": "N-2345678", "title": "示例小学的图书角"}


@pytest.fixture
def villager() -> Account:
    return make_villager("+8613800000001")


@pytest.fixture
def entry(villager: Account) -> AuditEntry:
    with transaction.atomic():
        return record(SYSTEM, "accounts.account.create", villager)


def tell(entry: AuditEntry, *recipients: Recipient) -> int:
    return notify(entry, recipients, stage=STAGE, params=PARAMS, link=LINK)


def ways_of(notice: Notice) -> dict[str, str]:
    return dict(notice.dispatches.values_list("means", "state"))


def jobs() -> list[dict[str, str]]:
    return list(ProcrastinateJob.objects.filter(task_name="notices.deliver").values_list("args", flat=True))


def test_each_person_is_told_of_an_act_once(entry: AuditEntry, villager: Account) -> None:
    other = make_account(Role.VILLAGE)
    assert (
        tell(
            entry,
            Recipient(villager.pk, Because.OWN),
            Recipient(other.pk, Because.OWN),
            Recipient(villager.pk, Because.OWN),
        )
        == 2
    )
    assert tell(entry, Recipient(villager.pk, Because.OWN)) == 0
    assert Notice.objects.count() == 2
    assert jobs() == []


def test_the_database_knows_no_second_notice_of_one_act(entry: AuditEntry, villager: Account) -> None:
    tell(entry, Recipient(villager.pk, Because.OWN))
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(account_id=villager.pk, entry_id=entry.pk, message=STAGE, link=LINK)


def test_an_sms_is_deferred_once_and_says_nothing_of_anybody(entry: AuditEntry, villager: Account) -> None:
    tell(entry, Recipient(villager.pk, Because.OWN, sms=True))
    tell(entry, Recipient(villager.pk, Because.OWN, sms=True))
    notice = Notice.objects.get()
    assert jobs() == [{"notice_id": str(notice.pk)}]
    deliver(notice.pk)
    deliver(notice.pk)
    message = messages_to("+8613800000001").get()
    assert "N-2345678" in message.body
    assert "示例小学" not in message.body
    assert ways_of(notice) == {"sms": "sent"}
    assert Letter.objects.get().text == message.body


def test_a_job_of_an_act_that_was_undone_vanishes_with_it(villager: Account) -> None:
    def act_and_fail() -> None:
        tell(record(SYSTEM, "accounts.account.create", villager), Recipient(villager.pk, Because.OWN, sms=True))
        assert len(jobs()) == 1
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        act_and_fail()
    assert jobs() == []
    assert not Notice.objects.exists()


def test_mail_goes_to_the_address_of_the_account_with_the_way_back(entry: AuditEntry) -> None:
    manager = make_account(Role.ORGANIZATION_MANAGER, email="jigou@example.test", phone="13800000005")
    tell(entry, Recipient(manager.pk, Because.OWN))
    deliver(Notice.objects.get().pk)
    mail = messages_to("jigou@example.test").get()
    assert mail.subject
    assert mail.body.endswith(LINK)
    assert not messages_to("+8613800000005").exists()


def test_nothing_is_sent_to_a_closed_account_or_without_an_address(entry: AuditEntry, villager: Account) -> None:
    without = make_account(Role.VILLAGE)
    tell(entry, Recipient(villager.pk, Because.OWN, sms=True), Recipient(without.pk, Because.OWN, sms=True))
    deactivate_account(actor=SYSTEM, account=villager)
    for notice in Notice.objects.all():
        deliver(notice.pk)
    assert ways_of(Notice.objects.get(account_id=villager.pk)) == {"sms": "dropped"}
    assert ways_of(Notice.objects.get(account_id=without.pk)) == {}
    deliver(UUID(int=0))


def test_a_message_is_written_in_the_language_of_its_reader(
    entry: AuditEntry, villager: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils.translation import get_language  # noqa: PLC0415

    from duijie.apps.notices import composing  # noqa: PLC0415

    monkeypatch.setattr(composing, "gettext", lambda message: f"{get_language()}: {message}")
    tell(entry, Recipient(villager.pk, Because.OWN, sms=True))
    Account.objects.update(prefers_language="en")
    deliver(Notice.objects.get().pk)
    assert messages_to("+8613800000001").get().body.startswith("en: ")


def test_what_was_sent_is_not_sent_again_when_another_way_fails(
    entry: AuditEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: LocalEmail, **_message: str) -> None:
        raise SendingFailed("mail server")

    manager = make_account(Role.ORGANIZATION_MANAGER, email="jigou@example.test", phone="13800000005")
    tell(entry, Recipient(manager.pk, Because.OWN, sms=True))
    notice = Notice.objects.get()
    with monkeypatch.context() as patched:
        patched.setattr(LocalEmail, "send", fail)
        with pytest.raises(SendingFailed):
            deliver(notice.pk)
        assert ways_of(notice) == {"sms": "sent", "email": "waiting"}
    deliver(notice.pk)
    assert ways_of(notice) == {"sms": "sent", "email": "sent"}
    assert messages_to("+8613800000005").count() == 1
    assert messages_to("jigou@example.test").count() == 1
    assert selection.keeps_messages_here()


def test_everybody_reads_his_own_inbox_newest_first(villager: Account) -> None:
    office = make_account()
    for _ in range(2):
        tell(
            record(SYSTEM, "accounts.account.create", villager),
            Recipient(villager.pk, Because.OWN),
            Recipient(office.pk, Because.OWN),
        )
    mine = list(inbox(actor_of(villager)))
    assert len(mine) == 2
    assert mine[0].created_at >= mine[1].created_at
    assert unread_count(actor_of(villager)) == 2
    assert not inbox(VISITOR).exists()
    assert not inbox(SYSTEM).exists()
    assert notice_of(actor_of(office), mine[0].pk) is None


def test_reading_is_noted_once_and_by_its_recipient_only(entry: AuditEntry, villager: Account) -> None:
    tell(entry, Recipient(villager.pk, Because.OWN))
    notice = Notice.objects.get()
    with pytest.raises(NotAllowed):
        mark_read(actor=actor_of(make_account()), notice=notice)
    mark_read(actor=actor_of(villager), notice=notice)
    first = Notice.objects.get().read_at
    mark_read(actor=actor_of(villager), notice=notice)
    assert Notice.objects.get().read_at == first
    assert unread_count(actor_of(villager)) == 0
    assert mark_all_read(actor=actor_of(villager)) == 0


@pytest.mark.parametrize("link", ["https://example.test/", "//example.test/", "/\\example.test", "village/", ""])
def test_a_notice_never_leads_away_from_the_platform(link: str, entry: AuditEntry, villager: Account) -> None:
    assert not is_own_path(link)
    with pytest.raises(ValueError, match="platform"):
        notify(entry, [Recipient(villager.pk, Because.OWN)], stage=STAGE, link=link)


def test_without_a_number_a_message_says_only_that_there_is_news() -> None:
    assert outside_text({"title": "示例"}) == outside_text({})
    assert outside_text({"number": "N-2345678", "title": "示例"})[1] == {"number": "N-2345678"}
