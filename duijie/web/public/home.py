"""The first page: three things a villager can do, and what the platform is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, Rate
from duijie.apps.figures.selectors.cohorts import headline, quarters_with_needs
from duijie.kernel.clock import today
from duijie.web.frame.doors import first_door
from duijie.web.frame.formats import percentage
from duijie.web.frame.parts import Figure
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.figure_parts import quarter_name
from duijie.web.public.structured import Share, absolute, share


@open_to_all
def home(request: ActorRequest) -> HttpResponse:
    """提需求 · 点服务 · 查进度, and one honest figure."""
    context = {"cards": [_headline()], "door": first_door(request.actor), "share": _share()}
    return render(request, "public/home.html", context)


def _share() -> Share:
    search = {
        "@type": "SearchAction",
        "target": absolute(reverse("public:search")) + "?q={search_term_string}",
        "query-input": "required name=search_term_string",
    }
    name, about = _("Duijie"), _("Social organizations in rural revitalization")
    return share(name, about, reverse("public:home"), {"@type": "WebSite", "name": name, "potentialAction": search})


def _headline() -> Figure:
    """落实率 of the newest quarter that is over: of one that has just begun nothing can have arrived yet."""
    quarters = quarters_with_needs("/")
    quarter = next((each for each in quarters if each.end <= today()), quarters[0])
    ratio = headline(quarter)
    value = percentage(None if ratio.value is None else float(ratio.value))
    label = _("%(rate)s, %(quarter)s") % {"rate": _(RATE_LABELS[Rate.CONFIRMED]), "quarter": quarter_name(quarter)}
    address = f"{reverse('public:figures')}?quarter={quarter.code}"
    return Figure(label, value, _(DEFINITIONS[Rate.CONFIRMED]), unit=f"{ratio.part} / {ratio.whole}", href=address)


urlpatterns = [path("", home, name="home")]
