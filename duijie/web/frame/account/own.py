"""My account: who I am here, my password, how I want my pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import MANAGERS, PASSWORD_LEAST, ROLE_LABELS
from duijie.apps.accounts.selectors import active_account
from duijie.apps.accounts.services import change_password, set_preferences
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame import elder
from duijie.web.frame.account.ways import remember_elder, safe_next, with_next
from duijie.web.frame.fields import YesNoField
from duijie.web.frame.formats import masked
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Fact
from duijie.web.frame.policies import ActorRequest, signed_in


def account_of(actor: Actor) -> Account:
    """The account behind a signed-in actor.

    Raises:
        NotFound: it was closed a moment ago.
    """
    account = active_account(actor.id) if actor.id else None
    if account is None:
        raise NotFound(mark("This account is closed."))
    return account


@signed_in
@never_cache
@require_safe
def show_account(request: ActorRequest) -> HttpResponse:
    """What the platform knows of me."""
    account = account_of(request.actor)
    context = {
        "facts": _facts(account),
        "has_password": account.username is not None,
        "looks_after_others": request.actor.role in MANAGERS | {Role.AUDITOR},
        "was_changed": "changed" in request.GET,
    }
    return render(request, "frame/account/account.html", context)


class NewPasswordForm(forms.Form):
    current_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        max_length=200,
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        advice = gettext("At least %(least)s characters. A short sentence that only you know is easy to remember.")
        self.fields["password"].help_text = advice % {"least": PASSWORD_LEAST}


class PasswordPage(FormPage):
    """Choose a password of one's own; other sessions of the account end."""

    form_class = NewPasswordForm
    template_name = "frame/account/password.html"

    def perform(self, form: NewPasswordForm) -> str:
        """Change it and stay signed in here."""
        account = account_of(self.actor)
        given = form.cleaned_data
        change_password(
            actor=self.actor, account=account, current=given["current_password"], password=given["password"]
        )
        update_session_auth_hash(self.request, account)
        return safe_next(self.request) or with_next("frame:account", "", changed="1")

    def context(self) -> dict[str, Any]:
        """Why one is here, and the way on."""
        account = account_of(self.actor)
        return {
            "must_change": account.must_change_password,
            "next": safe_next(self.request),
            "back": "" if account.must_change_password else reverse("frame:account"),
        }


class PreferencesForm(forms.Form):
    elder = YesNoField(
        label=_("Do you want large words and fewer choices (elder mode)?"),
        help_text=_("Every page then looks so, on every phone on which you sign in."),
    )
    language = forms.ChoiceField(
        label=_("In which language do you want to read?"), widget=forms.RadioSelect, choices=settings.LANGUAGES
    )
    email = forms.CharField(
        label=_("E-mail for notices"),
        help_text=_("Only that there is news is written there, never what it is about."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        max_length=200,
    )

    def __init__(self, *args: Any, with_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_email:
            del self.fields["email"]
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]


class PreferencesPage(FormPage):
    """How I want my pages."""

    form_class = PreferencesForm
    template_name = "frame/account/preferences.html"

    def form_arguments(self) -> dict[str, Any]:
        """What is chosen now."""
        account = account_of(self.actor)
        chosen = {
            "elder": account.prefers_elder or elder.is_elder(self.request),
            "language": account.prefers_language or settings.LANGUAGE_CODE,
            "email": account.email or "",
        }
        return {"initial": chosen, "with_email": account.role != Role.VILLAGER}

    def perform(self, form: PreferencesForm) -> str:
        """Keep the choice."""
        given = form.cleaned_data
        set_preferences(
            actor=self.actor,
            account=account_of(self.actor),
            elder=given["elder"],
            language=given.get("language", settings.LANGUAGE_CODE),
            email=given.get("email"),
        )
        return with_next("frame:account", "", changed="1")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the choice and show the next page so at once."""
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:  # noqa: PLR2004
            if account_of(self.actor).prefers_elder:
                remember_elder(response)
            else:
                response.delete_cookie(elder.COOKIE, samesite="Lax")
        return response

    def context(self) -> dict[str, Any]:
        """The way back."""
        return {"back": reverse("frame:account")}


def _facts(account: Account) -> list[Fact]:
    language = account.prefers_language or settings.LANGUAGE_CODE
    facts = [
        Fact(gettext("Shown in histories as"), gettext(account.label)),
        Fact(gettext("Role"), gettext(ROLE_LABELS[Role(account.role)])),
    ]
    if account.division_name:
        facts.append(Fact(gettext("Division"), account.division_name))
    if account.username:
        facts.append(Fact(gettext("User name"), account.username))
        facts.append(Fact(gettext("Password"), "••••••••", change=reverse("frame:password")))
    facts.append(Fact(gettext("Mobile phone"), masked(account.phone.removeprefix("+86") if account.phone else "")))
    if account.role != Role.VILLAGER:
        facts.append(Fact(gettext("E-mail for notices"), account.email, change=reverse("frame:preferences")))
    elder_words = gettext("Elder mode") if account.prefers_elder else gettext("Standard view")
    facts.append(Fact(gettext("Looks"), elder_words, change=reverse("frame:preferences")))
    if len(settings.LANGUAGES) > 1:
        words = dict(settings.LANGUAGES)[language]
        facts.append(Fact(gettext("Language"), words, change=reverse("frame:preferences")))
    return facts
