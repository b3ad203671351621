"""Move a project along and let its need follow."""

from collections.abc import Mapping
from decimal import Decimal

from duijie.apps.matches.services.progress import set_stage
from duijie.apps.needs.services.progress import lock_need
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT, STAGE_OF_STATE
from duijie.kernel.access.actors import Actor
from duijie.kernel.lifecycle.running import advance


def begin_event(
    actor: Actor, project: Project, event: str, given: Mapping[str, object], *, target: str | None = None
) -> Project:
    """The project locked and in its new state, unsaved; its need is locked first, always in this order."""
    lock_need(project.need_id)
    return advance(actor, PROJECT, project, event, given, target=target)


def end_event(project: Project, *, quantity: Decimal | None = None) -> None:
    """Save the project and let its match and need follow its state."""
    project.save()
    set_stage(project.match, STAGE_OF_STATE[project.state], quantity=quantity)
