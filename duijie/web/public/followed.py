"""Needs and offers of other provinces (来自其他省份): marked with their origin, checked, and in no figure of ours."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.selectors.libraries import followed_need, followed_offer, origins
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.kernel.paging import page_of
from duijie.web.frame.choices import field_choices
from duijie.web.frame.parts import Paging
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.selection import CURSORS
from duijie.web.public import origins as beside
from duijie.web.public.followed_facts import checked, field_of, followed_need_facts, followed_offer_facts
from duijie.web.public.libraries import FOLLOWED_NEEDS, FOLLOWED_OFFERS, Library, look_up
from duijie.web.public.pledging import answering

_ALL = gettext_lazy("All")


class FollowedFilters(forms.Form):
    """Narrow the list: the same words and fields as in our own library, and from where."""

    text = forms.CharField(label=gettext_lazy("Words or number"), required=False, max_length=60)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False, choices=field_choices(_ALL))
    source = forms.ChoiceField(label=gettext_lazy("From where"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        found = [(each.province_code, each.name) for each in origins()]
        self.fields["source"].choices = [("", _ALL), *found]  # type: ignore[attr-defined]


@open_to_all
def followed_needs_page(request: ActorRequest) -> HttpResponse:
    """The needs of other provinces, newest first."""
    context = {
        "title": _("Needs of other provinces"),
        "lead": _("Other platforms published them. Each entry was checked against their record; help goes there."),
        "tabs": beside.tabs_of(beside.NEEDS, "public:followed-needs"),
        "lifecycle": NEED,
        "empty": _("No need fits."),
        "page_name": "public:followed-need",
    }
    return _list(request, FOLLOWED_NEEDS, context)


@open_to_all
def followed_offers_page(request: ActorRequest) -> HttpResponse:
    """The offers of other provinces, newest first."""
    context = {
        "title": _("Offers of other provinces"),
        "lead": _("Other platforms published them. Each entry was checked against their record; order it there."),
        "tabs": beside.tabs_of(beside.OFFERS, "public:followed-offers"),
        "lifecycle": OFFER,
        "empty": _("No offer fits."),
        "page_name": "public:followed-offer",
    }
    return _list(request, FOLLOWED_OFFERS, context)


@open_to_all
def followed_need_page(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """One need of another province, with what was checked of it."""
    need = followed_need(need_id)
    context = {
        "row": need,
        "lifecycle": NEED,
        "facts": followed_need_facts(need),
        "checked": checked(need),
        "answering": answering(request.actor, need),
        "back": FOLLOWED_NEEDS.address({}),
    }
    return render(request, "public/followed_need.html", context)


@open_to_all
def followed_offer_page(request: ActorRequest, offer_id: UUID) -> HttpResponse:
    """One offer of another province, with what was checked of it."""
    offer = followed_offer(offer_id)
    context = {
        "row": offer,
        "lifecycle": OFFER,
        "facts": followed_offer_facts(offer),
        "checked": checked(offer),
        "back": FOLLOWED_OFFERS.address({}),
    }
    return render(request, "public/followed_offer.html", context)


def _list(request: ActorRequest, library: Library, context: dict[str, object]) -> HttpResponse:
    """A page of the rows that fit: the filters, how the words were read, and the way to the next rows."""
    form = FollowedFilters(request.GET)
    found = look_up(library, dict(form.cleaned_data) if form.is_valid() else {})
    before, after = (request.GET.get(name, "") for name in CURSORS)
    page = page_of(found.rows, moment="published_at", before=before, after=after)
    context |= {
        "form": form,
        "said": found.reading.said,
        "place": found.place.full_name if found.place else "",
        "rows": [(each, field_of(each)) for each in page.rows],
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
    }
    return render(request, "public/followed.html", context)


urlpatterns = [
    path("followed/needs/", followed_needs_page, name="followed-needs"),
    path("followed/needs/<uuid:need_id>/", followed_need_page, name="followed-need"),
    path("followed/offers/", followed_offers_page, name="followed-offers"),
    path("followed/offers/<uuid:offer_id>/", followed_offer_page, name="followed-offer"),
]
