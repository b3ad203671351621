"""What the page of the country's figures shows: the rates with their definitions, the units, and what differs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.apps.exchange.rules.country import RECOUNTED, Choice, differences, is_explained
from duijie.apps.exchange.selectors.country import CountryFigures, UnitFigures
from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, Rate
from duijie.apps.figures.rules.places import SHARE_UNIT, Counts
from duijie.web.frame.formats import percentage, plain_number
from duijie.web.frame.parts import Column, Figure, State, Table
from duijie.web.office.exchange.units import standing_label
from duijie.web.public.figure_parts import quarter_name

ORDER = (Rate.CONFIRMED, Rate.TAKEN, Rate.AGREED, Rate.MET)


def days_of(choice: Choice) -> int:
    """How many days after the quarter's last day it was read."""
    return (choice.as_of - choice.quarter.end).days + 1


def choice_name(choice: Choice) -> str:
    """2026年第2季度，90天后."""
    return _("%(quarter)s, after %(days)s days") % {
        "quarter": quarter_name(choice.quarter),
        "days": days_of(choice),
    }


def share(counts: Counts, rate: Rate) -> str:
    """A rate of the counts as per cent."""
    if not counts.verified:
        return percentage(None)
    if rate is Rate.MET:
        return percentage(counts.met_shares / (counts.verified * SHARE_UNIT))
    return percentage(getattr(counts, rate) / counts.verified)


def cards(counts: Counts) -> list[Figure]:
    """The four rates of the sum, each with how it is counted."""
    return [
        Figure(_(RATE_LABELS[rate]), share(counts, rate), _(DEFINITIONS[rate]), unit=_part(counts, rate))
        for rate in ORDER
    ]


def _part(counts: Counts, rate: Rate) -> str:
    if rate is Rate.MET or not counts.verified:
        return ""
    return f"{plain_number(getattr(counts, rate))} / {plain_number(counts.verified)}"


def missing(found: CountryFigures) -> list[tuple[State, list[str]]]:
    """The names of the units that are not in the sum, by how their logs stand."""
    names: dict[str, list[str]] = {}
    for each in found.missing:
        names.setdefault(standing_label(each.source), []).append(each.unit.name)
    return [(State(label), units) for label, units in names.items()]


def unit_table(found: CountryFigures) -> Table:
    """What each unit states, by code."""
    rows = [
        [
            each.unit.name,
            plain_number(each.counts.verified),
            *(share(each.counts, rate) for rate in ORDER),
            State(standing_label(each.source)),
        ]
        for each in found.units
        if each.counts
    ]
    columns = [
        Column(_("Reporting unit")),
        Column(_("Verified needs"), numeric=True),
        *(Column(_(RATE_LABELS[rate]), numeric=True) for rate in ORDER),
        Column(_("State of its log")),
    ]
    return Table(_("By unit, in the order of the codes"), columns, rows, show_caption=True)


def recount_table(found: CountryFigures) -> Table:
    """Stated and counted again from the unit's own public records, and in words what that means."""
    rows = [
        [each.unit.name, *(_pair(each, name) for name in RECOUNTED), verdict(each)]
        for each in found.units
        if each.counts
    ]
    columns = [
        Column(_("Reporting unit")),
        Column(_("Verified needs"), numeric=True),
        Column(_("Needs taken on"), numeric=True),
        Column(_("Needs confirmed"), numeric=True),
        Column(_("What that means")),
    ]
    return Table(_("Stated / counted again from its public records"), columns, rows, show_caption=True)


def _pair(unit: UnitFigures, name: str) -> str:
    return f"{plain_number(getattr(unit.counts, name))} / {plain_number(getattr(unit.recount, name))}"


def verdict(unit: UnitFigures) -> str:
    """What a unit's differences mean, in plain words."""
    if unit.counts is None or unit.recount is None:
        return ""
    told = [
        _told(name, count, explained=is_explained(name, count, unit.recount))
        for name, count in differences(unit.counts, unit.recount).items()
    ]
    return " ".join(told) or _("Agrees.")


def _told(name: str, count: int, *, explained: bool) -> str:
    number = {"count": plain_number(abs(count))}
    if explained:
        return {
            "verified": ngettext(
                "%(count)s need has no public record; as a rule it was referred to a policy.",
                "%(count)s needs have no public record; as a rule they were referred to a policy.",
                abs(count),
            ),
            "taken": _("Taken on differs by %(count)s: commitments that were let go, or records that were erased."),
            "confirmed": _("Confirmed differs by %(count)s: as a rule confirmations that were taken back."),
        }[name] % number
    return {
        "verified": _("%(count)s more needs stand in its records than it states. Please ask the unit."),
        "taken": _("It states %(count)s more needs taken on than its records show. Please ask the unit."),
        "confirmed": _("It states %(count)s more needs confirmed than its records show. Please ask the unit."),
    }[name] % number
