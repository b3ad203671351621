"""Elder mode (长辈版): large words, large targets, fewer choices; remembered in a cookie, no account needed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from duijie.web.frame.policies import open_to_all

COOKIE = "elder"
A_YEAR = 365 * 24 * 3600


def is_elder(request: HttpRequest) -> bool:
    """Whether the visitor chose elder mode."""
    return request.COOKIES.get(COOKIE) == "1"


@open_to_all
@csrf_exempt  # changes nothing but the looks; so pages without a form need no token and can be cached
@require_POST
def set_elder_mode(request: HttpRequest) -> HttpResponse:
    """Remember the choice and return to the page from which it was made."""
    there = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    response = HttpResponseRedirect(there)
    if request.POST.get("elder") == "1":
        response.set_cookie(
            COOKIE, "1", max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
