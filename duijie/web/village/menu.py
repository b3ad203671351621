"""点服务: the menu of published offers as a villager reads it, and one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.vocabulary import MODES
from duijie.apps.offers.selectors import menu, offer_by_number
from duijie.apps.regions.models import Division
from duijie.apps.regions.searching import search
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.clock import today
from duijie.kernel.fields import FIELDS
from duijie.kernel.paging import page_of
from duijie.web.frame.doors import SAYING, WRITING, first_door
from duijie.web.frame.elder import is_elder
from duijie.web.frame.formats import date_zh, is_chinese, phone_grouped, quantity
from duijie.web.frame.parts import Fact, Paging
from duijie.web.frame.places import divisions_of
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.village.remembered import usual_place
from duijie.web.village.shelves import shelves

ORDERERS = frozenset({Role.VISITOR, Role.VILLAGER, Role.VILLAGE})
A_PAGE = 8
_LIST_OF = frozenset({"field", "before", "after"})
"""What an address names that asks for the list rather than for the fields."""


class MenuFilters(forms.Form):
    """Which services: for one's own place, of one field."""

    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=60)
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            *((each.code, gettext_lazy(each.label)) for each in FIELDS.values()),
        ],
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One offer in the list."""

    offer: Offer
    field: str
    picture: str


@open_to_all
def show_menu(request: ActorRequest) -> HttpResponse:
    """The fields with their drawings; of one field, or of all, what can be ordered today and reaches one's village."""
    place, is_usual = _place(request)
    if not _LIST_OF & request.GET.keys() and not _is_unknown(request, place):
        given = {"place": request.GET["place"][:60]} if "place" in request.GET else {}
        context = {"place": place, "shelves": shelves(place, given), **_asking(request)}
        return render(request, "village/shelves.html", context)
    query = request.GET.copy()
    if is_usual and place is not None:
        query["place"] = place.name
    form = MenuFilters(query)
    field = str(form.cleaned_data.get("field", "")) if form.is_valid() else ""
    rows = menu(field=field, area=place.path if place else "")
    is_unknown = _is_unknown(request, place)
    page = page_of(
        rows.none() if is_unknown else rows.select_related("picture"),
        moment="published_at",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
        size=A_PAGE,
    )
    spares_data = is_elder(request) or request.headers.get("Save-Data") == "on"
    context = {
        "filters": form,
        "place": place,
        "field": field,
        "heading": label_of(field),
        "is_unknown": is_unknown,
        "cards": [Card(each, label_of(each.field), "" if spares_data else picture_of(each)) for each in page.rows],
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        **_asking(request),
    }
    return render(request, "village/menu.html", context)


@open_to_all
def show_offer(request: ActorRequest, number: str) -> HttpResponse:
    """One offer, and the way to order it; an offer that is over or taken up says so."""
    offer = offer_by_number(VISITOR, number)
    context = {
        "offer": offer,
        "facts": _facts(offer),
        "picture": picture_of(offer),
        "closed": why_closed(offer),
        "may_order": request.actor.role in ORDERERS,
    }
    return render(request, "village/offer.html", context)


def why_closed(offer: Offer) -> str:
    """Why an offer cannot be ordered today, in the language of the page; "" when it can."""
    if offer.is_open_on(today()):
        return ""
    if offer.state == "ended" or (offer.available_to and offer.available_to < today()):
        return _("This service has ended.")
    if offer.state == "published" and offer.left <= 0:
        return _("All places of this service are taken. Say what you need, and the village looks for another way.")
    return _("This service is not open at present. Look again later, or choose another one.")


def label_of(field: str) -> str:
    """A field in words."""
    return _(FIELDS[field].label) if field in FIELDS else ""


def picture_of(offer: Offer) -> str:
    """The address of an offer's picture; "" without one."""
    try:
        return reverse("frame:file", args=[offer.picture_id]) if offer.picture_id else ""
    except NoReverseMatch:
        return ""


def _asking(request: ActorRequest) -> dict[str, Any]:
    """The other way, for who finds nothing here."""
    return {"may_ask": request.actor.role in SAYING | WRITING, "door": first_door(request.actor)}


def _is_unknown(request: ActorRequest, place: Division | None) -> bool:
    return place is None and bool(request.GET.get("place", "").strip())


def _place(request: ActorRequest) -> tuple[Division | None, bool]:
    """The place whose services are wanted, and whether we thought of it ourselves."""
    if "place" not in request.GET:
        usual = usual_place(request, request.actor)
        return usual, usual is not None
    found = search(request.GET["place"][:60], limit=1)
    return (found[0] if found else None), False


def _facts(offer: Offer) -> list[Fact]:
    organization = offer.organization.name
    found: list[tuple[str, Any]] = [
        (_("Who offers it"), organization),
        (_("Field"), label_of(offer.field)),
        (_("For whom"), listed(offer.beneficiaries, BENEFICIARIES)),
        (_("Where it reaches"), _reach(offer)),
        (_("How it is given"), _(MODES[offer.mode]) if offer.mode in MODES else ""),
        (_("Still to be had"), quantity(offer.left, offer.unit) if offer.capacity else ""),
        (_("Open until"), date_zh(offer.available_to) if offer.available_to else ""),
        (_("What you should have ready"), offer.requirements),
        (_("Who to ask"), " ".join(filter(None, (offer.contact_office, _phone(offer))))),
    ]
    return [Fact(question, answer) for question, answer in found if answer]


def listed(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    """Codes in words, in one line."""
    return ("、" if is_chinese() else ", ").join(_(labels[code]) for code in codes if code in labels)


def _reach(offer: Offer) -> str:
    if offer.areas:
        return ("、" if is_chinese() else ", ").join(each.full_name for each in divisions_of(offer.areas))
    return _("Key counties") if offer.key_counties_only else _("Everywhere")


def _phone(offer: Offer) -> str:
    return phone_grouped(offer.contact_phone) if offer.contact_phone else ""


urlpatterns = [
    path("menu/", show_menu, name="menu"),
    path("menu/<str:number>/", show_offer, name="offer"),
]
