"""Make accounts and look after them."""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from duijie.apps.accounts import rules
from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import Place
from duijie.apps.accounts.selectors import phone_digest
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import RuleBroken, mark, refuse_if


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    role: Role,
    username: str,
    password: str,
    label: str,
    place: Place | None = None,
    organization_id: UUID | None = None,
    phone: str = "",
    email: str = "",
) -> Account:
    """Make an account of an official or of an organization's staff; its owner must then choose his own password.

    Raises:
        NotAllowed: the actor does not look after such accounts there.
        Faults: the password, the division or the organization does not do.
        RuleBroken: the user name or phone is malformed, or the user name is taken.
    """
    account = _unsaved(role, username, label, place, organization_id)
    account.must_change_password = actor.role is not Role.SYSTEM
    require(actor, rules.CREATE, account)
    refuse_if(_faults(account, role, place, password))
    _give_address(account, phone=phone, email=email)
    account.set_password(password)
    _insert(account)
    details = {"role": role.value, "division": account.division_name, "label": account.label}
    record(actor, rules.CREATE, account, details=details)
    return account


@transaction.atomic
def set_password(*, actor: Actor, account: Account, password: str) -> None:
    """Give somebody whose account the actor looks after a first password again; its owner must then choose his own.

    Raises:
        NotAllowed: the actor does not look after the account.
        Faults: the password does not do.
    """
    require(actor, rules.SET_PASSWORD, account)
    refuse_if(_password_faults(password, account.username))
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    record(actor, rules.SET_PASSWORD, account)


@transaction.atomic
def change_password(*, actor: Actor, account: Account, current: str, password: str) -> None:
    """Change one's own password; every other session of the account ends with it.

    Raises:
        NotAllowed: it is not the actor's own account.
        RuleBroken: the present password is not right.
        Faults: the new password does not do.
    """
    require(actor, rules.CHANGE_OWN, account)
    if not account.check_password(current):
        raise RuleBroken(mark("The present password is not right."), field="current_password")
    refuse_if(_password_faults(password, account.username))
    if password == current:
        raise RuleBroken(mark("Choose a password other than the present one."), field="password")
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(actor, rules.SET_PASSWORD, account)


@transaction.atomic
def set_preferences(*, actor: Actor, account: Account, elder: bool, language: str, email: str | None = None) -> None:
    """Keep how somebody wants his pages, and where mail goes; leaves no trace in the history.

    Raises:
        NotAllowed: it is not the actor's own account.
        RuleBroken: the e-mail address is malformed.
    """
    require(actor, rules.CHANGE_OWN, account)
    account.prefers_elder, account.prefers_language = elder, language
    if email is not None:
        account.email = _email_of(email)
    account.save(update_fields=["prefers_elder", "prefers_language", "email"])


@transaction.atomic
def deactivate_account(*, actor: Actor, account: Account) -> None:
    """Close an account: nobody can sign in with it, its sessions end; its acts stay in the histories.

    Raises:
        NotAllowed: the actor does not look after the account.
    """
    _switch(actor, account, to_active=False)


@transaction.atomic
def activate_account(*, actor: Actor, account: Account) -> None:
    """Open a closed account again.

    Raises:
        NotAllowed: the actor does not look after the account.
    """
    _switch(actor, account, to_active=True)


def _switch(actor: Actor, account: Account, *, to_active: bool) -> None:
    action = rules.ACTIVATE if to_active else rules.DEACTIVATE
    require(actor, action, account)
    changed = Account.objects.filter(pk=account.pk, is_active=not to_active).update(is_active=to_active)
    account.is_active = to_active
    if changed:
        record(actor, action, account)


def _unsaved(role: Role, username: str, label: str, place: Place | None, organization_id: UUID | None) -> Account:
    return Account(
        username=rules.username_of(username),
        role=role.value,
        label=label.strip(),
        division_code=place.code if place else "",
        division_path=place.path if place else "",
        division_name=place.name if place else "",
        organization_id=organization_id,
    )


def _faults(account: Account, role: Role, place: Place | None, password: str) -> Iterator[RuleBroken]:
    if role is Role.VILLAGER:
        yield RuleBroken(mark("Villagers sign in with their phone and need no account made for them."), field="role")
    if not account.label:
        yield RuleBroken(mark("Please fill this in."), field="label")
    yield from rules.binding_faults(role, place, has_organization=account.organization_id is not None)
    yield from _password_faults(password, account.username)


def _password_faults(password: str, username: str | None) -> Iterator[RuleBroken]:
    yield from rules.password_faults(password, username)
    try:
        _common_passwords().validate(password)
    except ValidationError:
        yield RuleBroken(mark("Many people use this password; choose another."), field="password")


@cache
def _common_passwords() -> CommonPasswordValidator:
    """Django's list, read once."""
    return CommonPasswordValidator()


def _give_address(account: Account, *, phone: str, email: str) -> None:
    if phone.strip():
        account.phone = rules.phone_of(phone)
        account.phone_digest = phone_digest(account.phone)
    account.email = _email_of(email)


def _email_of(text: str) -> str | None:
    address = text.strip()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError:
        raise RuleBroken(mark("This is not an e-mail address."), field="email") from None
    return address


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as problem:
        if Account.objects.filter(username=account.username).exists():
            raise RuleBroken(mark("This user name is taken."), field="username") from problem
        raise
