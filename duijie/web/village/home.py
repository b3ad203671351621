"""The villager's first page: say what I need, choose a service, see how it stands; and what is mine."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_control

from duijie.apps.matches.selectors import visible_orders
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.selectors.requests import requests_of_villager, visible_requests
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.selectors import visible_projects
from duijie.kernel.access.actors import Actor, Role
from duijie.web.frame.doors import WRITING, first_door
from duijie.web.frame.policies import ActorRequest, open_to_all

MOST = 20


@open_to_all
@cache_control(private=True)
def home(request: ActorRequest) -> HttpResponse:
    """Three things to do, and for who is signed in what became of his own."""
    actor = request.actor
    context: dict[str, Any] = {
        "door": first_door(actor),
        "request_lifecycle": REQUEST,
        "project_lifecycle": PROJECT,
    }
    if actor.role is Role.VILLAGER:
        context |= _of_villager(actor)
    elif actor.role in WRITING:
        typed = visible_requests(actor).filter(typed_by_id=actor.id)
        context |= {"own": list(typed[:MOST]), "writes_for_others": True}
    return render(request, "village/home.html", context)


def _of_villager(actor: Actor) -> dict[str, Any]:
    """His deliveries to confirm first, then his requests, each with the service that it orders."""
    services = {order.request_id: order.offer.title for order in visible_orders(actor)[: MOST * 2]}
    own = list(requests_of_villager(actor)[:MOST])
    for each in own:
        each.service = services.get(each.pk, "")  # type: ignore[attr-defined]
    deliveries = visible_projects(actor).filter(state__in=("to_confirm", "disputed"))
    return {"own": own, "deliveries": list(deliveries[:MOST]), "is_villager": True}


urlpatterns = [path("", home, name="home")]
