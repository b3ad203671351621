"""The home of an organization's people: what waits for them, and what to do next."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.selectors import visible_matches, visible_orders, visible_suggestions
from duijie.apps.offers.selectors import offers_of, public_offers_of
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.selectors import organization_of
from duijie.apps.projects.selectors import visible_projects
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import datetime_local
from duijie.web.frame.parts import Task
from duijie.web.frame.policies import ActorRequest, for_organizations

SHOWN = 8


@for_organizations
def desk(request: ActorRequest) -> HttpResponse:
    """What waits for us, the most urgent first."""
    organization = organization_of(request.actor)
    if organization is None:
        raise NotFound(mark("There is nothing here that you may see."))
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "tasks": [*_answers(request.actor), *_offers(organization), *_projects(request.actor)],
        "on_the_menu": public_offers_of(organization).count(),
        "projects_under_way": visible_projects(request.actor).filter(state="under_way").count(),
    }
    return render(request, "organization/home.html", context)


def _answers(actor: Actor) -> Iterator[Task]:
    """Orders and recommendations to answer, interests to decide on."""
    for order in visible_orders(actor).filter(state="open").order_by("answer_until")[:SHOWN]:
        href = reverse("organization:order", args=[order.number])
        label = _("Answer the order “%(title)s”") % {"title": order.offer.title}
        yield Task(label, "Not started", href, _until(order.answer_until))
    for suggestion in visible_suggestions(actor).filter(state="open").order_by("answer_until")[:SHOWN]:
        href = reverse("organization:suggestion", args=[suggestion.number])
        label = _("Answer the recommendation “%(title)s”") % {"title": suggestion.need.title}
        yield Task(label, "Not started", href, _until(suggestion.answer_until))
    for match in visible_matches(actor).filter(state="interested").order_by("answer_until")[:SHOWN]:
        href = reverse("organization:match", args=[match.number])
        label = _("Decide on “%(title)s”") % {"title": match.need.title}
        yield Task(label, "In progress", href, _until(match.answer_until))


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


def _projects(actor: Actor) -> Iterator[Task]:
    """Projects whose next step is ours."""
    labels = {
        "drafting": _("Agree on “%(title)s”"),
        "signed": _("Begin “%(title)s”"),
        "under_way": _("Report on “%(title)s”"),
        "disputed": _("Settle the problem with “%(title)s”"),
    }
    states = {"drafting": "In progress", "disputed": "Needs another look"}
    for project in visible_projects(actor).filter(state__in=labels).order_by("created_at")[:SHOWN]:
        href = reverse("organization:project", args=[project.number])
        label = labels[project.state] % {"title": project.need.title}
        yield Task(label, states.get(project.state, "Not started"), href)


def _until(moment: object) -> str:
    return _("by %(moment)s") % {"moment": datetime_local(moment)} if moment else ""  # type: ignore[arg-type]


urlpatterns = [path("", desk, name="home")]
