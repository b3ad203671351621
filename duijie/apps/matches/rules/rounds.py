"""Rules of the round (统筹匹配): plain Python, no clock, no I/O.

A round computes at once who could take what in a whole division. Its outcome is a list of recommendations (推荐清单)
that a named official of that division releases, never an order: 「不搞行政摊派、不下指标任务」.
"""

from decimal import Decimal
from enum import StrEnum

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import At, Inside, State, grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import Lifecycle, Transition

PREPARE = "matches.round.prepare"
SEE = "matches.round.see"
SEE_PROOF = "matches.round.see_proof"
ROUND_OFFICES = (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE)
ROUND_READERS = (*ROUND_OFFICES, Role.CIVIL_AFFAIRS, Role.MINISTRY, Role.AUDITOR)
KEY_COUNTY_WEIGHTS = (Decimal("1.00"), Decimal("1.25"), Decimal("1.50"), Decimal("2.00"))
"""How much more a key county weighs than another one in the Nash welfare of a round; the office chooses."""
USUAL_KEY_COUNTY_WEIGHT = Decimal("1.50")
STANDING = ("prepared", "released")

_RELEASER = (grant("matches.round.release", ROUND_OFFICES, At()),)
_KEEPER = (grant("matches.round.withdraw", ROUND_OFFICES, At()),)
GRANTS = (
    grant(PREPARE, ROUND_OFFICES, At()),
    grant(SEE, ROUND_READERS, Inside()),
    grant(SEE_PROOF, tuple(Role), State(("released",))),
    *_RELEASER,
    *_KEEPER,
)


class Step(StrEnum):
    """How far the computing of a round has come."""

    WAITING = "waiting"
    GATHERING = "gathering"
    SOLVING = "solving"
    WRITING = "writing"
    DONE = "done"


STEP_LABELS = {
    Step.WAITING: mark("Waiting for its turn"),
    Step.GATHERING: mark("Gathering open needs and offers"),
    Step.SOLVING: mark("Finding the best list"),
    Step.WRITING: mark("Writing the list"),
    Step.DONE: mark("Computed"),
}

ROUND = Lifecycle(
    name="round",
    initial="preparing",
    states={
        "preparing": mark("Being computed"),
        "prepared": mark("Waiting for release"),
        "released": mark("Released"),
        "withdrawn": mark("Withdrawn"),
    },
    final=frozenset({"released", "withdrawn"}),
    transitions=(
        Transition("finish", ("preparing",), "prepared", (), mark("Computed"), by_system=True),
        Transition("release", ("prepared",), "released", _RELEASER, mark("Release the list")),
        Transition("withdraw", ("preparing", "prepared"), "withdrawn", _KEEPER, mark("Withdraw the round")),
    ),
)


class Skipped(StrEnum):
    """Why a row of a prepared list falls away at release: something has happened since."""

    NEED_CLOSED = "need_closed"
    NEED_TAKEN = "need_taken"
    OFFER_CLOSED = "offer_closed"
    OFFER_USED_UP = "offer_used_up"
    ANSWERED = "answered"
    ENOUGH_OPEN = "enough_open"


SKIPPED_LABELS = {
    Skipped.NEED_CLOSED: mark("The need is not open any more."),
    Skipped.NEED_TAKEN: mark("Others have taken the need meanwhile."),
    Skipped.OFFER_CLOSED: mark("The offer or its organization is not open any more."),
    Skipped.OFFER_USED_UP: mark("The offer is taken up meanwhile."),
    Skipped.ANSWERED: mark("The organization has this need before it already, or has answered it."),
    Skipped.ENOUGH_OPEN: mark("The organization has enough recommendations to answer already."),
}


class Miss(StrEnum):
    """Why a need stands in no recommendation of a round, where no hard filter says it."""

    NO_OFFER = "no_offer"
    NOT_CLOSE = "not_close"
    ANSWERED = "answered"
    NO_ROOM = "no_room"
    PRICE = "price"


FILTERED = "filter"
"""A miss by a hard filter is kept as `filter.<code>` with the filter's own parameters."""
