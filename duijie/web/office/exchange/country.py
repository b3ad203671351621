"""The country's figures, added up from what the reporting units have put on their logs, and compared with it again."""

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duijie.apps.exchange.rules.country import READERS, Choice
from duijie.apps.exchange.selectors.country import CountryFigures, country_figures
from duijie.apps.figures.rules import READINGS, quarter_from, reading_day
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office.exchange import country_parts as parts
from duijie.web.office.exchange.country_files import CSV, JSON, MEDIA_TYPES, as_csv, as_data
from duijie.web.public.figure_parts import quarter_name


@for_roles(*READERS)
def figures(request: ActorRequest) -> HttpResponse:
    """The sum of one reading, who is in it, and what each unit's own records say."""
    found = _found(request)
    context = {
        "title": _("Figures of the country"),
        "found": found,
        "units": len(found.units),
        "stating": len(found.stating),
        "missing": parts.missing(found),
        "choices": [
            Link(parts.choice_name(each), _address("office:country-figures", each), current=each == found.choice)
            for each in found.choices
        ],
    }
    if found.choice:
        context |= {
            "quarter": quarter_name(found.choice.quarter),
            "cards": parts.cards(found.counts),
            "table": parts.unit_table(found),
            "again": parts.recount_table(found),
            "files": [(each, _address(f"office:country-{each}", found.choice)) for each in MEDIA_TYPES],
        }
    return render(request, "office/country.html", context)


@for_roles(*READERS)
def export(request: ActorRequest, form: str) -> HttpResponse:
    """What the page of the same choice shows, as a table for spreadsheets or as data for programs.

    Raises:
        NotFound: nobody has stated anything yet.
    """
    found = _found(request)
    if found.choice is None:
        raise NotFound(mark("No unit has stated a reading yet."))
    if form == JSON:
        return JsonResponse(as_data(found, found.choice), json_dumps_params={"ensure_ascii": False})
    name = f"{_('Figures of the country')} {parts.choice_name(found.choice)}.{form}"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(as_csv(found, found.choice), content_type=MEDIA_TYPES[CSV], headers=headers)


def _found(request: ActorRequest) -> CountryFigures:
    """The reading that is asked for; without a wish the newest."""
    if "quarter" not in request.GET:
        return country_figures(request.actor)
    quarter, days = quarter_from(request.GET["quarter"]), request.GET.get("days", "")
    if quarter is None or days not in {str(each) for each in READINGS}:
        raise NotFound(mark("There is no such quarter."))
    return country_figures(request.actor, Choice(reading_day(quarter, int(days)), quarter))


def _address(name: str, choice: Choice) -> str:
    query = urlencode({"quarter": choice.quarter.code, "days": parts.days_of(choice)})
    return f"{reverse(name)}?{query}"


urlpatterns = [
    path("exchange/figures/", figures, name="country-figures"),
    *(path(f"exchange/figures/export.{each}", export, {"form": each}, name=f"country-{each}") for each in MEDIA_TYPES),
]
