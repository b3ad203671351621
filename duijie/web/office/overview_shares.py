"""The lists behind 核实率 and 转办率: what was sent for verification in a quarter, and which of it counts.

Both lists are whole, so that anybody who may see them can count and divide again.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import OVERSEERS, SEE_OVERVIEW, SHARE_DEFINITIONS, SHARE_LABELS, Share
from duijie.apps.figures.selectors.cohorts import needs_of_share, sent_needs
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import SEE as SEE_NEED
from duijie.kernel.access.checks import can, visible
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office import overview_parts as parts
from duijie.web.office.overview_choice import viewed
from duijie.web.public.figure_parts import quarter_name
from duijie.web.public.figure_shares import LISTED, share_table


@for_roles(*OVERSEERS)
def share_list(request: ActorRequest, share: str) -> HttpResponse:
    """The needs that a share counts, or with `?of=all` those that it is divided by, in the order of their sending."""
    if share not in set(Share):
        raise NotFound(mark("There is no such list."))
    view, known, is_whole = viewed(request), Share(share), request.GET.get("of") == "all"
    choice = view.choice
    whole = visible(request.actor, SEE_OVERVIEW, sent_needs(choice.quarter, choice.scope))
    counted = whole.filter(
        pk__in=needs_of_share(known, choice.quarter, scope=choice.scope, as_of=choice.as_of).values("pk")
    )
    counts = {False: counted.count(), True: whole.count()}
    rows = (whole if is_whole else counted).order_by("submitted_at", "id")[:LISTED]

    def page_of(need: Need) -> str:
        return reverse("office:need", args=[need.number]) if can(request.actor, SEE_NEED, need) else ""

    context = {
        "title": _(SHARE_LABELS[known]),
        "place": f"{view.place} · {quarter_name(choice.quarter)}",
        "definition": _(SHARE_DEFINITIONS[known]),
        "tabs": [
            Link(f"{label} {counts[of]}", parts.share_address(choice, known, of_all=of), current=of is is_whole)
            for of, label in ((False, _("Counted")), (True, _("All that were sent")))
        ],
        "table": share_table(rows, page_of),
        "nothing": _("No need stands on this list."),
        "cut": LISTED if counts[is_whole] > LISTED else 0,
        "back": parts.address(choice),
    }
    return render(request, "office/overview_list.html", context)


urlpatterns = [path("overview/shares/<str:share>/", share_list, name="overview-share")]
