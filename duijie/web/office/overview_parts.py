"""What the pages of the offices above show: loads of steps as bars and tables, key counties as cards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.apps.figures.rules import Share
from duijie.apps.figures.selectors.cohorts import quarters_with_needs
from duijie.apps.figures.selectors.coverage import Coverage
from duijie.apps.figures.selectors.waiting import Step, Waiting, days_since, is_overdue
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import SEE as SEE_NEED
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import SEE as SEE_PROJECT
from duijie.apps.regions.selectors import full_name, full_names
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.clock import today
from duijie.kernel.errors import mark
from duijie.web.frame.formats import date_zh, plain_number
from duijie.web.frame.parts import Column, Figure, Link, State, Table
from duijie.web.public.figure_parts import WHOLE_COUNTRY, Choice, code_of, quarter_name

PAGE = "office:overview"
_QUARTERS_SHOWN = 8
_WHOLE = 100
_LEAST = 0.4
"""Per cent of the width: what is more than nothing can be seen."""


@dataclass(frozen=True, slots=True)
class Load:
    """One step's bar: how many wait there, how many of them beyond the clock, and both in per cent of the longest."""

    label: str
    count: str
    late: str
    length: str
    late_length: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far help has come in a key county."""

    label: str
    definition: str
    holds: Callable[[Coverage], bool]


REACHED = {
    "": Reach(mark("All key counties"), mark("Counties on a list that is valid today."), lambda each: bool(each.code)),
    "published": Reach(
        mark("Key counties with a need in the library"),
        mark("Key counties with at least one published need ÷ all key counties here."),
        lambda each: each.published > 0,
    ),
    "taken": Reach(
        mark("Key counties where help was taken on"),
        mark("Key counties with at least one need that an organization has committed to ÷ all key counties here."),
        lambda each: each.taken > 0,
    ),
    "fulfilled": Reach(
        mark("Key counties where help has arrived"),
        mark("Key counties with at least one need that the receiving side has confirmed ÷ all key counties here."),
        lambda each: each.fulfilled > 0,
    ),
    "none": Reach(
        mark("Key counties without a need in the library"),
        mark("Key counties without a published need ÷ all key counties here."),
        lambda each: each.published == 0,
    ),
}


def address(choice: Choice, *, scope: str | None = None) -> str:
    """The overview of the same quarter, of another place where one is given."""
    return f"{reverse(PAGE)}?{_query(choice, choice.scope if scope is None else scope)}"


def counties_address(choice: Choice, which: str) -> str:
    """The list of key counties that help has reached so far."""
    return f"{reverse('office:overview-counties')}?{_query(choice, choice.scope)}&which={which}"


def share_address(choice: Choice, share: Share, *, of_all: bool = False) -> str:
    """The needs that a share of what was sent counts, or all that it is divided by."""
    return f"{reverse('office:overview-share', args=[share])}?{_query(choice, choice.scope)}{'&of=all' * of_all}"


def report_address(choice: Choice) -> str:
    """The same in Word."""
    return f"{reverse('office:overview-report')}?{_query(choice, choice.scope)}"


def _query(choice: Choice, scope: str) -> str:
    query = {"quarter": choice.quarter.code}
    if scope != WHOLE_COUNTRY:
        query["place"] = code_of(scope)
    return urlencode(query)


def quarter_links(choice: Choice) -> list[Link]:
    """The newest quarters in which needs were verified."""
    return [
        Link(quarter_name(each), address(Choice(each, choice.scope, choice.as_of)), current=each == choice.quarter)
        for each in quarters_with_needs(choice.scope)[:_QUARTERS_SHOWN]
    ]


def place_links(choice: Choice, counts: Sequence[tuple[str, int]]) -> list[tuple[Link, str]]:
    """The places next below in the order of their codes, each with how many needs were verified there."""
    names = full_names(code_of(path) for path, _count in counts)
    own = full_name(code_of(choice.scope))
    return [
        (Link(names[code_of(path)].removeprefix(own), address(choice, scope=path)), plain_number(count))
        for path, count in counts
        if code_of(path) in names
    ]


def load_bars(loads: Sequence[Waiting]) -> list[Load]:
    """A bar for each step; the part beyond the clock is drawn into it and told in words."""
    most = max((each.count for each in loads), default=0)
    return [
        Load(
            _(each.step.label),
            plain_number(each.count),
            _("%(count)s overdue") % {"count": plain_number(each.overdue)} if each.overdue else "",
            _length(each.count, most),
            _length(each.overdue or 0, most),
        )
        for each in loads
    ]


def _length(part: int, most: int) -> str:
    return f"{max(part / most * _WHOLE, _LEAST):.1f}%" if part else "0"


def load_table(loads: Sequence[Waiting], choice: Choice) -> Table:
    """The same in figures, each with the list behind it."""
    rows = [
        [
            Link(_(each.step.label), _waiting_address(each.step, choice)) if each.count else _(each.step.label),
            plain_number(each.count),
            _days(each.middle_days),
            _days(each.longest_days),
            "" if each.overdue is None else plain_number(each.overdue),
            _(each.step.counted_from),
        ]
        for each in loads
    ]
    columns = [
        Column(_("Step")),
        Column(_("Waiting"), numeric=True),
        Column(_("Half of them at least"), numeric=True),
        Column(_("Longest"), numeric=True),
        Column(_("Beyond the clock"), numeric=True),
        Column(_("Counted from")),
    ]
    return Table(_("What waits, by step"), columns, rows)


def _waiting_address(step: Step, choice: Choice) -> str:
    return f"{reverse('office:overview-waiting', args=[step.name])}?{_query(choice, choice.scope)}"


def _days(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": plain_number(count)}


def waiting_table(actor: Actor, step: Step, rows: Iterable[Any]) -> Table:
    """The needs or projects at a step; those that the actor may open are links."""
    lines = [[*_line(actor, each), *_clock(step, each)] for each in rows]
    columns = [Column(_("Need")), Column(_("Place")), Column(_("Waiting for"), numeric=True), Column(_("Until"))]
    return Table(_(step.label), columns, lines)


def _line(actor: Actor, row: Need | Project) -> list[object]:
    if isinstance(row, Project):
        link = Link(row.need.title, reverse("office:project", args=[row.number]))
        return [link if can(actor, SEE_PROJECT, row) else row.need.title, row.need.public_place]
    link = Link(row.title, reverse("office:need", args=[row.number]))
    return [link if can(actor, SEE_NEED, row) else row.title, row.public_place]


def _clock(step: Step, row: Any) -> list[object]:
    until = getattr(row, "until", None)
    end: object = State("Overdue") if is_overdue(step, until) else date_zh(until) if until else ""
    return [_days(days_since(row.since)), end]


def coverage_cards(counties: Sequence[Coverage], choice: Choice) -> list[Figure]:
    """How many of the key counties help has reached, step by step."""
    cards = []
    for name, reach in REACHED.items():
        part = sum(reach.holds(each) for each in counties)
        unit = f"/ {plain_number(len(counties))}" if name else ""
        href = counties_address(choice, name)
        cards.append(Figure(_(reach.label), plain_number(part), _(reach.definition), unit=unit, href=href))
    return cards


def coverage_table(counties: Iterable[Coverage]) -> Table:
    """Key counties by code, each with its needs in the library and what became of them."""
    rows = [
        [
            Link(each.name, f"{reverse('public:needs')}?place={each.code}") if each.published else each.name,
            plain_number(each.published),
            plain_number(each.taken),
            plain_number(each.fulfilled),
        ]
        for each in counties
    ]
    columns = [
        Column(_("County")),
        Column(_("Needs in the library"), numeric=True),
        Column(_("Taken on by organizations"), numeric=True),
        Column(_("Fulfilled, confirmed by the receiving side"), numeric=True),
    ]
    return Table(_("Key counties on %(day)s") % {"day": date_zh(today())}, columns, rows, show_caption=True)
