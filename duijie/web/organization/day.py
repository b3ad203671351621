"""The day of an organization: what waits for its answer, what it has promised, what is to be reported, what it awaits.

Each row leads straight to the page of its act, with the clock of its rule beside it; the oldest stand first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.selectors import visible_matches, visible_orders, visible_suggestions
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.selectors import OPEN_STATES, visible_projects
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.web.frame.formats import DOT, date_zh, quantity
from duijie.web.frame.states import ATTENTION
from duijie.web.organization.clocks import Clock, answer_clock, due_clock, waited_clock
from duijie.web.organization.match_facts import asked_of, need_or_none
from duijie.web.organization.project_page import GOES_ON
from duijie.web.organization.project_steps import next_step

SHOWN = 50
_Answer = TypeVar("_Answer", Order, Suggestion, Match)
_AWAITED = ("to_confirm", "disputed")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of the day: `label` names the act and `href` is its page; `about` says what, where and how much."""

    label: str
    href: str
    about: str
    clock: Clock
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the day; `nothing` is said where it is empty."""

    heading: str
    rows: Sequence[Row]
    nothing: str


def day_of(actor: Actor) -> list[Section]:
    """The four parts of the day, in the order in which they press."""
    projects = list(
        visible_projects(actor)
        .filter(state__in=OPEN_STATES)
        .order_by("created_at")
        .prefetch_related("milestones", "problems")[: 4 * SHOWN]
    )
    promises = [each for each in projects if each.state in {"drafting", "signed"}]
    deliveries = sorted((each for each in projects if each.state == "under_way"), key=_due)
    awaited = sorted((each for each in projects if each.state in _AWAITED), key=_since)
    return [
        Section(_("Waiting for our answer"), answers(actor), _("Nobody waits for an answer of ours.")),
        Section(_("What we have promised"), [_promise(actor, each) for each in promises], _("No agreement is open.")),
        Section(_("Deliveries to report"), [_delivery(each) for each in deliveries], _("No work is under way.")),
        Section(_("Waiting for the receiving side"), [_awaited(each) for each in awaited], _("Nothing is awaited.")),
    ]


def answers(actor: Actor) -> list[Row]:
    """Open orders, recommendations and interests, the one whose time is up first at the top."""
    return [row for _moment, row in sorted(_answers(actor), key=lambda pair: pair[0])]


def _answers(actor: Actor) -> Iterator[tuple[datetime, Row]]:
    orders = visible_orders(actor).filter(state="open").select_related("request__need")
    for order in _most_urgent(orders):
        label = _("Answer the order “%(title)s”") % {"title": order.offer.title}
        yield _answer(order, "order", label, quantity(order.quantity, order.offer.unit))
    for suggestion in _most_urgent(visible_suggestions(actor).filter(state="open")):
        need = suggestion.need
        label = _("Answer the recommendation “%(title)s”") % {"title": need.title}
        yield _answer(suggestion, "suggestion", label, quantity(asked_of(suggestion, need), need.unit))
    for match in _most_urgent(visible_matches(actor).filter(state="interested")):
        label = _("Decide on “%(title)s”") % {"title": match.need.title}
        yield _answer(match, "match", label, quantity(match.quantity, match.need.unit))


def _most_urgent(rows: QuerySet[_Answer]) -> QuerySet[_Answer]:
    """As many as one page shows, what is due first before what is due later."""
    return rows.order_by(Coalesce("answer_until", "created_at"), "id")[:SHOWN]


def _answer(row: Order | Suggestion | Match, kind: str, label: str, amount: str) -> tuple[datetime, Row]:
    need = need_or_none(row)
    about = DOT.join(part for part in (need.public_place if need else "", amount) if part)
    href = reverse(f"organization:{kind}", args=[row.number])
    return row.answer_until or row.created_at, Row(label, href, about, answer_clock(row.answer_until))


def _promise(actor: Actor, project: Project) -> Row:
    """An agreement that is written or signed; the act that comes next is ours, or the note says whose turn it is."""
    event = _next_event(actor, project)
    label = _(PROJECT.transition(event).label) if event else _("Look at the agreement")
    return Row(
        _act(label, project),
        _address(project, event),
        _about(project),
        due_clock(project.ends_on),
        next_step(project, ()),
    )


def _next_event(actor: Actor, project: Project) -> str:
    """The act by which an agreement goes on and which the actor may do; first of all somebody writes it."""
    possible = [each.event for each in PROJECT.available(actor, project)]
    if "draft" in possible and (not project.purpose or project.starts_on is None):
        return "draft"
    return next((event for event in possible if event in GOES_ON), "")


def _delivery(project: Project) -> Row:
    """Work under way: its report of delivery, by the day on which it was to be ready."""
    coming = next((each for each in project.milestones.all() if each.due_on >= today()), None)
    note = ""
    if coming is not None:
        note = _("Next milestone: %(day)s, %(text)s") % {"day": date_zh(coming.due_on), "text": coming.text}
    label = _act(_(PROJECT.transition("report_delivery").label), project)
    return Row(label, _address(project, "report_delivery"), _about(project), due_clock(project.ends_on), note)


def _awaited(project: Project) -> Row:
    """A reported delivery that the other side has not confirmed yet, or has found wrong."""
    clock = waited_clock(project.delivered_at)
    if project.state == "disputed":
        words = PROJECT.states[project.state]
        clock = Clock(_(words), ATTENTION)
    about = DOT.join((quantity(project.quantity, project.unit), project.receiver_name))
    return Row(project.need.title, _address(project), about, clock, next_step(project, list(project.problems.all())))


def _due(project: Project) -> tuple[bool, date, datetime]:
    """What has a day stands first, the earliest at the top."""
    return project.ends_on is None, project.ends_on or date.max, project.created_at


def _since(project: Project) -> datetime:
    return project.delivered_at or project.created_at


def _act(label: str, project: Project) -> str:
    return _("%(act)s: %(title)s") % {"act": label, "title": project.need.title}


def _about(project: Project) -> str:
    return DOT.join((project.need.public_place, quantity(project.quantity, project.unit)))


def _address(project: Project, event: str = "") -> str:
    if event:
        return reverse("organization:project-act", args=[project.number, event])
    return reverse("organization:project", args=[project.number])
