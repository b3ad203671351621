"""The units that report to the ministry: whose log is followed, late, silent or contradicts itself. Never public.

By code, never ranked: a late log is a question to its keeper, not a mark.
"""

from collections import Counter
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.country import READERS, Stated
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.exchange.selectors.units import UnitStanding, standings
from duijie.kernel.errors import mark
from duijie.web.frame.formats import datetime_local, plain_number
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office.exchange.sources import address_of, label_of
from duijie.web.public.figure_parts import quarter_name

NOT_CONNECTED = mark("Not connected")
_FINE = {SourceState.FOLLOWING, SourceState.WAITING}


@for_roles(*READERS)
def units(request: ActorRequest) -> HttpResponse:
    """Every unit with how its log stands."""
    found = standings(request.actor)
    context = {
        "title": _("Reporting units"),
        "count": len(found),
        "states": _by_state(found),
        "to_ask": [_to_ask(each) for each in found if each.source and each.source.state not in _FINE],
        "table": _table([each for each in found if each.source]),
        "unconnected": [each.unit.name for each in found if each.source is None],
    }
    return render(request, "office/units.html", context)


def standing_label(source: Source | None) -> str:
    """The message id of how a unit's log stands."""
    return label_of(source) if source else NOT_CONNECTED


def _by_state(found: Sequence[UnitStanding]) -> list[tuple[State, str]]:
    """How many units stand how."""
    counts = Counter(standing_label(each.source) for each in found)
    return [(State(label), plain_number(count)) for label, count in counts.most_common()]


def _to_ask(standing: UnitStanding) -> tuple[str, State, str]:
    source = standing.source
    return (standing.unit.name, State(standing_label(source)), address_of(source) if source else "")


def _table(found: Sequence[UnitStanding]) -> Table:
    columns = [
        Column(_("Reporting unit")),
        Column(_("State of its log")),
        Column(_("Since")),
        Column(_("Entries read"), numeric=True),
        Column(_("Hour of its newest entry")),
        Column(_("Newest reading")),
    ]
    return Table(_("Reporting units"), columns, [_row(each) for each in found])


def _row(standing: UnitStanding) -> list[object]:
    """The name leads to the source's page, on which its evidence lies."""
    source, name = standing.source, standing.unit.name
    return [
        Link(name, address_of(source)) if source else name,
        State(standing_label(source)),
        datetime_local(source.state_since) if source else "",
        plain_number(source.held_size) if source else "",
        datetime_local(standing.last_hour) if standing.last_hour else "",
        _reading(standing.newest),
    ]


def _reading(stated: Stated | None) -> object:
    if stated is None:
        return ""
    days = (stated.as_of - stated.quarter.end).days + 1
    address = f"{reverse('office:country-figures')}?quarter={stated.quarter.code}&days={days}"
    return Link(
        _("%(quarter)s, after %(days)s days") % {"quarter": quarter_name(stated.quarter), "days": days}, address
    )


urlpatterns = [path("exchange/units/", units, name="units")]
