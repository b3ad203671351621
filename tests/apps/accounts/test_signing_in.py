from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import RequestFactory

from duijie.apps.accounts import rules
from duijie.apps.accounts.backends import AccountBackend
from duijie.apps.accounts.models import Account, SignInCode
from duijie.apps.accounts.selectors import actor_of, villager_with_phone
from duijie.apps.accounts.services import (
    deactivate_account,
    forget_old_attempts,
    send_sign_in_code,
    sign_in_with_code,
    sign_in_with_password,
    villager_of,
)
from duijie.kernel.access.actors import SYSTEM, VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken
from duijie.kernel.gateways.local import messages_to
from duijie.kernel.limits.models import Attempt
from tests.factories.accounts import PASSWORD, make_account, make_actor, make_villager

pytestmark = pytest.mark.django_db
PHONE = "+8613800000001"
HERE = replace(VISITOR, device="phone-of-the-village")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=True) as traveller:
        yield traveller


def newest_code(phone: str = PHONE) -> str:
    message = messages_to(phone).first()
    assert message is not None
    return rules.code_of(message.body)[: rules.CODE_DIGITS]


def ask_for_code(phone: str = PHONE) -> str:
    send_sign_in_code(actor=HERE, phone=phone)
    return newest_code(phone)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**rules.CODE_DIGITS:0{rules.CODE_DIGITS}}"


def test_a_villager_signs_in_for_the_first_time_with_the_code_sent_to_his_phone() -> None:
    code = ask_for_code()
    account = sign_in_with_code(actor=HERE, phone="138 0000 0001", code=f" {code[:3]} {code[3:]}")
    assert (account.role, account.label, account.phone) == (Role.VILLAGER.value, "Villager", PHONE)
    assert account.username is None
    assert not account.has_usable_password()
    assert villager_with_phone(PHONE) == account
    actions = [entry.action for entry in AuditEntry.objects.filter(subject_id=account.pk).order_by("at")]
    assert actions == ["accounts.account.create", "accounts.account.sign_in"]


def test_he_comes_back_to_the_same_account_also_to_one_a_cadre_made() -> None:
    made = villager_of(PHONE)
    assert sign_in_with_code(actor=HERE, phone=PHONE, code=ask_for_code()) == made
    assert Account.objects.count() == 1


def test_no_history_holds_the_phone_or_the_code() -> None:
    code = ask_for_code()
    sign_in_with_code(actor=HERE, phone=PHONE, code=code)
    written = str(list(AuditEntry.objects.values())) + str(list(SignInCode.objects.values()))
    assert "13800000001" not in written
    assert f"'{code}'" not in written


def test_a_code_works_once() -> None:
    code = ask_for_code()
    sign_in_with_code(actor=HERE, phone=PHONE, code=code)
    with pytest.raises(RuleBroken):
        sign_in_with_code(actor=HERE, phone=PHONE, code=code)


def test_a_code_belongs_to_its_phone() -> None:
    code = ask_for_code()
    send_sign_in_code(actor=HERE, phone="+8613800000002")
    if newest_code("+8613800000002") != code:
        with pytest.raises(RuleBroken):
            sign_in_with_code(actor=HERE, phone="+8613800000002", code=code)


def test_only_the_newest_code_counts(clock: time_machine.Traveller) -> None:
    first = ask_for_code()
    clock.shift(timedelta(minutes=2))
    second = ask_for_code()
    if first != second:
        with pytest.raises(RuleBroken):
            sign_in_with_code(actor=HERE, phone=PHONE, code=first)
    assert sign_in_with_code(actor=HERE, phone=PHONE, code=second)


def test_a_code_is_valid_for_ten_minutes(clock: time_machine.Traveller) -> None:
    code = ask_for_code()
    clock.shift(rules.CODE_VALID_FOR + timedelta(seconds=1))
    with pytest.raises(RuleBroken):
        sign_in_with_code(actor=HERE, phone=PHONE, code=code)


def test_after_five_attempts_even_the_right_code_is_refused() -> None:
    code = ask_for_code()
    for _ in range(rules.CODE_ATTEMPTS):
        with pytest.raises(RuleBroken):
            sign_in_with_code(actor=HERE, phone=PHONE, code=wrong(code))
    with pytest.raises(RuleBroken) as refused:
        sign_in_with_code(actor=HERE, phone=PHONE, code=code)
    assert refused.value.field == "code"
    assert not Account.objects.exists()


def test_codes_cannot_be_asked_for_without_end(clock: time_machine.Traveller) -> None:
    ask_for_code()
    with pytest.raises(RuleBroken) as refused:
        send_sign_in_code(actor=HERE, phone=PHONE)
    assert refused.value.field == "phone"
    for _ in range(4):
        clock.shift(timedelta(minutes=2))
        ask_for_code()
    clock.shift(timedelta(minutes=2))
    with pytest.raises(RuleBroken):
        send_sign_in_code(actor=HERE, phone=PHONE)
    clock.shift(timedelta(hours=1))
    ask_for_code()
    assert messages_to(PHONE).count() == 6


def test_one_device_cannot_ask_for_codes_for_a_whole_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "CODES_PER_DEVICE", (rules.Limit(2, timedelta(hours=1)),))
    ask_for_code("+8613800000001")
    ask_for_code("+8613800000002")
    with pytest.raises(RuleBroken):
        ask_for_code("+8613800000003")
    send_sign_in_code(actor=replace(HERE, device="another"), phone="+8613800000003")


def test_an_official_signs_in_with_user_name_and_password() -> None:
    account = make_account(username="zhen-office")
    assert sign_in_with_password(actor=HERE, username=" Zhen-Office ", password=PASSWORD) == account
    entry = AuditEntry.objects.get(action="accounts.account.sign_in")
    assert (entry.actor_id, entry.device) == (account.pk, HERE.device)


def test_the_answer_does_not_tell_whether_an_account_exists() -> None:
    closed = make_account(username="closed-office")
    deactivate_account(actor=SYSTEM, account=closed)
    make_account(username="zhen-office")
    answers = set()
    for username, password in [
        ("zhen-office", "wrong"),
        ("nobody-here", "wrong"),
        ("closed-office", PASSWORD),
        ("№ß no name", "x"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            sign_in_with_password(actor=HERE, username=username, password=password)
        answers.add((refused.value.code, refused.value.field))
    assert len(answers) == 1


def test_as_much_work_is_done_for_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: PLC0415

    done: list[str] = []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, password, salt: done.append("x") or encode(self, password, salt)
    )
    with pytest.raises(RuleBroken):
        sign_in_with_password(actor=HERE, username="nobody-here", password="whatever it is")
    assert done == ["x"]


def test_a_villager_cannot_sign_in_with_an_empty_name_or_password() -> None:
    make_villager()
    for username, password in (("", ""), ("villager", ""), ("", "!")):
        with pytest.raises(RuleBroken):
            sign_in_with_password(actor=HERE, username=username, password=password)


def test_the_phone_of_an_official_opens_a_villagers_account_never_the_offices() -> None:
    make_account(Role.VILLAGE, phone=PHONE)
    account = sign_in_with_code(actor=HERE, phone=PHONE, code=ask_for_code())
    assert account.role == Role.VILLAGER.value


def test_guessing_is_slowed_down_for_the_account_and_the_right_password_too(clock: time_machine.Traveller) -> None:
    make_account(username="zhen-office")
    for index in range(rules.FAILURES_PER_ACCOUNT[0].most):
        with pytest.raises(RuleBroken):
            sign_in_with_password(actor=replace(HERE, device=f"d{index}"), username="zhen-office", password="guess")
    with pytest.raises(RuleBroken) as refused:
        sign_in_with_password(actor=HERE, username="zhen-office", password=PASSWORD)
    assert refused.value.field is None
    clock.shift(timedelta(minutes=16))
    assert sign_in_with_password(actor=HERE, username="zhen-office", password=PASSWORD)


def test_guessing_is_slowed_down_the_same_way_for_names_that_nobody_has() -> None:
    codes = []
    for _ in range(rules.FAILURES_PER_ACCOUNT[0].most + 1):
        with pytest.raises(RuleBroken) as refused:
            sign_in_with_password(actor=HERE, username="nobody-here", password="guess")
        codes.append(refused.value.code)
    assert codes[-1] != codes[0]


def test_guessing_many_accounts_from_one_device_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FAILURES_PER_DEVICE", (rules.Limit(3, timedelta(minutes=15)),))
    make_account(username="zhen-office")
    for index in range(3):
        with pytest.raises(RuleBroken):
            sign_in_with_password(actor=HERE, username=f"nobody-{index}", password="guess")
    with pytest.raises(RuleBroken):
        sign_in_with_password(actor=HERE, username="zhen-office", password=PASSWORD)
    assert sign_in_with_password(actor=replace(HERE, device="another"), username="zhen-office", password=PASSWORD)


def test_guessing_from_one_network_is_slowed_down_though_every_guess_comes_without_a_cookie(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "FAILURES_PER_NETWORK", (rules.Limit(3, timedelta(minutes=15)),))
    make_account(username="zhen-office")
    given = {"username": "zhen-office", "password": PASSWORD}
    for index in range(3):
        fresh = replace(HERE, device=f"d{index}")
        with pytest.raises(RuleBroken):
            sign_in_with_password(actor=fresh, username=f"nobody-{index}", password="guess", network="n1")
    with pytest.raises(RuleBroken):
        sign_in_with_password(actor=HERE, network="n1", **given)
    assert sign_in_with_password(actor=HERE, network="n2", **given)


def test_old_codes_and_failures_are_forgotten(clock: time_machine.Traveller) -> None:
    code = ask_for_code()
    with pytest.raises(RuleBroken):
        sign_in_with_code(actor=HERE, phone=PHONE, code=wrong(code))
    assert forget_old_attempts() == 0
    clock.shift(timedelta(days=1, minutes=1))
    assert forget_old_attempts() == 3
    assert not SignInCode.objects.exists()
    assert not Attempt.objects.exists()


def test_django_asks_the_same_questions() -> None:
    account = make_account(username="zhen-office")
    request = RequestFactory().get("/")
    assert authenticate(request, username="zhen-office", password=PASSWORD) == account
    assert authenticate(request, username="zhen-office", password="guess") is None
    assert authenticate(request, phone=PHONE, code=ask_for_code()) is not None
    assert authenticate(request, phone="nonsense", code="1") is None
    assert authenticate(request, username="zhen-office") is None


def test_the_session_of_a_closed_account_is_over() -> None:
    account = make_account()
    assert AccountBackend().get_user(account.pk) == account
    deactivate_account(actor=SYSTEM, account=account)
    assert AccountBackend().get_user(account.pk) is None


def test_a_closed_villager_stays_closed_though_he_has_a_code() -> None:
    account = make_villager(PHONE)
    deactivate_account(actor=SYSTEM, account=account)
    with pytest.raises(RuleBroken):
        sign_in_with_code(actor=HERE, phone=PHONE, code=ask_for_code())
    assert actor_of(account).role is Role.VILLAGER
    assert make_actor(device="x").device == "x"
