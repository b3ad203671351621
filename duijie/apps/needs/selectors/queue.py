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
VERIFY_REQUEST = mark("Verify a request")
BUNDLE = mark("Make a need of a verified request")
POLICY = mark("See what came of the policy")
REPORT = mark("Answer a report")
COMPLETE_REQUEST = mark("Complete a request")
COMPLETE_NEED = mark("Complete a need")
DRAFT = mark("Finish a draft")
COVER = mark("State how far policies cover a need")
EXPIRED = mark("Extend or withdraw a need")
WHATS = {
    "request": VERIFY_REQUEST,
    "bundle": BUNDLE,
    "need": DECIDE_NEED,
    "cover": COVER,
    "join": JOIN,
    "policy": POLICY,
    "report": REPORT,
    "complete-request": COMPLETE_REQUEST,
    "complete-need": COMPLETE_NEED,
    "draft": DRAFT,
    "expired": EXPIRED,
}
"""Everything that may wait, by a short code."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what (a message id), on which row, since when and until when; `is_overdue` when time is up.

    `acts` are the events that the actor may cause on the row now.
    """

    what: str
    kind: str
    number: str
    title: str
    place: str
    state: str
    since: datetime
    until: datetime | None
    is_overdue: bool
    acts: tuple[str, ...]

    @property
    def key(self) -> str:
        """Which row: `need:N-…`."""
        return f"{self.kind}:{self.number}"


def work_queue(actor: Actor) -> list[Waiting]:
    """Everything that waits for the actor, the most urgent first; what has no clock comes last."""
    moment = now()
    rows = chain(_requests(actor, moment), _needs(actor, moment))
    return sorted(rows, key=lambda each: (each.until is None, each.until or moment, each.since))


def count_waiting(actor: Actor) -> int:
    """How many requests and needs wait for the actor's decision or agreement."""
    to_decide = _requests_to_decide(actor).count() + _needs_to_decide(actor).count()
    return to_decide + _requests_to_join(actor).count() + _needs_to_join(actor).count()


def _requests(actor: Actor, moment: datetime) -> Iterator[Waiting]:
    yield from _of(actor, _requests_to_decide(actor), VERIFY_REQUEST, moment)
    yield from _of(actor, _requests_to_join(actor), JOIN, moment)
    yield from _of(actor, _to_bundle(actor), BUNDLE, moment)
    referred = visible(actor, requests.HANDLE, Request.objects.filter(state="referred"))
    yield from _of(actor, _referred_by(actor, referred), POLICY, moment)
    reported = visible(actor, requests.ANSWER_REPORT, Request.objects.filter(has_open_report=True))
    due = reported.annotate(clock_on=Min("reports__due_on", filter=Q(reports__answered_at=None)))
    yield from _of(actor, due, REPORT, moment)
    if actor.id:
        returned = Request.objects.filter(typed_by_id=actor.id, state="returned")
        yield from _of(actor, returned, COMPLETE_REQUEST, moment)


def _needs(actor: Actor, moment: datetime) -> Iterator[Waiting]:
    deciding = _needs_to_decide(actor)
    yield from _of(actor, deciding, DECIDE_NEED, moment)
    yield from _of(actor, _needs_to_join(actor), JOIN, moment)
    owned = visible(actor, needs.OWN, Need.objects.all())
    yield from _of(actor, owned.filter(state="returned"), COMPLETE_NEED, moment)
    yield from _of(actor, owned.filter(state="draft", typed_by_id=actor.id), DRAFT, moment)
    if actor.role in {Role.LINE_DEPARTMENT, Role.COUNTY_OFFICE}:
        uncovered = visible(actor, needs.STATE_COVER, Need.objects.filter(state="submitted", policy_checked_at=None))
        mine = deciding.values("pk")
        yield from _of(actor, uncovered.exclude(pk__in=mine), COVER, moment)
    referred = visible(actor, needs.HANDLE_POLICY, Need.objects.filter(state="referred"))
    yield from _of(actor, _referred_by(actor, referred), POLICY, moment)
    expired = visible(actor, needs.MANAGE, Need.objects.filter(state="expired"))
    at_mine = Q(typed_by_id=actor.id) | Q(division_path=actor.division_path)
    yield from _of(actor, expired.filter(at_mine), EXPIRED, moment)


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


def _of(actor: Actor, rows: QuerySet[Request] | QuerySet[Need], what: str, moment: datetime) -> Iterator[Waiting]:
    for row in rows.order_by("awaiting_until", "id")[:MOST]:
        until = _until(row)
        is_request = isinstance(row, Request)
        lifecycle = requests.REQUEST if is_request else needs.NEED
        yield Waiting(
            what=what,
            kind="request" if is_request else "need",
            number=row.number,
            title=row.text[:_SHOWN] if isinstance(row, Request) else row.title,
            place=row.division_name,
            state=row.state,
            since=row.submitted_at if isinstance(row, Request) else row.submitted_at or row.created_at,
            until=until,
            is_overdue=until is not None and until < moment,
            acts=tuple(each.event for each in lifecycle.available(actor, row)),
        )


def _until(row: Request | Need) -> datetime | None:
    """The clock of the row: an answer's day where one is due, else the step's own moment while it runs."""
    due: date | None = getattr(row, "clock_on", None)
    if due is not None:
        return timezone.make_aware(datetime.combine(due, time.max))
    return row.awaiting_until if row.state == "submitted" else None
