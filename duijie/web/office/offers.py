"""The supply library as civil affairs sees it: standing to be checked, offers to be published."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.selectors import full_history, matching, offer_by_number, to_review, visible_offers
from duijie.apps.offers.services import check_standing, publish_offer, return_offer
from duijie.kernel.errors import mark
from duijie.kernel.fields import FIELDS
from duijie.kernel.paging import page_of
from duijie.kernel.privacy.screening import Severity, screen_text
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.choices import choices_of, field_choices
from duijie.web.frame.formats import date_zh
from duijie.web.frame.parts import Column, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office.erasing import erase_address
from duijie.web.organization.exports import offers_sheet
from duijie.web.organization.histories import entries_with_reasons
from duijie.web.organization.organization_forms import NoteForm
from duijie.web.organization.project_forms import ReasonForm
from duijie.web.public.offer_facts import field_of, offer_facts, photos_of

ACTS = {
    "check_standing": Act(
        lambda actor, row, given: check_standing(actor=actor, offer=row, note=given["note"]),
        NoteForm,
        mark("Confirm that the organization stands well in your register. A colleague then publishes the offer."),
    ),
    "publish": Act(
        lambda actor, row, given: publish_offer(actor=actor, offer=row, note=given["note"]),
        NoteForm,
        mark("From now on everybody can find and order it."),
    ),
    "return_for_completion": Act(
        lambda actor, row, given: return_offer(actor=actor, offer=row, reason=given["reason"]),
        ReasonForm,
        mark("The organization reads this sentence."),
    ),
}


class LibraryFilters(forms.Form):
    """Narrow the list."""

    query = forms.CharField(label=gettext_lazy("Words or number"), required=False, max_length=60)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False, choices=field_choices(gettext_lazy("All")))
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=choices_of(OFFER.states, empty=gettext_lazy("All"))
    )


@for_officials
def offer_list(request: ActorRequest) -> HttpResponse:
    """What waits for me, and below it all that my office may see."""
    form = LibraryFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = visible_offers(request.actor).filter(_narrowed(chosen))
    page = page_of(rows, moment="created_at", before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    waiting = list(to_review(request.actor)[:50])
    context = {
        "title": _("Offers"),
        "form": form,
        "waiting": _table(_("Waiting for you"), waiting) if waiting else None,
        "table": _table(_("All offers that your office sees"), page.rows) if page.rows else None,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/offers.html", context)


@for_officials
def offer_file(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered on the page before."""
    form = LibraryFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    return offers_sheet(visible_offers(request.actor).filter(_narrowed(chosen)))


@for_officials
def offer_page(request: ActorRequest, number: str) -> HttpResponse:
    """One offer with what may be done now."""
    offer = offer_by_number(request.actor, number)
    acts = buttons(OFFER, ACTS, request.actor, offer, lambda event: f"{_address(offer)}{event}/")
    context = {
        "offer": offer,
        "lifecycle": OFFER,
        "facts": offer_facts(offer),
        "photos": photos_of(offer),
        "remarks": _remarks(offer) if acts else [],
        "acts": acts,
        "entries": entries_with_reasons(full_history(request.actor, offer)),
        "erase": erase_address(request.actor, offer),
    }
    return render(request, "office/offer.html", context)


class OfferAct(ActPage):
    """One event of one offer."""

    lifecycle, acts = OFFER, ACTS

    def load(self, number: str) -> Offer | None:
        """The offer if the actor may see it."""
        return offer_by_number(self.actor, number)

    def address_of(self, row: Offer) -> str:
        """Its page."""
        return _address(row)


def _remarks(offer: Offer) -> list[str]:
    """What the reviewer should look at twice: what the screening found and did not refuse."""
    findings = screen_text(f"{offer.title}\n{offer.text}\n{offer.requirements}")
    remarks = [_(each.message) % {"shown": each.shown} for each in findings if each.severity is Severity.FLAG]
    if not offer.organization.is_in_good_standing:
        remarks.append(_("The organization is not in good standing at present."))
    return remarks


def _narrowed(chosen: dict[str, Any]) -> Q:
    found = matching(str(chosen.get("query", "")))
    if chosen.get("field") in FIELDS:
        found &= Q(field=chosen["field"])
    if chosen.get("state"):
        found &= Q(state=chosen["state"])
    return found


def _table(caption: str, offers: list[Offer]) -> Table:
    columns = (
        Column(_("Offer")),
        Column(_("Number")),
        Column(_("Organization")),
        Column(_("Field")),
        Column(_("Sent")),
        Column(_("State")),
    )
    rows = [
        [
            Link(each.title, _address(each)),
            each.number,
            each.organization.name,
            field_of(each),
            date_zh(each.submitted_at),
            State(each.state, OFFER),
        ]
        for each in offers
    ]
    return Table(caption, columns, rows, show_caption=True)


def _address(offer: Offer) -> str:
    return reverse("office:offer", args=[offer.number])


urlpatterns = [
    path("offers/", offer_list, name="offers"),
    path("offers/export/", offer_file, name="offers-export"),
    path("offers/<str:number>/", offer_page, name="offer"),
    path("offers/<str:number>/<str:event>/", for_officials(OfferAct.as_view()), name="offer-act"),
]
