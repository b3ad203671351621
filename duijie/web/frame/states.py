"""States in words and shapes: each shape says how far a thing has come, so that colour is never the only sign."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from duijie.kernel.lifecycle.tables import Lifecycle

WAITING, MOVING, DONE, ATTENTION, STOPPED = "waiting", "moving", "done", "attention", "stopped"

TASK_STATES: Final = {
    gettext_noop("Done"): DONE,
    gettext_noop("In progress"): MOVING,
    gettext_noop("Not started"): WAITING,
    gettext_noop("Cannot start yet"): STOPPED,
    gettext_noop("Needs another look"): ATTENTION,
    gettext_noop("Overdue"): ATTENTION,
}
SHAPES: Final = {
    **TASK_STATES,
    "Draft": WAITING,
    "Waiting for verification": WAITING,
    "Waiting for review": WAITING,
    "Verified, waiting to be bundled": WAITING,
    "Waiting for an answer": WAITING,
    "Waiting for the organization": WAITING,
    "Waiting for a match": WAITING,
    "To be completed": ATTENTION,
    "Waiting for confirmation": ATTENTION,
    "Waiting for release": ATTENTION,
    "A problem was reported": ATTENTION,
    "Part of a need": MOVING,
    "Being matched": MOVING,
    "Being computed": MOVING,
    "Interest expressed": MOVING,
    "Interested": MOVING,
    "Agreement being drafted": MOVING,
    "Agreement signed": MOVING,
    "Under way": MOVING,
    "In a project": MOVING,
    "Being revisited": MOVING,
    "Committed": DONE,
    "Order taken": DONE,
    "Fulfilled": DONE,
    "Closed": DONE,
    "Published": DONE,
    "Released": DONE,
    "In good standing": DONE,
    "In the record": DONE,
    "Confirmed by the receiving side": DONE,
    "Cosigns": DONE,
    "On its way": WAITING,
    "To be answered": ATTENTION,
    "Arrived, no answer yet": MOVING,
    "Welcome": DONE,
    "Declined with thanks": STOPPED,
    "Could not be delivered": STOPPED,
    "Silent": ATTENTION,
    "Stands there": DONE,
    "Could not be kept there": ATTENTION,
    "Nothing taken yet": WAITING,
    "Agrees and up to date": DONE,
    "Late": ATTENTION,
    "Does not answer": ATTENTION,
    "Contradicts itself": ATTENTION,
    "Does not hold": ATTENTION,
    "Not followed any more": STOPPED,
    "Erased": STOPPED,
    "Referred": STOPPED,
    "Not accepted": STOPPED,
    "Not taken for now": STOPPED,
    "No answer in time": STOPPED,
    "No decision in time": STOPPED,
    "Withdrawn": STOPPED,
    "Expired": STOPPED,
    "Cancelled": STOPPED,
    "Suspended": STOPPED,
    "Ended": STOPPED,
}


def described(name: str, shape: str = "", lifecycle: Lifecycle | None = None) -> dict[str, str]:
    """The words and the shape of a state.

    `name` is the label's message id, or a state of `lifecycle`. A label without a shape of its own is waiting.
    """
    label = lifecycle.states[name] if lifecycle else name
    return {"label": gettext(label) if label else "", "shape": shape or SHAPES.get(label, WAITING)}
