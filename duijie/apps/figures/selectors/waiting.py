"""What waits at each step and how long: for the offices above, to see where the platform is stuck.

Steps are told apart, never offices or places: a table by county would be a ranking, and cadres would work for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Aggregate, Count, DateTimeField, F, Max, Min, Q, QuerySet

from duijie.apps.figures.rules import SEE_OVERVIEW
from duijie.apps.needs.models import Need
from duijie.apps.projects.models import Project
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import now, today
from duijie.kernel.errors import mark

AnyRows = QuerySet[Any]
_SENT = mark("sent for verification")


@dataclass(frozen=True, slots=True)
class Step:
    """One step at which needs or projects wait.

    `since` names the moment from which the waiting counts (`counted_from` says it in words), `until` the end of the
    step's clock, "" where it has none; `by_day` when that end is a day and not a moment.
    """

    name: str
    label: str
    model: type[Need] | type[Project]
    where: Q
    since: Any
    counted_from: str
    until: Any = None
    by_day: bool = False


def _verifying(name: str, label: str, *roles: Role) -> Step:
    where = Q(state="submitted", awaiting_role__in=[role.value for role in roles])
    return Step(name, label, Need, where, F("submitted_at"), _SENT, F("awaiting_until"))


_OPEN_PROBLEM = Q(problems__settled_at=None)
_OPEN_REFERRAL = Q(referrals__answered_at=None)
STEPS: tuple[Step, ...] = (
    _verifying("village", mark("Verification by the village"), Role.VILLAGE),
    _verifying("township", mark("First review by the township"), Role.TOWNSHIP),
    _verifying("county", mark("Decision of the county"), Role.COUNTY_OFFICE),
    _verifying(
        "prefecture", mark("Decision of the prefecture or province"), Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE
    ),
    Step("returned", mark("Given back, to be completed"), Need, Q(state="returned"), F("submitted_at"), _SENT),
    Step(
        "referred",
        mark("With the office of a policy"),
        Need,
        Q(state="referred"),
        Max("referrals__created_at", filter=_OPEN_REFERRAL),
        mark("referred"),
        Min("referrals__due_on", filter=_OPEN_REFERRAL),
        by_day=True,
    ),
    Step(
        "published",
        mark("In the library, nobody has answered"),
        Need,
        Q(state="published"),
        F("published_at"),
        mark("published"),
    ),
    Step(
        "matching",
        mark("Organizations look into it or write the agreement"),
        Need,
        Q(state="matching"),
        F("first_interest_at"),
        mark("first interest"),
    ),
    Step(
        "under_way",
        mark("Agreed, work under way"),
        Project,
        Q(state__in=("signed", "under_way")),
        F("created_at"),
        mark("project opened"),
        F("ends_on"),
        by_day=True,
    ),
    Step(
        "to_confirm",
        mark("Delivered, waiting for the receiving side"),
        Project,
        Q(state="to_confirm"),
        F("delivered_at"),
        mark("delivery reported"),
    ),
    Step(
        "disputed",
        mark("A problem was reported"),
        Project,
        Q(state="disputed"),
        Max("problems__created_at", filter=_OPEN_PROBLEM),
        mark("problem reported"),
        Min("problems__due_on", filter=_OPEN_PROBLEM),
        by_day=True,
    ),
)
STEP_OF = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step's load: how many, since when the middle one and the oldest, how many beyond the clock (None: no clock)."""

    step: Step
    count: int
    middle_days: int | None
    longest_days: int | None
    overdue: int | None


class _Median(Aggregate):
    """The middle moment; of an even number the earlier one, so that it is a moment of a row."""

    function = "PERCENTILE_DISC"
    name = "Median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DateTimeField()


def waiting_at(actor: Actor, step: Step, *, scope: str) -> AnyRows:
    """What waits at a step within a division path, as `since` and `until`, the longest waiting first."""
    rows: AnyRows = visible(actor, SEE_OVERVIEW, step.model._default_manager.filter(step.where))
    rows = rows.filter(division_path__startswith=scope).annotate(since=step.since)
    if step.until is not None:
        rows = rows.annotate(until=step.until)
    return rows.order_by("since", "id")


def waiting_by_step(actor: Actor, *, scope: str) -> Sequence[Waiting]:
    """The load of every step, in the order of the way; one query a step, whatever waits there."""
    return [_load(step, waiting_at(actor, step, scope=scope)) for step in STEPS]


def is_overdue(step: Step, until: date | datetime | None) -> bool:
    """Whether the end of the step's clock has passed."""
    return until is not None and until < _present(step)


def days_since(moment: datetime | None) -> int | None:
    """Whole days that have passed since a moment."""
    return None if moment is None else max((now() - moment).days, 0)


def _load(step: Step, rows: AnyRows) -> Waiting:
    wanted: dict[str, Any] = {"count": Count("pk"), "middle": _Median("since"), "oldest": Min("since")}
    if step.until is not None:
        wanted["overdue"] = Count("pk", filter=Q(until__lt=_present(step)))
    found = rows.order_by().aggregate(**wanted)
    return Waiting(step, found["count"], days_since(found["middle"]), days_since(found["oldest"]), found.get("overdue"))


def _present(step: Step) -> Any:
    return today() if step.by_day else now()
