"""Where one person or device stood on two sides of a project: a question for the level above, never public."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.selectors.conflicts import flags_for
from duijie.kernel.access.actors import Role
from duijie.kernel.errors import mark
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import ActorRequest, for_roles

DUTY_LABELS = {
    "typed": mark("typed the need"),
    "verified": mark("verified it"),
    "answered": mark("answered for the organization"),
    "delivered": mark("reported the delivery"),
    "confirmed": mark("confirmed receipt"),
}
SAME_LABELS = {"person": mark("The same person"), "device": mark("The same device")}


@for_roles(Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.MINISTRY, Role.AUDITOR)
def flags(request: ActorRequest) -> HttpResponse:
    """The flags below this office."""
    rows = [
        [
            Link(each.project.need.title, reverse("office:project", args=[each.project.number])),
            each.project.organization.name,
            _(SAME_LABELS[each.same]),
            "、".join(_(DUTY_LABELS[duty]) for duty in each.duties),
        ]
        for each in flags_for(request.actor)
    ]
    columns = [Column(_("Project")), Column(_("Organization")), Column(_("Who")), Column(_("Did"))]
    table = Table(_("Worth a look"), columns, rows)
    return render(request, "office/flags.html", {"title": _("Worth a look"), "table": table})


urlpatterns = [path("flags/", flags, name="flags")]
