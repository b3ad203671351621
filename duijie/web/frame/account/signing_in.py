"""Sign in: by phone and code (villagers), or by user name and password (offices, organizations); sign out.

No puzzle, nothing but the phone is asked of a villager, and every field takes what is pasted into it.
"""

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from duijie.apps.accounts.services import send_sign_in_code, sign_in_with_code, sign_in_with_password
from duijie.kernel.errors import RuleBroken
from duijie.kernel.limits.services import count_try
from duijie.kernel.privacy.encryption import Undecipherable, decrypt, encrypt
from duijie.web.frame.account.ways import enter, home_of, safe_next, with_next
from duijie.web.frame.doors import WRITING
from duijie.web.frame.forms import show_refusal
from duijie.web.frame.navigation import address
from duijie.web.frame.network import network_mark
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, open_to_all

PHONE, PASSWORD = "phone", "password"
ASKED = "frame.sign_in.phone"
UNSENT = "duijie_unsent"
"""The cookie by which the field's pages say how many entries are not sent."""
CODES_PER_NETWORK = 200
"""An hour: a township may share one address of its operator."""


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Your mobile phone number"),
        help_text=_("We send you a message with a code of 6 digits. You need no password."),
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w-phone"}),
        max_length=30,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code in the message"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w-number"}),
        max_length=60,
    )


class PasswordForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        max_length=100,
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        max_length=200,
    )


@open_to_all
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """Ask for the phone, or for user name and password."""
    there = safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(there or home_of(request.actor))
    way = PASSWORD if (request.POST or request.GET).get("way") == PASSWORD else PHONE
    form_class = PasswordForm if way == PASSWORD else PhoneForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _open(request, form.cleaned_data, there)
        except RuleBroken as fault:
            show_refusal(form, fault)
    at_code = with_next("frame:sign-in-code", there) if way == PHONE and _asked_phone(request) else ""
    shown = {"way": way, "tabs": _tabs(way, there), "next": there, "at_code": at_code}
    return _page(request, "frame/account/sign_in.html", form, **shown)


@open_to_all
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: ActorRequest) -> HttpResponse:
    """Ask for the code that was sent, or send another."""
    there, phone = safe_next(request), _asked_phone(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(there or home_of(request.actor))
    if not phone:
        return HttpResponseRedirect(with_next("frame:sign-in", there))
    is_again = "again" in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not is_again else None)
    trouble = ""
    try:
        if is_again:
            _send_code(request, phone)
            return HttpResponseRedirect(with_next("frame:sign-in-code", there, again="1"))
        if form.is_valid():
            account = sign_in_with_code(
                actor=request.actor, phone=phone, code=form.cleaned_data["code"], network=network_mark(request)
            )
            del request.session[ASKED]
            return enter(request, account, there)
    except RuleBroken as fault:
        if form.is_bound:
            show_refusal(form, fault)
        else:
            trouble = gettext(fault.code) % fault.params
    back = with_next("frame:sign-in", there)
    shown = {"phone": phone, "next": there, "back": back, "trouble": trouble, "messages_at": address("frame:messages")}
    return _page(request, "frame/account/code.html", form, was_sent_again="again" in request.GET, **shown)


@open_to_all
@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session, empty the phone of what a cadre wrote without a network, and go to the first page.

    When something on the phone is not sent yet, ask first.
    """
    unsent = _unsent(request)
    if unsent and "lose" not in request.POST:
        return render(request, "frame/account/sign_out.html", {"unsent": unsent, "field_at": address("village:field")})
    writes = request.actor.role in WRITING
    logout(request)
    response = redirect(address("public:home") or "/")
    if writes:
        response["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(UNSENT)
    return response


def _unsent(request: ActorRequest) -> int:
    """How many entries lie on the phone unsent, as its scripts last said."""
    count = request.COOKIES.get(UNSENT, "")
    return int(count) if request.actor.role in WRITING and count.isascii() and count.isdigit() else 0


def _open(request: ActorRequest, given: dict[str, Any], there: str) -> HttpResponse:
    if "username" in given:
        account = sign_in_with_password(actor=request.actor, network=network_mark(request), **given)
        return enter(request, account, there)
    _send_code(request, given["phone"])
    request.session[ASKED] = encrypt(given["phone"], context=ASKED)
    return HttpResponseRedirect(with_next("frame:sign-in-code", there))


def _send_code(request: ActorRequest, phone: str) -> None:
    network = network_mark(request)
    count_try("accounts.code.network", [network] if network else [], tries=CODES_PER_NETWORK)
    send_sign_in_code(actor=request.actor, phone=phone)


def _asked_phone(request: HttpRequest) -> str:
    """The phone to which this browser had a code sent; encrypted, as sessions lie in the database."""
    token = request.session.get(ASKED, "")
    try:
        return decrypt(token, context=ASKED)
    except Undecipherable:
        return ""


def _tabs(way: str, there: str) -> list[Link]:
    return [
        Link(gettext("With my phone"), with_next("frame:sign-in", there), current=way == PHONE),
        Link(
            gettext("Offices and organizations"),
            with_next("frame:sign-in", there, way=PASSWORD),
            current=way == PASSWORD,
        ),
    ]


def _page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
