"""The page that shows every component in its states, for those who build pages; only in demo and development."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duijie.web.frame import samples
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import open_to_all
from duijie.web.frame.states import SHAPES

WRONG = {"title": "", "text": "…" * 520, "households": "many", "amount": "1.234", "wanted_by": "soon"}


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """The components; with `?wrong=1` the form comes back with its errors."""
    form = samples.SampleForm(WRONG) if "wrong" in request.GET else samples.SampleForm()
    values = {
        "form": form,
        "crumbs": [Link(_("Home"), "/"), Link(_("Needs"), "#")],
        "states": sorted(SHAPES, key=lambda label: SHAPES[label]),
        "facts": samples.facts(),
        "tasks": samples.tasks(),
        "steps": samples.journey(),
        "ended": samples.ended_journey(),
        "entries": samples.history(),
        "cards": samples.figures(),
        "pictures": samples.photos(),
        "table": samples.table(),
        "acts": samples.acts(),
        "page": samples.paging(),
        "filters": samples.SampleFilters(request.GET or None),
        "tabs": [
            Link(_("Waiting for a match"), "#tabs", current=True),
            Link(_("Under way"), "#tabs"),
            Link(_("Closed"), "#tabs"),
        ],
    }
    return render(request, "frame/components_page.html", values)
