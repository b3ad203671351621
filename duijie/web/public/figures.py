"""The open figures: each with its definition beside it and the list behind it, so that anybody can count again."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import (
    DEFINITIONS,
    RATE_LABELS,
    READINGS,
    REFERRED_DEFINITION,
    VERIFIED_DEFINITION,
    Figures,
    Quarter,
    Rate,
    Ratio,
    quarter_from,
    reading_day,
)
from duijie.apps.figures.selectors.cohorts import Reading, by_stratum, needs_behind, quarters_with_needs, reading
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.vocabulary import MAKER_LABELS, TRACK_LABELS, Maker, Track
from duijie.apps.needs.selectors.library import library
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, ConfirmedBy
from duijie.apps.regions.selectors import find, full_name
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.fields import FIELDS
from duijie.web.frame.formats import date_zh, percentage, plain_number, quantity
from duijie.web.frame.parts import Column, Figure, Link, State, Table
from duijie.web.frame.policies import ActorRequest, open_to_all

WHOLE_COUNTRY = "/"
LISTED = 500
_STRATA = {
    "track": mark("By size"),
    "maker": mark("By who asks"),
    "county": mark("Key counties and others"),
    "field": mark("By field"),
}
_COUNTY_KINDS = {"key": mark("Key counties"), "other": mark("Other counties")}


@open_to_all
def figures(request: ActorRequest) -> HttpResponse:
    """The rates of a quarter's cohort within a place, as of today or one of the fixed readings."""
    quarter, scope, as_of = _chosen(request)
    found = reading(quarter, scope=scope, as_of=as_of)
    context = {
        "title": _("Results"),
        "place": _place_name(scope),
        "quarter": _quarter_name(quarter),
        "as_of": as_of,
        "cards": _cards(found, scope),
        "gone": _gone(found),
        "confirmed_by": _confirmed_by(found),
        "strata": [_stratum_table(name, found, scope) for name in _STRATA],
        "quarters": _quarter_links(quarter, scope),
        "readings": _reading_links(quarter, scope, as_of),
    }
    return render(request, "public/figures.html", context)


@open_to_all
def behind(request: ActorRequest) -> HttpResponse:
    """The list behind one figure; needs that are not public are counted, not shown."""
    quarter, scope, as_of = _chosen(request)
    rate = request.GET.get("rate", "")
    if rate not in {"", *Rate}:
        raise NotFound(mark("There is no such figure."))
    counted = needs_behind(quarter, scope=scope, rate=Rate(rate) if rate else None, as_of=as_of)
    shown = library().filter(pk__in=counted).order_by("-verified_at", "id")
    rows = [
        [
            Link(each.title, reverse("public:need", args=[each.number])),
            each.public_place,
            quantity(each.quantity, each.unit),
            quantity(each.quantity_met, each.unit),
            State(each.state, NEED),
        ]
        for each in shown[:LISTED]
    ]
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Asked"), numeric=True),
        Column(_("Confirmed"), numeric=True),
        Column(_("State")),
    ]
    context = {
        "title": _(RATE_LABELS[Rate(rate)]) if rate else _("Verified needs"),
        "definition": _(DEFINITIONS[Rate(rate)]) if rate else "",
        "quarter": _quarter_name(quarter),
        "place": _place_name(scope),
        "table": Table(_("Needs behind this figure"), columns, rows),
        "count": counted.count(),
        "hidden": counted.count() - shown.count(),
        "back": _address("public:figures", quarter, scope, as_of),
    }
    return render(request, "public/figures_behind.html", context)


def _chosen(request: ActorRequest) -> tuple[Quarter, str, date]:
    code = request.GET.get("quarter", "")
    scope = WHOLE_COUNTRY
    if place := request.GET.get("place", ""):
        division = find(place)
        if division is None:
            raise NotFound(mark("There is no such place."))
        scope = division.path
    quarter = quarter_from(code) if code else quarters_with_needs(scope)[0]
    if quarter is None:
        raise NotFound(mark("There is no such quarter."))
    days = request.GET.get("days", "")
    as_of = reading_day(quarter, int(days)) if days in {str(each) for each in READINGS} else today()
    return quarter, scope, min(as_of, today())


def _cards(found: Reading, scope: str) -> list[Figure]:
    figures_ = found.figures
    cards = [_card(rate, figures_.by_count[rate], found, scope) for rate in (Rate.CONFIRMED, Rate.TAKEN, Rate.AGREED)]
    met = "—" if figures_.mean_met is None else percentage(float(figures_.mean_met))
    cards.append(Figure(_(RATE_LABELS[Rate.MET]), met, _(DEFINITIONS[Rate.MET])))
    cards.append(Figure(_("Verified"), _share(found.verified), _(VERIFIED_DEFINITION)))
    cards.append(Figure(_("Referred to policy"), _share(found.referred), _(REFERRED_DEFINITION)))
    return cards


def _card(rate: Rate, ratio: Ratio, found: Reading, scope: str) -> Figure:
    href = _address("public:figures-behind", found.quarter, scope, found.as_of, rate=rate.value)
    return Figure(_(RATE_LABELS[rate]), _share(ratio), _(DEFINITIONS[rate]), href=href)


def _share(ratio: Ratio) -> str:
    if ratio.value is None:
        return "—"
    return f"{percentage(float(ratio.value))} ({ratio.part}/{ratio.whole})"


def _stratum_table(name: str, found: Reading, scope: str) -> Table:
    rows = [
        [_stratum_label(name, part), plain_number(cut.verified), *_cells(cut)]
        for part, cut in by_stratum(found.quarter, name, scope=scope, as_of=found.as_of)
    ]
    columns = [Column(_(_STRATA[name])), Column(_("Verified"), numeric=True)]
    columns += [Column(_(RATE_LABELS[rate]), numeric=True) for rate in (Rate.TAKEN, Rate.AGREED, Rate.CONFIRMED)]
    return Table(_(_STRATA[name]), columns, rows, show_caption=True)


def _cells(cut: Figures) -> list[str]:
    return [_share(cut.by_count[rate]) for rate in (Rate.TAKEN, Rate.AGREED, Rate.CONFIRMED)]


def _stratum_label(name: str, part: str) -> str:
    if name == "track":
        return _(TRACK_LABELS[Track(part)])
    if name == "maker":
        return _(MAKER_LABELS[Maker(part)])
    return _(_COUNTY_KINDS[part]) if name == "county" else _(FIELDS[part].label)


def _gone(found: Reading) -> Table:
    rows = [[_(NEED.states[state]), plain_number(count)] for state, count in found.figures.gone.items()]
    return Table(
        _("Of the verified needs, gone since"),
        [Column(_("State")), Column(_("Needs"), numeric=True)],
        rows,
        show_caption=True,
    )


def _confirmed_by(found: Reading) -> Table:
    rows: list[list[Any]] = [
        [_(CONFIRMED_BY_LABELS[ConfirmedBy(by)]), plain_number(count)] for by, count in found.confirmed_by
    ]
    rows.append([_("Visited again afterwards"), _share(found.revisited)])
    return Table(
        _("Who confirmed"), [Column(_("Way")), Column(_("Confirmations"), numeric=True)], rows, show_caption=True
    )


def _quarter_links(chosen: Quarter, scope: str) -> list[Link]:
    return [
        Link(_quarter_name(each), _address("public:figures", each, scope), current=each == chosen)
        for each in quarters_with_needs(scope)[:8]
    ]


def _reading_links(quarter: Quarter, scope: str, as_of: date) -> list[Link]:
    links = [Link(_("Today"), _address("public:figures", quarter, scope), current=as_of == today())]
    for days in READINGS:
        day = reading_day(quarter, days)
        if day <= today():
            label = _("After %(days)s days (%(day)s)") % {"days": days, "day": date_zh(day)}
            links.append(Link(label, _address("public:figures", quarter, scope, days=days), current=as_of == day))
    return links


def _address(name: str, quarter: Quarter, scope: str, as_of: date | None = None, **more: object) -> str:
    query: dict[str, object] = {"quarter": quarter.code, **more}
    if scope != WHOLE_COUNTRY:
        query["place"] = scope.rstrip("/").rpartition("/")[2].ljust(12, "0")
    if as_of and as_of != today():
        query["days"] = (as_of - (quarter.end - timedelta(days=1))).days
    return f"{reverse(name)}?{urlencode(query)}"


def _place_name(scope: str) -> str:
    if scope == WHOLE_COUNTRY:
        return _("The whole country")
    return full_name(scope.rstrip("/").rpartition("/")[2].ljust(12, "0"))


def _quarter_name(quarter: Quarter) -> str:
    return _("%(year)s, quarter %(number)s") % {"year": quarter.year, "number": quarter.number}


urlpatterns = [
    path("figures/", figures, name="figures"),
    path("figures/behind/", behind, name="figures-behind"),
]
