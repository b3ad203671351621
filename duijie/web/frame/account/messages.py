"""The demo's messages: what would have gone to phones and mail boxes. Never on a real site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.kernel.gateways.local import newest_messages
from duijie.web.frame.policies import open_to_all

SHOWN = 50


@open_to_all
@never_cache
@require_safe
def show_messages(request: HttpRequest) -> HttpResponse:
    """The newest messages that were kept instead of sent."""
    return render(request, "frame/account/messages.html", {"sent": newest_messages()[:SHOWN]})
