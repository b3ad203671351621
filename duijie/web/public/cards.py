"""The picture that stands beside a shared link: drawn from what the page says anyway, with our own mark."""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from duijie.apps.needs.selectors.needs import public_need
from duijie.apps.offers.selectors import offer_by_number
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.papers.cards import drawn
from duijie.web.frame.formats import quantity
from duijie.web.frame.policies import ActorRequest, open_to_all

_DAY = 24 * 3600


@open_to_all
@cache_control(public=True, max_age=_DAY)
def platform_card(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The platform's own picture."""
    return _png(_("Duijie"), (_("Social organizations in rural revitalization"),))


@open_to_all
@cache_control(public=True, max_age=_DAY)
def need_card(request: ActorRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The picture of a published need."""
    need = public_need(number)
    return _png(need.title, (f"{need.public_place}　{quantity(need.quantity, need.unit)}", need.number))


@open_to_all
@cache_control(public=True, max_age=_DAY)
def offer_card(request: ActorRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The picture of an offer that everybody may see."""
    offer = offer_by_number(VISITOR, number)
    return _png(offer.title, (offer.organization.name, offer.number))


def _png(title: str, lines: tuple[str, ...]) -> HttpResponse:
    footer = f"{_('Duijie')}　{_('Social organizations in rural revitalization')}"
    return HttpResponse(drawn(title, lines, footer), content_type="image/png")


urlpatterns = [
    path("card.png", platform_card, name="card"),
    path("needs/<str:number>/card.png", need_card, name="need-card"),
    path("offers/<str:number>/card.png", offer_card, name="offer-card"),
]
