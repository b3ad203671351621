"""The open figures: each with its definition beside it and the list behind it, so that anybody can count again."""

from collections.abc import Iterable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, READINGS, Rate, Share, quarter_from, reading_day
from duijie.apps.figures.selectors.cohorts import counts_below, needs_behind, quarters_with_needs, reading
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.selectors.library import library
from duijie.apps.projects.models import Project
from duijie.apps.projects.selectors import public_projects_by_need
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import DOT, quantity
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.places import PlaceField
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public import figure_parts as parts
from duijie.web.public.figure_attested import attested
from duijie.web.public.figure_chart import bars
from duijie.web.public.figure_files import CSV, MEDIA_TYPES, as_csv, as_sheet
from duijie.web.public.figure_shares import addresses as share_addresses
from duijie.web.public.figure_shares import share_list
from duijie.web.public.projects import address as project_address
from duijie.web.public.structured import Share as ShareCard
from duijie.web.public.structured import absolute, share
from duijie.web.public.tiles import Grid, distribution

LISTED = 500


class PlaceForm(forms.Form):
    """For another place."""

    place = PlaceField(label=gettext_lazy("Place"), required=False)
    quarter = forms.CharField(required=False, widget=forms.HiddenInput)


@open_to_all
def figures(request: ActorRequest) -> HttpResponse:
    """The rates of a quarter's cohort within a place, as of today or one of the fixed readings."""
    form = PlaceForm(request.GET)
    choice = _chosen(request, form)
    found = reading(choice.quarter, scope=choice.scope, as_of=choice.as_of)
    context = {
        "title": _("Results"),
        "choice": choice,
        "place": parts.place_name(choice.scope),
        "quarter": parts.quarter_name(choice.quarter),
        "verified": found.figures.verified,
        "list_address": choice.address("public:figures-behind"),
        "data_address": _data_address(choice),
        "files": [(each, choice.address(f"public:figures-{each}")) for each in MEDIA_TYPES],
        "whole_country": parts.Choice(choice.quarter, parts.WHOLE_COUNTRY, choice.as_of).address(),
        "form": _asking_again(form, choice),
        "attested": attested(found, choice),
        "cards": parts.cards(found, choice, share_addresses(choice)),
        "chart": bars(found),
        "amounts": parts.amounts(found),
        "units": parts.units(found),
        "gone": parts.gone(found),
        "confirmed_by": parts.confirmed_by(found),
        "taken_back": found.taken_back,
        "today_address": parts.Choice(choice.quarter, choice.scope, today()).address(),
        "strata": parts.strata(found),
        "quarters": parts.quarter_links(choice),
        "readings": parts.reading_links(choice),
        "places": parts.places_below(choice),
        "grid": _grid(choice),
        "share": _share(choice),
    }
    return render(request, "public/figures.html", context)


def _grid(choice: parts.Choice) -> Grid | None:
    """The provinces as squares, for the whole country only."""
    if choice.scope != parts.WHOLE_COUNTRY:
        return None
    return distribution(counts_below(choice.quarter, choice.scope), choice)


def _share(choice: parts.Choice) -> ShareCard:
    """The figures as a data set, with the files in which they can be taken along."""
    name = f"{_('Results')}{DOT}{parts.place_name(choice.scope)}{DOT}{parts.quarter_name(choice.quarter)}"
    files = [
        {
            "@type": "DataDownload",
            "encodingFormat": kind,
            "contentUrl": absolute(choice.address(f"public:figures-{form}")),
        }
        for form, kind in MEDIA_TYPES.items()
    ]
    about = _(DEFINITIONS[Rate.CONFIRMED])
    data = {"@type": "Dataset", "name": name, "description": about, "distribution": files}
    return share(name, about, choice.address(), data)


@open_to_all
def export(request: ActorRequest, form: str) -> HttpResponse:
    """The figures that the page of the same choice shows, as a file."""
    asked = PlaceForm(request.GET)
    choice = _chosen(request, asked)
    if asked.errors:
        raise NotFound(mark("There is no such place."))
    found = reading(choice.quarter, scope=choice.scope, as_of=choice.as_of)
    body = (as_csv if form == CSV else as_sheet)(found, choice)
    name = f"{parts.place_name(choice.scope)} {parts.quarter_name(choice.quarter)} {choice.as_of:%Y%m%d}.{form}"
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(body, content_type=MEDIA_TYPES[form], headers={"Content-Disposition": header})


@open_to_all
def behind(request: ActorRequest) -> HttpResponse:
    """The list behind one figure; needs that are not public are counted, not shown."""
    form = PlaceForm(request.GET)
    choice = _chosen(request, form)
    if form.errors:
        raise NotFound(mark("There is no such place."))
    rate = request.GET.get("rate", "")
    if rate in set(Share):
        return share_list(request, Share(rate), choice)
    if rate not in {"", *Rate}:
        raise NotFound(mark("There is no such figure."))
    found = reading(choice.quarter, scope=choice.scope, as_of=choice.as_of)
    counted = needs_behind(found, Rate(rate) if rate else None, scope=choice.scope)
    shown = library().filter(pk__in=counted.order_by().values("pk"))
    count, public = counted.count(), shown.count()
    context = {
        "title": _(RATE_LABELS[Rate(rate)]) if rate else _("Verified needs"),
        "definition": _(DEFINITIONS[Rate(rate)]) if rate else "",
        "quarter": parts.quarter_name(choice.quarter),
        "place": parts.place_name(choice.scope),
        "as_of": choice.as_of,
        "table": _needs(list(shown.order_by("-verified_at", "id")[:LISTED])),
        "count": count,
        "hidden": count - public,
        "cut": LISTED if public > LISTED else 0,
        "back": choice.address(),
    }
    return render(request, "public/figures_behind.html", context)


def _needs(rows: list[Need]) -> Table:
    projects = public_projects_by_need(rows)
    lines = [
        [
            Link(each.title, reverse("public:need", args=[each.number])),
            each.public_place,
            quantity(each.quantity, each.unit),
            quantity(each.quantity_met, each.unit) if each.quantity_met else "",
            State(each.state, NEED),
            _links(projects.get(each.pk, ())),
        ]
        for each in rows
    ]
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Asked"), numeric=True),
        Column(_("Arrived and confirmed"), numeric=True),
        Column(_("State")),
        Column(_("What became of it")),
    ]
    return Table(_("Needs behind this figure"), columns, lines)


def _links(projects: Iterable[Project]) -> SafeString:
    """The projects that came of a need, each by the name of its organization."""
    pairs = ((project_address(each), each.organization.name) for each in projects)
    return format_html_join(mark_safe("<br>"), '<a class="reach" href="{}">{}</a>', pairs)


def _chosen(request: ActorRequest, form: PlaceForm) -> parts.Choice:
    place = form.cleaned_data["place"] if form.is_valid() else None
    scope = place.path if place else parts.WHOLE_COUNTRY
    code = request.GET.get("quarter", "")
    quarter = quarter_from(code) if code else quarters_with_needs(scope)[0]
    if quarter is None:
        raise NotFound(mark("There is no such quarter."))
    days = request.GET.get("days", "")
    as_of = reading_day(quarter, int(days)) if days in {str(each) for each in READINGS} else today()
    return parts.Choice(quarter, scope, min(as_of, today()))


def _asking_again(form: PlaceForm, choice: parts.Choice) -> PlaceForm:
    """The form for the next place: with the present one by name, or with what was not understood."""
    if form.errors:
        return form
    name = "" if choice.scope == parts.WHOLE_COUNTRY else parts.place_name(choice.scope)
    return PlaceForm(initial={"place": name, "quarter": choice.quarter.code})


def _data_address(choice: parts.Choice) -> str:
    division = "" if choice.scope == parts.WHOLE_COUNTRY else parts.code_of(choice.scope)
    return f"{reverse('api-v1:quarter_figures')}?quarter={choice.quarter.code}&division={division}"


urlpatterns = [
    path("figures/", figures, name="figures"),
    *(path(f"figures/export.{each}", export, {"form": each}, name=f"figures-{each}") for each in MEDIA_TYPES),
    path("figures/behind/", behind, name="figures-behind"),
]
