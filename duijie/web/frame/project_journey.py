"""The way of a project from agreement to confirmation, as both sides, the offices and the public read it."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT
from duijie.kernel.errors import mark
from duijie.web.frame.parts import Step

_JOURNEY = ("drafting", "signed", "under_way", "to_confirm", "confirmed")
_WISH_JOURNEY = ("under_way", "to_confirm", "confirmed")
_REACHED = {
    "drafting": mark("Project opened"),
    "signed": mark("Agreement signed"),
    "under_way": mark("The work has begun"),
    "to_confirm": mark("Delivery reported"),
    "confirmed": mark("Confirmed by the receiving side"),
}
"""What a station says once it lies behind; the present one and those to come say the state."""
_STATION_OF = {"disputed": "to_confirm", "closed": "confirmed"}


def steps_of(project: Project, state: str) -> list[Step]:
    """The stations of a project that stands at `state`, which in public is not always the project's own."""
    order = _WISH_JOURNEY if project.track == "wish" else _JOURNEY
    moments = {
        "drafting": project.created_at,
        "signed": project.signed_at,
        "under_way": project.started_at,
        "to_confirm": project.delivered_at,
        "confirmed": project.confirmed_at,
    }
    if state == "cancelled":
        reached = [name for name in order if moments[name]]
        done = [Step(_(_REACHED[name]), "done", localtime(moments[name])) for name in reached]
        return [*done, Step(_(PROJECT.states[state]), "stopped")]
    present = order.index(_STATION_OF.get(state, state))
    steps = []
    for place, name in enumerate(order):
        is_done = place < present or (place == present and name == "confirmed")
        shape = "done" if is_done else "now" if place == present else "later"
        at = moments[name] if place <= present else None
        label = _REACHED[name] if is_done else PROJECT.states[name]
        steps.append(Step(_(label), shape, localtime(at) if at else None))
    return steps
