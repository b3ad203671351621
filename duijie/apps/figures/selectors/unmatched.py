"""Which projects giver and receiver did not both state: for the level above them, never in public.

An unmatched leaf is a question, not an accusation: most are deliveries that nobody has confirmed yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from duijie.apps.figures.rules import SEE_CONFLICTS
from duijie.apps.projects.models import Project
from duijie.apps.records.models import Pseudonym
from duijie.apps.records.rules import PAIRS, Pair
from duijie.apps.records.unmatched import unmatched_subjects
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import roles_for, visible
from duijie.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class UnmatchedProject:
    """A project with what only one side has stated, by kind of pair."""

    project: Project
    pair: Pair
    given_only: int
    received_only: int


def unmatched_projects(actor: Actor) -> list[UnmatchedProject]:
    """Those in the actor's division and below the actor's own office, newest first.

    Raises:
        NotAllowed: the actor is no office that looks after others.
    """
    if actor.role not in roles_for(SEE_CONFLICTS):
        raise NotAllowed
    found = [each for pair in PAIRS for each in _of_pair(actor, pair)]
    return sorted(found, key=lambda each: each.project.created_at, reverse=True)


def _of_pair(actor: Actor, pair: Pair) -> Iterator[UnmatchedProject]:
    counts = {subject: (given, received) for subject, given, received in unmatched_subjects(pair)}
    names = Pseudonym.objects.filter(subject_kind="project", text__in=counts)
    of_project = {name.subject_id: counts[name.text] for name in names}
    rows = visible(actor, SEE_CONFLICTS, Project.objects.filter(pk__in=of_project))
    for project in rows.exclude(receiver_path=actor.division_path).select_related("need", "organization"):
        yield UnmatchedProject(project, pair, *of_project[project.pk])
