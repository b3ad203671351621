"""An organization's own offers: write, send, mend, pause, end."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import MAKE, OFFER
from duijie.apps.offers.selectors import full_history, offer_by_number, offers_of, reason_of_return
from duijie.apps.offers.services import (
    adjust_capacity,
    complete_offer,
    draft_offer,
    edit_offer,
    end_offer,
    pause_offer,
    resume_offer,
    submit_offer,
    withdraw_offer,
)
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, require
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.paging import page_of
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.formats import quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Paging, State, Table
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.organization.histories import entries_with_reasons
from duijie.web.organization.offer_forms import (
    CapacityForm,
    OfferForm,
    content_of_form,
    offer_initial,
    picture_of_form,
)
from duijie.web.organization.ours import our_organization
from duijie.web.public.offer_facts import field_of, offer_facts, photos_of

ACTS = {
    "edit": Act(
        lambda actor, row, given: edit_offer(
            actor=actor,
            offer=row,
            content=content_of_form(given),
            picture=picture_of_form(given, row.picture),
        ),
        OfferForm,
    ),
    "submit": Act(
        lambda actor, row, _given: submit_offer(actor=actor, offer=row),
        Form,
        mark("Civil affairs checks your standing and publishes the offer. Please read it through once more."),
    ),
    "complete": Act(
        lambda actor, row, given: complete_offer(
            actor=actor,
            offer=row,
            content=content_of_form(given),
            picture=picture_of_form(given, row.picture),
        ),
        OfferForm,
    ),
    "adjust_capacity": Act(
        lambda actor, row, given: adjust_capacity(actor=actor, offer=row, capacity=given["capacity"]),
        CapacityForm,
        mark("Never less than what you have promised already."),
    ),
    "pause": Act(
        lambda actor, row, _given: pause_offer(actor=actor, offer=row),
        Form,
        mark("Nobody can order it for the time being; what you have promised goes on."),
    ),
    "resume": Act(lambda actor, row, _given: resume_offer(actor=actor, offer=row)),
    "end": Act(
        lambda actor, row, _given: end_offer(actor=actor, offer=row),
        Form,
        mark("It cannot be opened again; what you have promised goes on."),
    ),
    "withdraw": Act(lambda actor, row, _given: withdraw_offer(actor=actor, offer=row)),
}
_WITH_CONTENT = ("edit", "complete")


@for_organizations
def offer_list(request: ActorRequest) -> HttpResponse:
    """Our offers in every state, newest first."""
    organization = our_organization(request.actor)
    page = page_of(
        offers_of(organization),
        moment="created_at",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "title": _("Our offers"),
        "table": _table(page.rows) if page.rows else None,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "may_offer": can(request.actor, MAKE, organization),
    }
    return render(request, "organization/offers.html", context)


@for_organizations
def offer_page(request: ActorRequest, number: str) -> HttpResponse:
    """One of our offers, with what may be done now."""
    offer = _our_offer(request.actor, number)
    acts = buttons(OFFER, ACTS, request.actor, offer, lambda event: f"{_address(offer)}{event}/")
    context = {
        "offer": offer,
        "lifecycle": OFFER,
        "facts": offer_facts(offer),
        "photos": photos_of(offer),
        "acts": acts,
        "reason": reason_of_return(offer) if offer.state == "returned" else "",
        "entries": entries_with_reasons(full_history(request.actor, offer)),
    }
    return render(request, "organization/offer.html", context)


class NewOfferPage(FormPage):
    """Begin an offer as a draft."""

    form_class = OfferForm
    organization: Organization

    def prepare(self) -> None:
        """Only an organization in good standing offers."""
        self.organization = our_organization(self.actor)
        require(self.actor, MAKE, self.organization)

    def form_arguments(self) -> dict[str, Any]:
        """What the organization's other pages say already is not asked again."""
        phone = self.organization.office_phone
        return {"initial": {"contact_office": self.organization.name, "contact_phone": phone}}

    def perform(self, form: OfferForm) -> str:
        """Keep the draft."""
        given = form.cleaned_data
        offer = draft_offer(
            actor=self.actor,
            organization=self.organization,
            content=content_of_form(given),
            picture=picture_of_form(given),
        )
        return _address(offer)

    def context(self) -> dict[str, Any]:
        """What happens next."""
        return {
            "title": _("A new offer"),
            "help_text": _(
                "It is kept as a draft that needs a title only; "
                "all but budget, places, qualifications and picture is asked for when you send it."
            ),
            "button": _("Save the draft"),
            "back": reverse("organization:offers"),
        }


class OfferAct(ActPage):
    """One event of one of our offers."""

    lifecycle, acts = OFFER, ACTS

    def load(self, number: str) -> Offer | None:
        """The offer if it is ours."""
        return _our_offer(self.actor, number)

    def address_of(self, row: Offer) -> str:
        """Its page."""
        return _address(row)

    def form_arguments(self) -> dict[str, Any]:
        """What is written already."""
        if self.kwargs["event"] in _WITH_CONTENT:
            return {"initial": offer_initial(self.row), "has_picture": self.row.picture_id is not None}
        if self.kwargs["event"] == "adjust_capacity":
            return {"initial": {"capacity": offer_initial(self.row)["capacity"]}}
        return {}


def _table(offers: list[Offer]) -> Table:
    columns = (
        Column(_("Offer")),
        Column(_("Number")),
        Column(_("Field")),
        Column(_("Still free"), numeric=True),
        Column(_("State")),
    )
    rows = [
        [
            Link(offer.title, _address(offer)),
            offer.number,
            field_of(offer),
            quantity(offer.left, offer.unit) if offer.capacity else "",
            State(offer.state, OFFER),
        ]
        for offer in offers
    ]
    return Table(_("Our offers"), columns, rows)


def _address(offer: Offer) -> str:
    return reverse("organization:offer", args=[offer.number])


def _our_offer(actor: Actor, number: str) -> Offer:
    offer = offer_by_number(actor, number)
    if offer.organization_id != actor.organization_id:
        raise NotFound(mark("There is nothing here that you may see."))
    return offer


urlpatterns = [
    path("offers/", offer_list, name="offers"),
    path("offers/new/", for_organizations(NewOfferPage.as_view()), name="new-offer"),
    path("offers/<str:number>/", offer_page, name="offer"),
    path("offers/<str:number>/<str:event>/", for_organizations(OfferAct.as_view()), name="offer-act"),
]
