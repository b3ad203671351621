"""我要点单: a villager orders from the menu for his household, a cadre for one household or the whole village."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from duijie.apps.matches.services.orders import PlacedOrder, place_village_order, place_villager_order
from duijie.apps.needs.rules.vocabulary import Consent, Urgency
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import offer_by_number
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.errors import Conflict, NotAllowed, NotFound, mark
from duijie.kernel.ids import new_id
from duijie.web.frame.elder import is_elder
from duijie.web.frame.formats import quantity
from duijie.web.frame.parts import Fact
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.village.forms import ConsentForm, WhoForm
from duijie.web.village.menu import ORDERERS, why_closed
from duijie.web.village.order_forms import ForWhomForm, HouseholdQuantityForm, QuantityForm
from duijie.web.village.placed import PLACE, WHO, PlacedPage, place_page, who_facts
from duijie.web.village.receipts import Receipt
from duijie.web.village.remembered import own_village, usual_place
from duijie.web.village.requests import note_of
from duijie.web.village.sensitive import sensitive_words
from duijie.web.village.steps import CHECK, CheckPage

QUANTITY, REACH = "quantity", "reach"
HOUSEHOLD, VILLAGE = "household", "village"
NOT_YOURS = mark("Villagers and village cadres order from the menu. Your account does neither.")


@open_to_all
def start(request: ActorRequest, number: str) -> HttpResponse:
    """Begin an order; a cadre first says for whom."""
    offer = offer_by_number(VISITOR, number)
    if request.actor.role not in ORDERERS:
        raise NotAllowed(NOT_YOURS)
    if why_closed(offer):
        return HttpResponseRedirect(reverse("village:offer", args=[offer.number]))
    if request.actor.role is Role.VILLAGE:
        return render(request, "village/for_whom.html", {"offer": offer, "journey": new_id()})
    step = QUANTITY if usual_place(request, request.actor) else PLACE
    return HttpResponseRedirect(_address(offer.number, HOUSEHOLD, new_id(), step))


class OrderPage(PlacedPage):
    """A page of an order; `whom` in its address is a household or the village."""

    roles = ORDERERS
    not_for_you = NOT_YOURS
    first = QUANTITY
    template_name = "village/step.html"

    @property
    def key(self) -> str:
        """An order of one offer."""
        return f"/village/menu/{self.kwargs['number']}/order/{self.kwargs['whom']}/"

    @cached_property
    def offer(self) -> Offer:
        """What is ordered."""
        return offer_by_number(VISITOR, self.kwargs["number"])

    @property
    def is_for_village(self) -> bool:
        """Whether a cadre orders for the whole village."""
        return self.actor.role is Role.VILLAGE and self.kwargs["whom"] == VILLAGE

    @property
    def steps(self) -> Sequence[str]:
        """How much, then for how many or for whom."""
        return (QUANTITY, REACH if self.is_for_village else WHO)

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """The form of a step."""
        if step == QUANTITY:
            form_class = QuantityForm if self.is_for_village else HouseholdQuantityForm
            offer, elder = self.offer, is_elder(self.request)
            return form_class(actor=self.actor, left=offer.left, unit=offer.unit, elder=elder, **given)
        if step == REACH:
            return ForWhomForm(**given)
        return WhoForm(actor=self.actor, in_township=self.in_township(), **given)

    def address(self, step: str) -> str:
        """The page of a step."""
        return _address(self.offer.number, self.kwargs["whom"], self.journey.id, step)

    def first_back(self) -> str:
        """Back to the offer."""
        return reverse("village:offer", args=[self.offer.number])

    def turned_away(self) -> HttpResponse | None:
        """An offer that is over or taken up says so on its own page."""
        if self.kwargs["whom"] not in {HOUSEHOLD, VILLAGE}:
            raise NotFound(mark("There is nothing here that you may see."))
        away = super().turned_away()
        if away is None and why_closed(self.offer):
            return HttpResponseRedirect(self.first_back())
        return away

    def context(self) -> dict[str, Any]:
        """What is ordered."""
        return {**super().context(), "offer": self.offer}


class OrderPlacePage(OrderPage):
    """Which village: the question of a page."""

    step = PLACE
    template_name = "village/place.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Search, or go down the list."""
        return self.turned_away() or place_page(self)


class QuantityPage(OrderPage):
    """How much, and for what: the question of a page."""

    step = QUANTITY

    def context(self) -> dict[str, Any]:
        """The question."""
        return {**super().context(), "title": _("Order: %(offer)s") % {"offer": self.offer.title}}


class ReachPage(OrderPage):
    """How many does it reach: the question of a page."""

    step = REACH

    def context(self) -> dict[str, Any]:
        """The question."""
        return {**super().context(), "title": _("For how many people in the village?")}


class OrderWhoPage(OrderPage):
    """For whom: the question of a page."""

    step = WHO

    def context(self) -> dict[str, Any]:
        """The question."""
        title = _("Who asks?") if self.actor.is_official else _("Who are you?")
        lead = _("Only those in your village and township who verify it read this. It is never published.")
        return {**super().context(), "title": title, "help_text": lead}


class OrderCheck(CheckPage, OrderPage):
    """Once more, then ordered."""

    template_name = "village/check.html"

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """Consent, beside the forms of the steps; an order for a village speaks of nobody."""
        if step != CHECK:
            return super().form_of(step, **given)
        form = ConsentForm(actor=self.actor, words=sensitive_words(str(self.cleaned().get("text", ""))), **given)
        if self.is_for_village:
            form.fields.clear()
        return form

    def context(self) -> dict[str, Any]:
        """Every answer, with the way to change it."""
        given, change = self.cleaned(), self.address(QUANTITY)
        place_address = "" if own_village(self.actor) else self.address(PLACE)
        facts = [
            Fact(_("Service"), self.offer.title),
            Fact(_("How much"), quantity(given["quantity"], self.offer.unit), change),
            Fact(_("What it is for"), given["text"] or _("Not said"), change),
            Fact(_("Village"), given["village"].full_name, place_address),
        ]
        if self.is_for_village:
            facts += [
                Fact(_("Households"), given["households"], self.address(REACH)),
                Fact(_("People"), given["persons"], self.address(REACH)),
            ]
        else:
            facts.append(Fact(_("Urgent"), _("Yes") if given["is_urgent"] else _("No"), change))
            facts += who_facts(given, self.address(WHO))
        return {
            **super().context(),
            "title": _("Check before you send"),
            "facts": facts,
            "speaks_of_nobody": self.is_for_village,
        }

    def perform(self, form: Any) -> str:
        """Place the order.

        Raises:
            Conflict: the offer was closed meanwhile.
        """
        self.offer.refresh_from_db()
        if why_closed(self.offer):
            raise Conflict(mark("This offer is not open at present."))
        placed = self._for_village() if self.is_for_village else self._for_household(form)
        order = placed.order
        row = order.request or order.need
        if row is not None:
            kind = "order" if order.request else "village_order"
            again = reverse("village:menu")
            self.receipt = Receipt.of(
                kind, order.number, row, title=self.offer.title, code=placed.follow_code, again=again
            ).written
        return reverse("village:sent", args=[self.journey.id])

    def _for_household(self, form: Any) -> PlacedOrder:
        given, consent = self.cleaned(), form.cleaned_data.get("consent") or Consent.SELF
        return place_villager_order(
            actor=self.actor,
            offer=self.offer,
            quantity=given["quantity"],
            text=given["text"],
            name=given["name"],
            phone=given["phone"],
            house=given["house"],
            division_code=given["village"].code,
            urgency=Urgency.URGENT if given["is_urgent"] else Urgency.NORMAL,
            consent=Consent(consent),
            note=note_of(is_agreed=form.cleaned_data["sensitive"], consent=consent),
        )

    def _for_village(self) -> PlacedOrder:
        given = self.cleaned()
        return place_village_order(
            actor=self.actor,
            offer=self.offer,
            quantity=given["quantity"],
            text=given["text"],
            division_code=given["village"].code,
            households=given["households"],
            persons=given["persons"],
        )


def _address(number: str, whom: str, journey: object, step: str) -> str:
    return reverse(f"village:order-{step}", args=[number, whom, journey])


_BELOW = "menu/<str:number>/order/<str:whom>/<uuid:journey>/"
urlpatterns = [
    path("menu/<str:number>/order/", start, name="order"),
    path(_BELOW + "place/", open_to_all(OrderPlacePage.as_view()), name="order-place"),
    path(_BELOW + "quantity/", open_to_all(QuantityPage.as_view()), name="order-quantity"),
    path(_BELOW + "reach/", open_to_all(ReachPage.as_view()), name="order-reach"),
    path(_BELOW + "who/", open_to_all(OrderWhoPage.as_view()), name="order-who"),
    path(_BELOW + "check/", open_to_all(OrderCheck.as_view()), name="order-check"),
]
