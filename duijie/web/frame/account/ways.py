"""Where somebody goes after signing in, and the looks that he keeps."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.kernel.access.actors import Actor
from duijie.web.frame import elder
from duijie.web.frame.navigation import NAVIGATION, address, audience_of


def safe_next(request: HttpRequest) -> str:
    """The page to which the visitor was going, if it is one of ours; else "". A draft's id in it stays as it is."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if is_ours and there.startswith("/") else ""


def with_next(name: str, there: str, **query: str) -> str:
    """The address of a page of the frame that hands `next` on."""
    if there:
        query["next"] = there
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)


def home_of(actor: Actor) -> str:
    """The first page of the actor's menu that this installation has."""
    addresses = (address(way.name) for way in NAVIGATION[audience_of(actor)])
    return next((each for each in addresses if each), "/")


def enter(request: HttpRequest, account: Account, there: str) -> HttpResponse:
    """Begin a session and go on: first to a password of one's own where that is still to be chosen."""
    login(request, account)
    there = there or home_of(actor_of(account))
    if account.must_change_password:
        there = with_next("frame:password", there)
    if account.prefers_language:
        there = translate_url(there, account.prefers_language)
    response = HttpResponseRedirect(there)
    if account.prefers_elder:
        remember_elder(response)
    return response


def remember_elder(response: HttpResponse) -> None:
    """Put the choice of elder mode where every page looks for it."""
    response.set_cookie(
        elder.COOKIE,
        "1",
        max_age=elder.A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
