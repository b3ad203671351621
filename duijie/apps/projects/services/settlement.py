"""How a problem is settled, and how a project ends."""

from django.db import transaction

from duijie.apps.matches.services.capacity import release_rest
from duijie.apps.matches.services.interest import drop
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.services.progress import begin_event, end_event
from duijie.apps.projects.services.telling import tell_offices, tell_other_side
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark, refuse_if

OUTCOMES = PROJECT.transition("settle").targets


@transaction.atomic
def settle_problem(*, actor: Actor, project: Project, text: str, outcome: str) -> Project:
    """Settle what was reported: the work goes on, is confirmed anew, or the project ends.

    Raises:
        RuleBroken: the outcome is none of the three.
    """
    if outcome not in OUTCOMES:
        raise RuleBroken(mark("Please choose how it goes on."), field="outcome")
    fresh = begin_event(actor, project, "settle", {"text": text, "outcome": outcome}, target=outcome)
    refuse_if(text_faults(text=text))
    fresh.problems.filter(settled_at=None).update(
        outcome=outcome, settlement=text, settled_by_label=actor.label, settled_at=now()
    )
    _save_or_drop(actor, fresh, text)
    entry = record(actor, "projects.project.settle", fresh, details={"outcome": outcome})
    tell_other_side(entry, fresh, stage=mark("The reported problem was settled"))
    return fresh


@transaction.atomic
def close_project(*, actor: Actor, project: Project, text: str) -> Project:
    """Close a confirmed project with one sentence on how it went."""
    fresh = begin_event(actor, project, "close", {"text": text})
    refuse_if(text_faults(text=text))
    fresh.closed_at = now()
    end_event(fresh)
    release_rest(fresh.match)
    record(actor, "projects.project.close", fresh, details={"text": text}, facts={"need": fresh.need.number})
    return fresh


@transaction.atomic
def cancel_project(*, actor: Actor, project: Project, reason: str) -> Project:
    """End a project before delivery; its part of the need is open to others again."""
    fresh = begin_event(actor, project, "cancel", {"reason": reason})
    refuse_if(text_faults(reason=reason))
    _save_or_drop(actor, fresh, reason)
    entry = record(actor, "projects.project.cancel", fresh, details={"reason": reason})
    tell_offices(entry, fresh, stage=mark("A project was cancelled"))
    return fresh


def _save_or_drop(actor: Actor, project: Project, reason: str) -> None:
    if project.state == "cancelled":
        project.save()
        drop(actor=actor, match=project.match, reason=reason)
    else:
        end_event(project)
