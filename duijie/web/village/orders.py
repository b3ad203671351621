"""What a villager can still do with his order: it is followed on the page of the request that stands behind it."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from duijie.apps.matches.models import Order
from duijie.apps.matches.rules import ORDER
from duijie.apps.matches.selectors import order_by_number
from duijie.apps.matches.services import orders
from duijie.apps.needs.models import Request
from duijie.apps.needs.services.requests import withdraw_request
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, Button, buttons
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.village.codes import NOTHING_HERE
from duijie.web.village.following import address

for_villagers = for_roles(Role.VILLAGER)
ACTS: Mapping[str, Act] = {
    "withdraw": Act(
        lambda actor, row, _given: orders.withdraw(actor=actor, order=row),
        help_text=mark("The organization does not come then. What you need stays known to your village."),
    ),
}


def order_behind(request: Request) -> Order | None:
    """The order that a request stands for."""
    return Order.objects.select_related("offer").filter(request=request).first()


def order_buttons(actor: Actor, order: Order | None) -> Sequence[Button]:
    """What the villager may do with his order."""
    if order is None or actor.role is not Role.VILLAGER:
        return ()
    return buttons(ORDER, ACTS, actor, order, lambda event: reverse("village:order-act", args=[order.number, event]))


def withdraw_with_order(*, actor: Actor, request: Request) -> None:
    """Take a request back, and with it the order that it stands for."""
    withdraw_request(actor=actor, request=request)
    order = order_behind(request)
    if order is not None and any(each.event == "withdraw" for each in ORDER.available(actor, order)):
        orders.withdraw(actor=actor, order=order)


@for_villagers
def order_page(request: ActorRequest, number: str) -> HttpResponse:
    """The page of the request behind an order."""
    order = order_by_number(request.actor, number)
    if order is None or order.request is None:
        raise NotFound(NOTHING_HERE)
    return HttpResponseRedirect(address(order.request))


class OrderAct(ActPage):
    """Take an order back."""

    lifecycle = ORDER
    acts = ACTS

    def load(self, number: str) -> Order | None:
        """The villager's own order."""
        return order_by_number(self.actor, number)

    def address_of(self, row: Order) -> str:
        """The page on which it is followed."""
        return address(row.request) if row.request else reverse("village:home")


urlpatterns = [
    path("orders/<str:number>/", order_page, name="order-page"),
    path("orders/<str:number>/<str:event>/", for_villagers(OrderAct.as_view()), name="order-act"),
]
