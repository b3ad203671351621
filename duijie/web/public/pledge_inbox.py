"""Where other provinces hand in pledges (有意向): one signed message a call, known by its own signature."""

from http import HTTPStatus
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from duijie.apps.exchange.rules.pledges import LONGEST
from duijie.apps.exchange.services.receiving import receive
from duijie.kernel.errors import Refusal
from duijie.kernel.limits.services import count_try
from duijie.web.frame.network import network_mark
from duijie.web.frame.policies import ActorRequest, open_to_all

FROM_A_NETWORK: Final = 300
"""Calls an hour: a platform hands in what has waited, also after weeks without a network."""


@csrf_exempt  # no browser sends it and no cookie counts: the signature in the message says who speaks
@require_POST
@open_to_all
def take_pledge(request: ActorRequest) -> HttpResponse:
    """Take one message in and say whether it is kept; the same one again is answered as before."""
    try:
        if network := network_mark(request):
            count_try("exchange.pledge.network", [network], tries=FROM_A_NETWORK)
        data = request.read(LONGEST + 1)
        if len(data) > LONGEST:
            return JsonResponse({"problem": "too long"}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        pledge = receive(data)
    except Refusal as refusal:
        return JsonResponse({"problem": gettext(refusal.code) % refusal.params}, status=refusal.status)
    return JsonResponse({"id": str(pledge.pk), "state": pledge.state})


urlpatterns = [path("exchange/pledges/", take_pledge, name="exchange-pledges")]
