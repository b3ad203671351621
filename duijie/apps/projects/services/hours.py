"""志愿服务时长: who organizes the service records it, whoever receives it confirms it with the delivery."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.projects.models import Confirmation, Project, ServiceHours
from duijie.apps.projects.rules import TENTHS, TENTHS_A_DAY
from duijie.apps.projects.services.progress import begin_event
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import today
from duijie.kernel.errors import RuleBroken, mark, refuse_if


@transaction.atomic
def record_hours(
    *, actor: Actor, project: Project, served_on: date, people: int, hours: Decimal, text: str
) -> ServiceHours:
    """Record the hours of one day: so many people, so many hours of all of them together, and what they did.

    Raises:
        Faults: something is missing or names a person; nobody helped; the hours are none, more than the day has, or
            not in tenths; the day lies ahead or before the organization committed itself.
    """
    given = {"served_on": served_on, "people": people, "hours": hours, "text": text}
    fresh = begin_event(actor, project, "record_hours", given)
    refuse_if((*text_faults(text=text), *_day_faults(fresh, served_on), *_hours_faults(people, hours)))
    tenths = int(hours * TENTHS)
    row = ServiceHours.objects.create(
        project=fresh,
        served_on=served_on,
        people=people,
        tenths=tenths,
        text=text,
        actor_id=actor.id,
        actor_label=actor.label,
    )
    facts = {"need": fresh.need.number, "day": served_on.isoformat(), "people": people, "tenths": tenths}
    record(actor, "projects.project.record_hours", fresh, facts=facts)
    return row


def confirm_hours(confirmation: Confirmation) -> dict[str, int]:
    """Bind to a confirmation all hours of its project that no standing one holds; the facts of them, if there are."""
    waiting = Q(confirmation=None) | Q(confirmation__revoked_at__isnull=False)
    rows = list(ServiceHours.objects.filter(waiting, project=confirmation.project_id))
    ServiceHours.objects.filter(pk__in=[each.pk for each in rows]).update(confirmation=confirmation)
    people, tenths = sum(each.people for each in rows), sum(each.tenths for each in rows)
    return {"people": people, "tenths": tenths} if rows else {}


def _hours_faults(people: int, hours: Decimal) -> Iterator[RuleBroken]:
    tenths = hours * TENTHS
    if people < 1:
        yield RuleBroken(mark("At least one person helped."), field="people")
    elif tenths != int(tenths):
        yield RuleBroken(mark("Hours are written with one decimal at most, for example 3.5."), field="hours")
    elif not 0 < tenths <= people * TENTHS_A_DAY:
        yield RuleBroken(
            mark("Please give hours above zero, and at most 24 a person: %(most)s in all."),
            field="hours",
            most=people * TENTHS_A_DAY // TENTHS,
        )


def _day_faults(project: Project, day: date) -> Iterator[RuleBroken]:
    if day > today():
        yield RuleBroken(mark("This day lies ahead."), field="served_on")
    elif day < localtime(project.created_at).date():
        yield RuleBroken(mark("On this day the project had not begun."), field="served_on")
