"""Who is asking: sets `request.actor`, and turns refusals into pages that say what to do."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.functional import SimpleLazyObject

from duijie.apps.accounts.selectors import actor_of
from duijie.apps.notices.selectors import unread_count
from duijie.kernel.access.actors import VISITOR, Actor, Channel
from duijie.kernel.errors import Refusal
from duijie.kernel.privacy.digests import keyed_digest
from duijie.web.frame.errors import method_not_allowed, problem_page, refusal_page

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Scripts and styles come from files of ours only, and speak to nobody but us."""
DEVICE_COOKIE = "duijie_device"
_YEAR = 365 * 24 * 3600


class FrameMiddleware:
    """Set the actor from session and device cookie; answer refusals that no form has caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        cookie = request.COOKIES.get(DEVICE_COOKIE, "")
        fresh = "" if cookie else secrets.token_urlsafe(18)
        actor = _actor(request, cookie or fresh)
        request.actor = actor  # type: ignore[attr-defined]
        request.inbox_count = SimpleLazyObject(lambda: unread_count(actor)) if actor.id else 0  # type: ignore[attr-defined]
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problem_page(request, 400)  # PostgreSQL has no text with this sign, and nobody types it
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = method_not_allowed(request, response.headers["Allow"].split(", "))
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        shows_a_form = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
        if fresh and (request.method == "POST" or shows_a_form):  # a double click must come from one device
            response.set_cookie(
                DEVICE_COOKIE, fresh, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal becomes a page with its own words and status; anything else goes on."""
        return refusal_page(request, exception) if isinstance(exception, Refusal) else None


def _actor(request: HttpRequest, device: str) -> Actor:
    mark = keyed_digest(device, "device")
    if request.user.is_authenticated:
        return actor_of(request.user, channel=Channel.WEB, device=mark)
    return replace(VISITOR, device=mark)
