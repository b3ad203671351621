"""The menu for everybody (点单): what social organizations offer today, by words, place, field and people."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.rules import PLACE_ORDER
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.rules.vocabulary import FORMS, MODES, Mode
from duijie.apps.offers.selectors import offer_by_number
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.access.checks import can
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.clock import today
from duijie.kernel.paging import page_of
from duijie.web.frame.choices import choices_of, field_choices
from duijie.web.frame.parts import Paging
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.libraries import OFFERS
from duijie.web.public.offer_facts import field_of, offer_facts, photos_of
from duijie.web.public.origins import OFFERS as OFFERS_BY_ORIGIN
from duijie.web.public.origins import tabs_of
from duijie.web.public.searching import beside_rows, feed_address, searched
from duijie.web.public.structured import share_offer

_ALL = gettext_lazy("All")


class MenuFilters(forms.Form):
    """Narrow the menu."""

    query = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=60)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Name or first letters, for example 通渭 or tw"),
        required=False,
        max_length=30,
    )
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False, choices=field_choices(_ALL))
    beneficiaries = forms.ChoiceField(
        label=gettext_lazy("For whom"), required=False, choices=choices_of(BENEFICIARIES, empty=_ALL)
    )
    form = forms.ChoiceField(label=gettext_lazy("What is given"), required=False, choices=choices_of(FORMS, empty=_ALL))
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), required=False, choices=choices_of(MODES, empty=_ALL, without=Mode.BOTH)
    )


@open_to_all
def offer_list(request: ActorRequest) -> HttpResponse:
    """What can be ordered today, newest first."""
    form = MenuFilters(request.GET)
    found = searched(request, form, OFFERS)
    page = page_of(
        found.rows, moment="published_at", before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    context = {
        "title": _("Services on offer"),
        **beside_rows(request, form, found, is_empty=not page.rows),
        "feed": feed_address(request, "public:offers-feed"),
        "offers": [(offer, field_of(offer)) for offer in page.rows],
        "tabs": tabs_of(OFFERS_BY_ORIGIN, OFFERS.page),
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
    }
    return render(request, "public/offers.html", context)


@open_to_all
def offer_page(request: ActorRequest, number: str) -> HttpResponse:
    """One offer, and the way to order it."""
    offer = offer_by_number(VISITOR, number)
    context = {
        "offer": offer,
        "lifecycle": OFFER,
        "share": share_offer(offer),
        "facts": offer_facts(offer),
        "photos": photos_of(offer),
        "is_open": offer.is_open_on(today()),
        "may_order": can(request.actor, PLACE_ORDER, offer),
    }
    return render(request, "public/offer.html", context)


urlpatterns = [
    path("offers/", offer_list, name="offers"),
    path("offers/<str:number>/", offer_page, name="offer"),
]
