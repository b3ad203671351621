"""The desk of an official: what waits for him, by its clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules import needs, requests
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

MOST = 100
"""Of each kind; who has more to do begins with the most urgent."""
_SHOWN = 40
DECIDE_NEED = mark("Decide on a need")
JOIN = mark("Agree jointly")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what (a message id), on which row, until when; `is_overdue` when the clock has run out."""

    what: str
    kind: str
    number: str
    title: str
    place: str
    state: str
    until: datetime | None
    is_overdue: bool


def work_queue(actor: Actor) -> list[Waiting]:
    """Everything that waits for the actor, the most urgent first; what has no clock comes last."""
    moment = now()
    rows = chain(_requests(actor, moment), _needs(actor, moment))
    return sorted(rows, key=lambda each: (each.until is None, each.until or moment))


def needs_to_decide(actor: Actor) -> QuerySet[Need]:
    """The needs on which the actor may decide now, the most urgent first; others wait for their joint office."""
    return _needs_to_decide(actor).filter(is_joint_open=False).order_by("awaiting_until", "id")


def count_waiting(actor: Actor) -> int:
    """How many requests and needs wait for the actor's decision or agreement."""
    to_decide = _requests_to_decide(actor).count() + _needs_to_decide(actor).count()
    return to_decide + _requests_to_join(actor).count() + _needs_to_join(actor).count()


def _requests(actor: Actor, moment: datetime) -> Iterator[Waiting]:
    yield from _of(_requests_to_decide(actor), mark("Verify a request"), moment)
    yield from _of(_requests_to_join(actor), JOIN, moment)
    yield from _of(_to_bundle(actor), mark("Make a need of a verified request"), moment)
    referred = visible(actor, requests.HANDLE, Request.objects.filter(state="referred"))
    yield from _of(_referred_by(actor, referred), mark("See what came of the policy"), moment)
    reported = visible(actor, requests.ANSWER_REPORT, Request.objects.filter(has_open_report=True))
    due = reported.annotate(clock_on=Min("reports__due_on", filter=Q(reports__answered_at=None)))
    yield from _of(due, mark("Answer a report"), moment)
    if actor.id:
        returned = Request.objects.filter(typed_by_id=actor.id, state="returned")
        yield from _of(returned, mark("Complete a request"), moment)


def _needs(actor: Actor, moment: datetime) -> Iterator[Waiting]:
    deciding = _needs_to_decide(actor)
    yield from _of(deciding, DECIDE_NEED, moment)
    yield from _of(_needs_to_join(actor), JOIN, moment)
    owned = visible(actor, needs.OWN, Need.objects.all())
    yield from _of(owned.filter(state="returned"), mark("Complete a need"), moment)
    yield from _of(owned.filter(state="draft", typed_by_id=actor.id), mark("Finish a draft"), moment)
    if actor.role in {Role.LINE_DEPARTMENT, Role.COUNTY_OFFICE}:
        uncovered = visible(actor, needs.STATE_COVER, Need.objects.filter(state="submitted", policy_checked_at=None))
        mine = deciding.values("pk")
        yield from _of(uncovered.exclude(pk__in=mine), mark("State how far policies cover a need"), moment)
    referred = visible(actor, needs.HANDLE_POLICY, Need.objects.filter(state="referred"))
    yield from _of(_referred_by(actor, referred), mark("See what came of the policy"), moment)
    expired = visible(actor, needs.MANAGE, Need.objects.filter(state="expired"))
    at_mine = Q(typed_by_id=actor.id) | Q(division_path=actor.division_path)
    yield from _of(expired.filter(at_mine), mark("Extend or withdraw a need"), moment)


def _requests_to_decide(actor: Actor) -> QuerySet[Request]:
    return visible(actor, requests.DECIDE, Request.objects.filter(state="submitted"))


def _needs_to_decide(actor: Actor) -> QuerySet[Need]:
    return visible(actor, needs.TURN, Need.objects.filter(state="submitted"))


def _requests_to_join(actor: Actor) -> QuerySet[Request]:
    return visible(actor, requests.JOIN, Request.objects.filter(state="submitted"))


def _needs_to_join(actor: Actor) -> QuerySet[Need]:
    return visible(actor, needs.JOIN, Need.objects.filter(state="submitted"))


def _to_bundle(actor: Actor) -> QuerySet[Request]:
    """Verified requests at the office that verified them; the township may bundle those of its villages too."""
    verified = visible(actor, requests.HANDLE, Request.objects.filter(state="verified"))
    return verified.filter(awaiting_role=actor.role.value, awaiting_path=actor.division_path)


def _referred_by(actor: Actor, rows: QuerySet[Request] | QuerySet[Need]) -> QuerySet[Request] | QuerySet[Need]:
    """What the actor's own office handed to a policy, with the day on which the answer is due."""
    is_open = Q(referrals__answered_at=None, referrals__from_path=actor.division_path)
    return rows.filter(is_open).annotate(clock_on=Min("referrals__due_on", filter=is_open))


def _of(rows: QuerySet[Request] | QuerySet[Need], what: str, moment: datetime) -> Iterator[Waiting]:
    for row in rows.order_by("awaiting_until", "id")[:MOST]:
        until = _until(row)
        is_request = isinstance(row, Request)
        yield Waiting(
            what=what,
            kind="request" if is_request else "need",
            number=row.number,
            title=row.text[:_SHOWN] if isinstance(row, Request) else row.title,
            place=row.division_name,
            state=row.state,
            until=until,
            is_overdue=until is not None and until < moment,
        )


def _until(row: Request | Need) -> datetime | None:
    """The clock of the row: an answer's day where one is due, else the step's own moment while it runs."""
    due: date | None = getattr(row, "clock_on", None)
    if due is not None:
        return timezone.make_aware(datetime.combine(due, time.max))
    return row.awaiting_until if row.state == "submitted" else None
