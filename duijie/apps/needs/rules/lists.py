"""What a cell changed in a list means for a need in the library: which act it is, and what no list changes.

A list is only another way to press the buttons of the need's page: the lifecycle says which of them are there.
"""

from collections.abc import Collection

from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import COVER_FIELDS
from duijie.kernel.access.actors import OFFICIALS, Actor, Role
from duijie.kernel.access.conditions import Is, Mine, grant
from duijie.kernel.errors import mark

RETURN_LIST = "needs.importbatch.return"
RETURNERS = tuple(sorted(OFFICIALS - {Role.AUDITOR}))
"""Who may send back a list that he has downloaded and edited; what it changes is asked of each row's own acts."""
GRANTS = (grant(RETURN_LIST, RETURNERS, Mine("uploaded_by_id") & Is("is_returned", value=True)),)

WHOLE = ("edit", "complete")
"""Acts that change any particular: of a draft, and of a need that came back to be completed."""
_PARTS = (
    ("state_cover", frozenset(COVER_FIELDS)),
    ("revise", frozenset({"quantity"})),
    ("extend", frozenset({"wanted_by"})),
)
READ_ONLY = frozenset({"state", "source"})
"""Columns for reading: the state follows from acts, and where a need came from is history."""

WAITS = mark("It waits for verification: only how far policies cover it may be changed, by those who state that.")
NOT_YOURS = mark("Another seat has typed it; only who typed it, or its own place, may change it.")
DECIDED = mark(
    "It is in the library: a list changes its quantity, and its day as long as nobody has taken it; nothing else."
)
CLOSED = mark("It has been decided on or withdrawn; a list changes nothing in it any more.")


def acts_for(actor: Actor, need: object, names: Collection[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The acts by which this actor may change these particulars of a need now, and those that no act of his changes."""
    possible = {each.event for each in NEED.available(actor, need)}
    for event in WHOLE:
        if event in possible:
            return (event,), frozenset()
    left, acts = set(names), []
    for event, changes in _PARTS:
        if event in possible and left & changes:
            acts.append(event)
            left -= changes
    return tuple(acts), frozenset(left)


def obstacle(state: str) -> str:
    """Why a list cannot change a need in this state (a message id)."""
    if state in {"draft", "returned"}:
        return NOT_YOURS
    if state == "submitted":
        return WAITS
    is_open = {state} <= {source for event in ("revise", "extend") for source in NEED.transition(event).sources}
    return DECIDED if is_open else CLOSED
