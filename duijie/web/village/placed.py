"""Pages of a journey that need a village: requests and orders share them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level
from duijie.kernel.access.actors import Role
from duijie.web.frame.formats import phone_grouped
from duijie.web.frame.parts import Fact
from duijie.web.village.places import choosing
from duijie.web.village.remembered import (
    chosen_place,
    own_particulars,
    own_village,
    remember_place,
    short_name,
    usual_place,
)
from duijie.web.village.steps import JourneyPage

PLACE, WHO = "place", "who"


class PlacedPage(JourneyPage):
    """A page of a journey that needs a village."""

    first = ""

    def place(self) -> Division | None:
        """The village as it stands now: chosen just now, chosen before, or the usual one."""
        if own_village(self.actor):
            return own_village(self.actor)
        codes = (self.request.POST.get("village"), self.request.GET.get("village"), self._answered())
        chosen = (chosen_place(code, self.actor) for code in codes if code)
        return next((each for each in chosen if each), None) or usual_place(self.request, self.actor)

    def known(self) -> Mapping[str, Any]:
        """What was said before."""
        return own_particulars(self.actor)

    def form_arguments(self) -> dict[str, Any]:
        """The village that was chosen on its own page goes before the one that was answered earlier."""
        arguments = super().form_arguments()
        place = self.place() if self.step == self.first else None
        if place is not None:
            arguments["initial"]["village"] = place.code
        return arguments

    def turned_away(self) -> HttpResponse | None:
        """The village comes first; what was typed without one is kept."""
        away = super().turned_away()
        if away is not None or self.step != self.first or self.place() is not None:
            return away
        if self.request.method == "POST":
            self.keep_typed()
        return HttpResponseRedirect(self.address(PLACE))

    def context(self) -> dict[str, Any]:
        """The village, and where it is changed."""
        return {
            **super().context(),
            "place": short_name(self.place()) if self.step == self.first else "",
            "place_address": "" if own_village(self.actor) else self.address(PLACE),
            "writes_for_others": self.actor.is_official,
        }

    def in_township(self) -> bool:
        """Whether the village was not on the list, so that its name has to be written."""
        place = self.place()
        return place is not None and place.level == Level.TOWNSHIP

    def went_on(self, form: Any) -> None:
        """Remember the village for the next time."""
        if "village" in form.cleaned_data and self.actor.role is not Role.VILLAGE:
            remember_place(self.request, form.cleaned_data["village"])

    def _answered(self) -> str:
        return (self.journey.answers.get("village") or [""])[0]


def who_facts(given: Mapping[str, Any], change: str) -> list[Fact]:
    """Who asks, for the page on which it is checked."""
    phone = phone_grouped(given["phone"]) if given["phone"] else _("None")
    return [
        Fact(_("Name"), given["name"], change),
        Fact(_("Mobile phone"), phone, change),
        Fact(_("Group and house"), given["house"] or _("None"), change),
    ]


def place_page(page: PlacedPage) -> HttpResponse:
    """The page of places of a journey."""
    found = choosing(page.request, page.actor, page.address(page.first))
    title = _("In which village does the person live?") if page.actor.is_official else _("Which village?")
    context = {"title": title, "back": page.first_back(), **found}
    return render(page.request, page.template_name, context)
