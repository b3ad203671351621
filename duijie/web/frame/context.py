"""What every template knows without asking: who is here, the menu, the language, elder mode, the site's own data."""

from django.conf import settings
from django.http import HttpRequest

from duijie.kernel.access.actors import VISITOR
from duijie.web.frame.elder import is_elder
from duijie.web.frame.help.finding import help_of
from duijie.web.frame.language import language_links
from duijie.web.frame.navigation import NOBODY, address, navigation_for
from duijie.web.frame.site import site

WAYS = {
    "home": "public:home",
    "sign_in": "frame:sign-in",
    "sign_out": "frame:sign-out",
    "inbox": "frame:inbox",
    "account": "frame:account",
    "elder": "frame:elder",
    "correction": "public:correction",
    "help": "frame:help",
    "glossary": "frame:glossary",
}


def frame(request: HttpRequest) -> dict[str, object]:
    """The values that `frame/page.html` needs.

    `request.inbox_count` is set by the middleware for those who are signed in; without it the inbox has no number.
    """
    actor = getattr(request, "actor", VISITOR)
    elder = is_elder(request)
    return {
        "actor": actor,
        "is_signed_in": actor.role not in NOBODY,
        "elder": elder,
        "demo": settings.ENVIRONMENT.demo,
        "navigation": navigation_for(actor, request.path, elder=elder),
        "language_links": language_links(request),
        "inbox_count": getattr(request, "inbox_count", 0),
        "site": site(),
        "page_help": help_of(request.resolver_match.view_name) if request.resolver_match else None,
        "ways": {key: address(name) for key, name in WAYS.items()},
    }
