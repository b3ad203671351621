"""Where one person or device stood on two sides of a project: a question for the level above, never public."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.selectors.conflicts import Flag, flags_for
from duijie.apps.projects.rules import SEE
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can
from duijie.kernel.errors import mark
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import ActorRequest, for_roles

READERS: Final = (
    Role.TOWNSHIP,
    Role.COUNTY_OFFICE,
    Role.PREFECTURE_OFFICE,
    Role.PROVINCE_OFFICE,
    Role.MINISTRY,
    Role.AUDITOR,
)
DUTY_LABELS: Final = {
    "typed": mark("typed the need"),
    "verified": mark("verified it"),
    "answered": mark("answered for the organization"),
    "delivered": mark("reported the delivery"),
    "confirmed": mark("confirmed receipt"),
}
SAME_LABELS: Final = {"person": mark("The same person"), "device": mark("The same device")}


@for_roles(*READERS)
def flags(request: ActorRequest) -> HttpResponse:
    """The flags below this office."""
    rows = [
        [
            _project(request.actor, each),
            each.project.need.public_place,
            each.project.organization.name,
            _(SAME_LABELS[each.same]),
            "、".join(_(label) for duty, label in DUTY_LABELS.items() if duty in each.duties),
        ]
        for each in flags_for(request.actor)
    ]
    columns = [
        Column(_("Project")),
        Column(_("Place")),
        Column(_("Organization")),
        Column(_("Who")),
        Column(_("Did")),
    ]
    table = Table(_("Worth a look"), columns, rows)
    return render(request, "office/flags.html", {"title": _("Worth a look"), "table": table})


def _project(actor: Actor, flag: Flag) -> Link | str:
    """The project as a link for those who may open it; the ministry reads flags and no case."""
    title = flag.project.need.title
    if not can(actor, SEE, flag.project):
        return title
    return Link(title, reverse("office:project", args=[flag.project.number]))


urlpatterns = [path("flags/", flags, name="flags")]
