"""Open an account: by phone and code for villagers, by user name and password for all others.

What is answered never depends on whether an account exists: the same words, and the same work for the machine.
"""

import hmac
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from duijie.apps.accounts import rules
from duijie.apps.accounts.models import Account, SignInCode
from duijie.apps.accounts.rules import Limit
from duijie.apps.accounts.selectors import actor_of, phone_digest
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.gateways.protocols import SendingFailed
from duijie.kernel.gateways.selection import sms
from duijie.kernel.limits.models import Attempt
from duijie.kernel.privacy.digests import keyed_digest

_FAILURE = "failed sign-in"
_CODE_TEXT = mark("Your sign-in code is %(code)s, valid for %(minutes)s minutes. Nobody of ours will ask you for it.")
_NOT_SENT = mark("The message could not be sent. Please try again in a few minutes.")
_WRONG_CODE = mark("The code is not right or no longer valid. Have another one sent.")
_WRONG_PASSWORD = mark("The user name or the password is not right.")
_TOO_OFTEN = mark("Too many attempts. Please wait a quarter of an hour and try again.")
_WAIT = mark("A code was sent a moment ago. Please wait a minute before asking for another.")
_TOO_MANY_CODES = mark("Too many codes were asked for. Please try again in an hour.")


@transaction.atomic
def send_sign_in_code(*, actor: Actor, phone: str) -> None:
    """Send a code to a phone, whether or not anybody has an account with it.

    Raises:
        RuleBroken: this is no phone number, codes were asked for too often, or the message was not taken.
    """
    number = rules.phone_of(phone)
    digest = phone_digest(number)
    _refuse_if_asked_too_often(digest, actor)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    sent = SignInCode(phone_digest=digest, device=actor.device, expires_at=now() + rules.CODE_VALID_FOR)
    sent.code_digest = _code_digest(sent.pk, code)
    sent.save(force_insert=True)
    minutes = int(rules.CODE_VALID_FOR.total_seconds() // 60)
    try:
        sms().send(to=number, text=gettext(_CODE_TEXT) % {"code": code, "minutes": minutes})
    except SendingFailed as problem:
        raise RuleBroken(_NOT_SENT, field="phone") from problem


def sign_in_with_code(*, actor: Actor, phone: str, code: str, network: str = "") -> Account:
    """The villager's account of a phone, made if it is the first time, for the code that was sent to it.

    Call it outside any transaction: failures must be counted although they are refused. `network` is the digest of the
    caller's address, "" where it is unknown.

    Raises:
        RuleBroken: the code is wrong, used or too old, or there were too many attempts.
    """
    number = rules.phone_of(phone)
    digest = phone_digest(number)
    _refuse_if_throttled(digest, actor, network)
    with transaction.atomic(durable=True):
        account = villager_of(number) if _use_code(digest, rules.code_of(code)) else None
        if account is not None and account.is_active:
            _note_sign_in(account, actor)
            return account
        _note_failure(digest, actor.device, network)
    raise RuleBroken(_WRONG_CODE, field="code")


def sign_in_with_password(*, actor: Actor, username: str, password: str, network: str = "") -> Account:
    """The account of a user name and its password.

    Call it outside any transaction: failures must be counted although they are refused. `network` as above.

    Raises:
        RuleBroken: they do not belong together, or there were too many attempts.
    """
    name = _kept_form(username)
    digest = keyed_digest(name, "accounts.username")
    _refuse_if_throttled(digest, actor, network)
    with transaction.atomic(durable=True):
        account = Account.objects.filter(username=name).first()
        if _has_password(account, password) and account is not None and account.is_active:
            _note_sign_in(account, actor)
            return account
        _note_failure(digest, actor.device, network)
    raise RuleBroken(_WRONG_PASSWORD, field="password")


def villager_of(phone: str) -> Account:
    """The villager's account with this phone (E.164), made if there is none yet.

    Also for a cadre who writes down what a villager asks: the villager finds it again when he signs in himself.
    """
    account, is_new = Account.objects.get_or_create(
        phone_digest=phone_digest(phone),
        role=Role.VILLAGER.value,
        defaults={"phone": phone, "label": rules.ROLE_LABELS[Role.VILLAGER], "password": make_password(None)},
    )
    if is_new:
        record(actor_of(account), rules.CREATE, account)
    return account


def forget_old_attempts() -> int:
    """Delete codes and failures that no limit looks at any more; returns how many."""
    moment = now()
    codes, _ = SignInCode.objects.filter(created_at__lt=moment - rules.CODES_KEPT_FOR).delete()
    failures, _ = Attempt.objects.filter(purpose=_FAILURE, at__lt=moment - rules.FAILURES_KEPT_FOR).delete()
    return codes + failures


def _use_code(digest: str, code: str) -> bool:
    sent = SignInCode.objects.select_for_update().filter(phone_digest=digest).order_by("-created_at", "-id").first()
    if sent is None or sent.used_at or sent.expires_at <= now() or sent.attempts >= rules.CODE_ATTEMPTS:
        return False
    sent.attempts += 1
    is_right = hmac.compare_digest(sent.code_digest, _code_digest(sent.pk, code))
    sent.used_at = now() if is_right else None
    sent.save(update_fields=["attempts", "used_at"])
    return is_right


def _has_password(account: Account | None, password: str) -> bool:
    if account is None:
        make_password(password)  # as much work as for an account that exists
        return False
    return account.check_password(password)


def _kept_form(username: str) -> str:
    try:
        return rules.username_of(username)
    except RuleBroken:
        return ""


def _code_digest(code_id: UUID, code: str) -> str:
    return keyed_digest(f"{code_id}:{code}", "accounts.sign_in_code")


def _refuse_if_asked_too_often(digest: str, actor: Actor) -> None:
    for_phone, by_device = (
        SignInCode.objects.filter(phone_digest=digest),
        SignInCode.objects.filter(device=actor.device),
    )
    if _exceeded(for_phone, "created_at", (rules.CODE_PAUSE,)):
        raise RuleBroken(_WAIT, field="phone")
    if _exceeded(for_phone, "created_at", rules.CODES_PER_PHONE) or (
        actor.device and _exceeded(by_device, "created_at", rules.CODES_PER_DEVICE)
    ):
        raise RuleBroken(_TOO_MANY_CODES, field="phone")


def _refuse_if_throttled(digest: str, actor: Actor, network: str) -> None:
    """Refuse after too many failures with this name or phone (whoever has it), on this device or in this network."""
    failures = Attempt.objects.filter(purpose=_FAILURE)
    counted = (
        (digest, rules.FAILURES_PER_ACCOUNT),
        (actor.device, rules.FAILURES_PER_DEVICE),
        (network, rules.FAILURES_PER_NETWORK),
    )
    if any(mark and _exceeded(failures.filter(mark=mark), "at", limits) for mark, limits in counted):
        raise RuleBroken(_TOO_OFTEN)


def _exceeded(rows: QuerySet[SignInCode] | QuerySet[Attempt], column: str, limits: Iterable[Limit]) -> bool:
    moment = now()
    return any(rows.filter(**{f"{column}__gt": moment - each.within}).count() >= each.most for each in limits)


def _note_failure(*marks: str) -> None:
    Attempt.objects.bulk_create(Attempt(purpose=_FAILURE, mark=each) for each in marks if each)


def _note_sign_in(account: Account, actor: Actor) -> None:
    record(actor_of(account, actor.channel, actor.device), rules.SIGN_IN, account)
