"""The public lists behind 核实率 and 转办率: what the library shows, and of all the rest counts by place.

What was referred or is still being verified is not public and may speak of a household, so it is never listed here.
The counts add up to both numbers of the share; the offices see the lists whole (`web/office/overview_shares.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import SHARE_DEFINITIONS, SHARE_LABELS, Share
from duijie.apps.figures.selectors.cohorts import needs_of_share, sent_by_place, sent_needs
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.selectors.library import library
from duijie.apps.regions.rules import code_of_path, county_path_of, paths_above
from duijie.apps.regions.selectors import full_names
from duijie.web.frame.formats import date_zh, plain_number
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest
from duijie.web.public import figure_parts as parts

LISTED = 500
BEHIND = "public:figures-behind"


def addresses(choice: parts.Choice) -> dict[Share, str]:
    """The list behind each share."""
    return {share: choice.address(BEHIND, rate=share.value) for share in Share}


def share_list(request: ActorRequest, share: Share, choice: parts.Choice) -> HttpResponse:
    """The public needs that a share counts, or with `?of=all` those of all that it is divided by."""
    is_whole = request.GET.get("of") == "all"
    whole = sent_needs(choice.quarter, choice.scope)
    counted = needs_of_share(share, choice.quarter, scope=choice.scope, as_of=choice.as_of)
    counts = {False: counted.count(), True: whole.count()}
    shown = library().filter(pk__in=(whole if is_whole else counted).values("pk"))
    public = shown.count()
    context = {
        "title": _(SHARE_LABELS[share]),
        "definition": _(SHARE_DEFINITIONS[share]),
        "quarter": parts.quarter_name(choice.quarter),
        "place": parts.place_name(choice.scope),
        "as_of": choice.as_of,
        "tabs": [
            Link(f"{label} {plain_number(counts[of])}", choice.address(BEHIND, **query), current=of is is_whole)
            for of, label, query in (
                (False, _("Counted"), {"rate": share.value}),
                (True, _("All that were sent"), {"rate": share.value, "of": "all"}),
            )
        ],
        "table": share_table(shown.order_by("submitted_at", "id")[:LISTED], _page_of),
        "count": counts[is_whole],
        "hidden": counts[is_whole] - public,
        "cut": LISTED if public > LISTED else 0,
        "places": _places(share, choice),
        "back": choice.address(),
    }
    return render(request, "public/figures_share.html", context)


def share_table(rows: Iterable[Need], address_of: Callable[[Need], str]) -> Table:
    """Needs of a share in the order of `rows`, each linked to its page where `address_of` knows one for the reader."""
    lines = [
        [
            Link(each.title, address) if (address := address_of(each)) else each.title,
            each.public_place,
            date_zh(localtime(each.submitted_at)) if each.submitted_at else "",
            date_zh(localtime(each.verified_at)) if each.verified_at else "",
            State(each.state, NEED),
        ]
        for each in rows
    ]
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Sent on")),
        Column(_("Verified on")),
        Column(_("State")),
    ]
    return Table(_("Needs behind this figure"), columns, lines)


def _page_of(need: Need) -> str:
    return reverse("public:need", args=[need.number])


def _places(share: Share, choice: parts.Choice) -> Table:
    """How many were sent and counted in each county (of the whole country: province), in the order of codes."""
    part_of = _province if choice.scope == parts.WHOLE_COUNTRY else _county
    sums = _summed(sent_by_place(share, choice.quarter, scope=choice.scope, as_of=choice.as_of), part_of)
    names = full_names(code_of_path(path) for path in sums)
    lines = [
        [
            _narrower(path, names.get(code_of_path(path), ""), share, choice),
            plain_number(sent),
            plain_number(counted),
        ]
        for path, (sent, counted) in sorted(sums.items())
    ]
    columns = [
        Column(_("Place")),
        Column(_("Sent for verification"), numeric=True),
        Column(_("Counted"), numeric=True),
    ]
    return Table(_("By place, in the order of the codes"), columns, lines, show_caption=True)


def _summed(counts: Iterable[tuple[str, int, int]], part_of: Callable[[str], str]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for path, sent, counted in counts:
        before = sums.get(part_of(path), (0, 0))
        sums[part_of(path)] = (before[0] + sent, before[1] + counted)
    return sums


def _narrower(path: str, name: str, share: Share, choice: parts.Choice) -> object:
    """The way to the same list of a place; none where it is the one that is shown."""
    if choice.scope.startswith(path):
        return name
    return Link(name, replace(choice, scope=path).address(BEHIND, rate=share.value))


def _province(path: str) -> str:
    return paths_above(path)[0]


def _county(path: str) -> str:
    """The county of a place: nothing smaller is told apart, because in a village one need may mean one household."""
    return county_path_of(path) or path
