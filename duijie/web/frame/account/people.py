"""The accounts that an office or an organization looks after: find one, close it, open it, give a first password."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.apps.accounts import rules
from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import MANAGERS, ROLE_LABELS, roles_created_by
from duijie.apps.accounts.selectors import accounts_looked_after_by
from duijie.apps.accounts.services import activate_account, deactivate_account, set_password
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, require
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.account.paging import page_of
from duijie.web.frame.account.passwords import first_password, made_up_password, with_receipt
from duijie.web.frame.acts import Button
from duijie.web.frame.formats import masked
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Fact, Link, Table
from duijie.web.frame.policies import ActorRequest, for_roles

OPEN, CLOSED = mark("Account in use"), mark("Account closed")
READERS = (*sorted(MANAGERS), Role.AUDITOR)


def account_seen_by(actor: Actor, account_id: UUID) -> Account:
    """Somebody else's account that the actor looks after.

    Raises:
        NotFound: there is none.
    """
    account = accounts_looked_after_by(actor).filter(pk=account_id).first()
    if account is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return account


class FilterForm(forms.Form):
    text = forms.CharField(label=_("Name of the seat or place, or user name"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Role"), required=False)
    closed = forms.BooleanField(label=_("Closed accounts too"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_created_by(actor.role) or tuple(ROLE_LABELS)
        choices = [("", _("All")), *((role.value, gettext(ROLE_LABELS[role])) for role in roles)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


@for_roles(*READERS)
@never_cache
@require_safe
def list_accounts(request: ActorRequest) -> HttpResponse:
    """Whom I look after."""
    form = FilterForm(request.GET, actor=request.actor)
    rows = accounts_looked_after_by(request.actor)
    chosen = form.cleaned_data if form.is_valid() else {}
    if text := chosen.get("text", "").strip():
        rows = rows.filter(Q(label__contains=text) | Q(division_name__contains=text) | Q(username=text.lower()))
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    if not chosen.get("closed"):
        rows = rows.filter(is_active=True)
    accounts, paging = page_of(rows, request.GET)
    context = {
        "filter_form": form,
        "table": _table(accounts) if accounts else None,
        "paging": paging,
        "makes_accounts": bool(roles_created_by(request.actor.role)),
    }
    return render(request, "frame/account/people.html", context)


@for_roles(*READERS)
@never_cache
@require_safe
def show_person(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """One account, with what may be done to it; a new first password is shown to whoever gave it."""
    account = account_seen_by(request.actor, account_id)
    context = {
        "account": account,
        "facts": _facts(account),
        "acts": _acts(request.actor, account),
        "password": first_password(request),
    }
    return render(request, "frame/account/person.html", context)


class PersonPage(FormPage):
    """An act on one account, confirmed on a page of its own."""

    form_class = forms.Form
    action = ""
    account: Account

    def prepare(self) -> None:
        """Load the account and show that the actor may do this to it."""
        self.account = account_seen_by(self.actor, self.kwargs["account_id"])
        require(self.actor, self.action, self.account)

    @property
    def page_of_account(self) -> str:
        """Where to go afterwards."""
        return reverse("frame:person", args=[self.account.pk])


class ClosePage(PersonPage):
    """Close an account."""

    action = rules.DEACTIVATE

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Close it."""
        deactivate_account(actor=self.actor, account=self.account)
        return self.page_of_account

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "title": gettext("Close the account “%(label)s”?") % {"label": self.account.label},
            "help_text": gettext("Nobody can sign in with it any more. What was done with it stays in the histories."),
            "button": gettext("Close the account"),
            "back": self.page_of_account,
        }


class OpenPage(PersonPage):
    """Open a closed account again."""

    action = rules.ACTIVATE

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Open it."""
        activate_account(actor=self.actor, account=self.account)
        return self.page_of_account

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "title": gettext("Open the account “%(label)s” again?") % {"label": self.account.label},
            "help_text": gettext("Its owner signs in with the password that he had."),
            "button": gettext("Open the account"),
            "back": self.page_of_account,
        }


class FirstPasswordPage(PersonPage):
    """Give a first password again to somebody who has lost his."""

    action = rules.SET_PASSWORD

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Make one, and leave it to this person to read once."""
        self.receipt = made_up_password()
        set_password(actor=self.actor, account=self.account, password=self.receipt)
        return with_receipt(self.request, self.page_of_account)

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "title": gettext("Give “%(label)s” a new first password?") % {"label": self.account.label},
            "help_text": gettext("The present password ends at once. The owner chooses his own when he signs in."),
            "button": gettext("Make a new first password"),
            "back": self.page_of_account,
        }


def _table(accounts: list[Account]) -> Table:
    columns = (
        Column(gettext("Shown in histories as")),
        Column(gettext("Role")),
        Column(gettext("Division")),
        Column(gettext("User name")),
        Column(gettext("State")),
    )
    rows = [
        (
            Link(account.label, reverse("frame:person", args=[account.pk])),
            gettext(ROLE_LABELS[Role(account.role)]),
            account.division_name,
            account.username,
            _state(account),
        )
        for account in accounts
    ]
    return Table(gettext("Accounts"), columns, rows)


def _state(account: Account) -> str:
    return gettext(OPEN if account.is_active else CLOSED)


def _facts(account: Account) -> list[Fact]:
    return [
        Fact(gettext("User name"), account.username),
        Fact(gettext("Role"), gettext(ROLE_LABELS[Role(account.role)])),
        Fact(gettext("Division"), account.division_name),
        Fact(gettext("Mobile phone"), masked(account.phone.removeprefix("+86") if account.phone else "")),
        Fact(gettext("State"), _state(account)),
    ]


def _acts(actor: Actor, account: Account) -> list[Button]:
    known = (
        (rules.SET_PASSWORD, gettext("Make a new first password"), "frame:person-password", account.is_active),
        (rules.DEACTIVATE, gettext("Close the account"), "frame:person-close", account.is_active),
        (rules.ACTIVATE, gettext("Open the account"), "frame:person-open", not account.is_active),
    )
    return [
        Button(action, label, reverse(name, args=[account.pk]))
        for action, label, name, fits in known
        if fits and can(actor, action, account)
    ]
