"""What the pages of figures show: the rates as cards, the tables beside them, the ways to other quarters and places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.figures.rules import (
    DEFINITIONS,
    RATE_LABELS,
    READINGS,
    SHARE_DEFINITIONS,
    SHARE_LABELS,
    Figures,
    Quarter,
    Rate,
    Ratio,
    Share,
    by_stratum,
    met_by_unit,
    reading_day,
)
from duijie.apps.figures.selectors.cohorts import Reading, counts_below, quarters_with_needs
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.vocabulary import MAKER_LABELS, TRACK_LABELS, Maker, Track
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, ConfirmedBy
from duijie.apps.regions.selectors import full_name, full_names
from duijie.kernel.clock import today
from duijie.kernel.errors import mark
from duijie.kernel.fields import FIELDS
from duijie.web.frame.formats import date_zh, money, percentage, plain_number
from duijie.web.frame.parts import Column, Figure, Link, Table

WHOLE_COUNTRY = "/"
_COUNTED = (Rate.CONFIRMED, Rate.TAKEN, Rate.AGREED)
_STRATA = {
    "track": mark("By size"),
    "maker": mark("By who asks"),
    "county": mark("Key counties and others"),
    "field": mark("By field"),
}
_HEADS = {"track": mark("Size"), "maker": mark("Who asks"), "county": mark("Counties"), "field": mark("Field")}
_COUNTY_KINDS = {"key": mark("Key counties"), "other": mark("Other counties")}
_QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Choice:
    """Which cohort is looked at: the quarter, the place as a division path, and the day of the reading."""

    quarter: Quarter
    scope: str
    as_of: date

    def address(self, name: str = "public:figures", **more: object) -> str:
        """The address of a page of figures for this choice."""
        query: dict[str, object] = {"quarter": self.quarter.code, **more}
        if self.scope != WHOLE_COUNTRY:
            query.setdefault("place", code_of(self.scope))
        if self.as_of != today():
            query.setdefault("days", (self.as_of - (self.quarter.end - timedelta(days=1))).days)
        return f"{reverse(name)}?{urlencode(query)}"


def code_of(scope: str) -> str:
    """The 12-digit code of a division path."""
    return scope.rstrip("/").rpartition("/")[2].ljust(12, "0")


def place_name(scope: str) -> str:
    """The place of a path in words."""
    return _("The whole country") if scope == WHOLE_COUNTRY else full_name(code_of(scope))


def quarter_name(quarter: Quarter) -> str:
    """2026年第4季度."""
    return _("%(year)s, quarter %(number)s") % {"year": quarter.year, "number": quarter.number}


def cards(found: Reading, choice: Choice, lists: Mapping[Share, str] = MappingProxyType({})) -> list[Figure]:
    """The headline first, then how the way there went; `lists` are the addresses behind the shares of what was sent."""
    shown = [_card(rate, found.figures.by_count[rate], choice) for rate in _COUNTED]
    met = "—" if found.figures.mean_met is None else percentage(float(found.figures.mean_met))
    shown.append(
        Figure(
            _(RATE_LABELS[Rate.MET]),
            met,
            _(DEFINITIONS[Rate.MET]),
            href=choice.address("public:figures-behind", rate="met"),
        )
    )
    shares = {Share.VERIFIED: found.verified, Share.REFERRED: found.referred}
    return [*shown, *(_share_card(share, ratio, lists.get(share, "")) for share, ratio in shares.items())]


def _card(rate: Rate, ratio: Ratio, choice: Choice) -> Figure:
    href = choice.address("public:figures-behind", rate=rate.value)
    return Figure(_(RATE_LABELS[rate]), _percent(ratio), _(DEFINITIONS[rate]), unit=_counts(ratio), href=href)


def _share_card(share: Share, ratio: Ratio, href: str) -> Figure:
    return Figure(_(SHARE_LABELS[share]), _percent(ratio), _(SHARE_DEFINITIONS[share]), unit=_counts(ratio), href=href)


def _percent(ratio: Ratio) -> str:
    return percentage(None if ratio.value is None else float(ratio.value))


def _counts(ratio: Ratio) -> str:
    return f"{plain_number(ratio.part)} / {plain_number(ratio.whole)}" if ratio.whole else ""


def _share(ratio: Ratio) -> str:
    return f"{_percent(ratio)} ({_counts(ratio)})" if ratio.whole else "—"


def amounts(found: Reading) -> Table:
    """The same rates by count and by amount: small things done and large ones left show in the difference."""
    rows = []
    for rate in _COUNTED:
        by_amount = found.figures.by_amount[rate]
        rows.append(
            [_(RATE_LABELS[rate]), _share(found.figures.by_count[rate]), _percent(by_amount), money(by_amount.part)]
        )
    columns = [
        Column(_("Rate")),
        Column(_("By number of needs"), numeric=True),
        Column(_("By amount"), numeric=True),
        Column(_("Amount"), numeric=True),
    ]
    return Table(_("By number and by amount"), columns, rows, show_caption=True)


def units(found: Reading) -> Table:
    """What was asked and what arrived, unit by unit."""
    rows = [
        [_(unit), plain_number(asked), plain_number(met), percentage(met / asked if asked else None)]
        for unit, asked, met in met_by_unit(found.records)
    ]
    columns = [
        Column(_("Unit")),
        Column(_("Asked"), numeric=True),
        Column(_("Arrived and confirmed"), numeric=True),
        Column(_("Share"), numeric=True),
    ]
    return Table(_("What arrived, by unit"), columns, rows, show_caption=True)


def strata(found: Reading) -> list[Table]:
    """The rates by size, by who asks, by kind of county and by field."""
    return [_stratum_table(name, found) for name in _STRATA]


def _stratum_table(name: str, found: Reading) -> Table:
    rows = [
        [_stratum_label(name, part), plain_number(cut.verified), *_cells(cut)]
        for part, cut in by_stratum(found.records, name, found.as_of)
    ]
    columns = [Column(_(_HEADS[name])), Column(_("Verified needs"), numeric=True)]
    columns += [Column(_(RATE_LABELS[rate]), numeric=True) for rate in _COUNTED]
    return Table(_(_STRATA[name]), columns, rows, show_caption=True)


def _cells(cut: Figures) -> list[str]:
    return [_share(cut.by_count[rate]) for rate in _COUNTED]


def _stratum_label(name: str, part: str) -> str:
    if name == "track":
        return _(TRACK_LABELS[Track(part)])
    if name == "maker":
        return _(MAKER_LABELS[Maker(part)])
    return _(_COUNTY_KINDS[part]) if name == "county" else _(FIELDS[part].label)


def gone(found: Reading) -> Table:
    """What has left the cohort's way and still counts in its whole."""
    rows = [[_(NEED.states[state]), plain_number(count)] for state, count in found.figures.gone.items()]
    columns = [Column(_("State")), Column(_("Needs"), numeric=True)]
    return Table(_("Of the verified needs, gone since"), columns, rows, show_caption=True)


def confirmed_by(found: Reading) -> Table:
    """By which way the receiving side confirmed, and how much was looked at again."""
    rows: list[list[Any]] = [
        [_(CONFIRMED_BY_LABELS[ConfirmedBy(by)]), plain_number(count)] for by, count in found.confirmed_by
    ]
    rows.append([_("Visited again afterwards"), _share(found.revisited)])
    columns = [Column(_("How it was confirmed")), Column(_("Confirmations"), numeric=True)]
    return Table(_("Who confirmed"), columns, rows, show_caption=True)


def quarter_links(choice: Choice) -> list[Link]:
    """The newest quarters in which needs were verified."""
    found = quarters_with_needs(choice.scope)[:_QUARTERS_SHOWN]
    return [
        Link(quarter_name(each), Choice(each, choice.scope, today()).address(), current=each == choice.quarter)
        for each in found
    ]


def reading_links(choice: Choice) -> list[Link]:
    """Today, and the fixed readings that have come."""
    now = Choice(choice.quarter, choice.scope, today())
    links = [Link(_("Today"), now.address(), current=choice.as_of == today())]
    for days in READINGS:
        day = reading_day(choice.quarter, days)
        if day <= today():
            label = _("After %(days)s days (%(day)s)") % {"days": days, "day": date_zh(day)}
            links.append(Link(label, now.address(days=days), current=choice.as_of == day))
    return links


def places_below(choice: Choice) -> list[tuple[Link, int]]:
    """The places next below, in the order of their codes and with counts only: nobody is ranked."""
    counts = counts_below(choice.quarter, choice.scope)
    names = full_names(code_of(path) for path, _count in counts)
    own = "" if choice.scope == WHOLE_COUNTRY else full_name(code_of(choice.scope))
    return [
        (Link(names[code_of(path)].removeprefix(own), Choice(choice.quarter, path, choice.as_of).address()), count)
        for path, count in counts
        if code_of(path) in names
    ]
