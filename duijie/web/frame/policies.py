"""Every view says who may open it, in one line above it; a test refuses views that do not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from duijie.kernel.access.actors import OFFICIALS, ORGANIZATION_ROLES, Actor, Role
from duijie.kernel.errors import NotAllowed
from duijie.web.frame.forms import keep_draft_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
SIGNED_IN = frozenset(role for role in Role if role not in {Role.VISITOR, Role.HOLDER, Role.SYSTEM})


class ActorRequest(HttpRequest):
    """A request whose actor the middleware has set; only for annotations."""

    actor: Actor


def open_to_all(view: View) -> View:
    """Anybody may open the page."""
    view.policy = frozenset(Role)  # type: ignore[attr-defined]
    return view


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Only these roles may open the page; a visitor is asked to sign in and loses nothing he typed."""
    allowed = frozenset(roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.role is Role.VISITOR:
                return _ask_to_sign_in(request)
            if request.actor.role not in allowed:
                raise NotAllowed
            return view(request, *args, **kwargs)

        guarded.policy = allowed  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


signed_in = for_roles(*SIGNED_IN)
for_officials = for_roles(*OFFICIALS)
for_organizations = for_roles(*ORGANIZATION_ROLES)


def _ask_to_sign_in(request: ActorRequest) -> HttpResponseBase:
    here = request.get_full_path()
    if request.method == "POST" and (kept := keep_draft_of(request)):
        here = kept
    return redirect(f"{reverse('frame:sign-in')}?{urlencode({'next': here})}")
