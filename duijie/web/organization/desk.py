"""The home of an organization's people: their day, their offers, how they stand."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.offers.selectors import offers_of, public_offers_of
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.projects.selectors import visible_projects
from duijie.web.frame.parts import Task
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.organization.day import day_of
from duijie.web.organization.ours import our_organization

SHOWN = 8


@for_organizations
def desk(request: ActorRequest) -> HttpResponse:
    """Our day: what waits for us and for whom, with its clocks."""
    organization = our_organization(request.actor)
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "day": day_of(request.actor),
        "tasks": list(_offers(organization)),
        "on_the_menu": public_offers_of(organization).count(),
        "projects_under_way": visible_projects(request.actor).filter(state="under_way").count(),
    }
    return render(request, "organization/home.html", context)


def _offers(organization: Organization) -> Iterator[Task]:
    """Offers that were given back or not sent yet; the first offer, if there is none."""
    offers = offers_of(organization)
    for offer in offers.filter(state__in=("returned", "draft"))[:SHOWN]:
        href = reverse("organization:offer", args=[offer.number])
        if offer.state == "returned":
            yield Task(_("Complete the offer “%(title)s”") % {"title": offer.title}, "Needs another look", href)
        else:
            yield Task(_("Send the offer “%(title)s” for review") % {"title": offer.title}, "In progress", href)
    if organization.is_in_good_standing and not offers.exists():
        hint = _("Villages choose from what you offer, and needs are matched with it.")
        yield Task(_("Put your first offer on the menu"), "Not started", reverse("organization:new-offer"), hint)


urlpatterns = [path("", desk, name="home")]
