"""From a draft to the menu and off it again: who does what.

The registration authority checks the organization's standing, then a colleague of his at civil affairs publishes:
nobody does both, and nobody reviews what he typed. The host place does not review an organization again.
"""

from collections.abc import Iterable

from duijie.apps.offers.rules.vocabulary import (
    DRAFT,
    ENDED,
    PAUSED,
    PUBLIC_STATES,
    PUBLISHED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
)
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Role
from duijie.kernel.access.conditions import (
    At,
    Condition,
    Grant,
    Inside,
    Is,
    NotMine,
    OurOrganization,
    State,
)
from duijie.kernel.access.conditions import grant as make_grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

NAME = "offers.offer."
SEE, SEE_INTERNAL, MAKE = NAME + "see", NAME + "see_internal", NAME + "make"
REGISTRAR_PATH = "organization__registrar_path"
STANDING = "organization__state"

_OURS = OurOrganization()
_REGISTERED_WITH_US = Inside(REGISTRAR_PATH)
_REGISTERED_WITH_THE_MINISTRY = At(REGISTRAR_PATH)
_NOT_TYPED_BY_ME = NotMine("typed_by_id")
_UNCHECKED = Is("is_standing_checked", value=False)
_CHECKED_BY_ANOTHER = Is("is_standing_checked", value=True) & NotMine("standing_checked_by_id")


def _grant(event: str, roles: Iterable[Role], when: Condition | None = None) -> Grant:
    return make_grant(NAME + event, roles, when)


def _review(event: str, when: Condition) -> tuple[Grant, ...]:
    """Civil affairs for what is registered in its division; the ministry for what it registered itself."""
    return (
        _grant(event, (Role.CIVIL_AFFAIRS,), _REGISTERED_WITH_US & when),
        _grant(event, (Role.MINISTRY,), _REGISTERED_WITH_THE_MINISTRY & when),
    )


def _ours(event: str) -> tuple[Grant, ...]:
    return (_grant(event, ORGANIZATION_ROLES, _OURS),)


OFFER = Lifecycle(
    name="offer",
    initial=DRAFT,
    states={
        DRAFT: mark("Draft"),
        SUBMITTED: mark("Waiting for review"),
        RETURNED: mark("To be completed"),
        PUBLISHED: mark("Published"),
        PAUSED: mark("Paused"),
        ENDED: mark("Ended"),
        WITHDRAWN: mark("Withdrawn"),
    },
    final=frozenset({ENDED, WITHDRAWN}),
    transitions=(
        Transition("edit", (DRAFT,), SAME, _ours("edit"), mark("Change the draft")),
        Transition("submit", (DRAFT,), SUBMITTED, _ours("submit"), mark("Send for review")),
        Transition(
            "check_standing",
            (SUBMITTED,),
            SAME,
            _review("check_standing", _UNCHECKED & _NOT_TYPED_BY_ME),
            mark("Confirm the organization's standing"),
        ),
        Transition(
            "publish",
            (SUBMITTED,),
            PUBLISHED,
            _review("publish", _CHECKED_BY_ANOTHER & _NOT_TYPED_BY_ME),
            mark("Publish in the library"),
        ),
        Transition(
            "return_for_completion",
            (SUBMITTED,),
            RETURNED,
            _review("return_for_completion", _NOT_TYPED_BY_ME),
            mark("Return for completion"),
            ("reason",),
        ),
        Transition("complete", (RETURNED,), SUBMITTED, _ours("complete"), mark("Complete and send again")),
        Transition(
            "adjust_capacity",
            (PUBLISHED, PAUSED),
            SAME,
            _ours("adjust_capacity"),
            mark("Change the capacity"),
            ("capacity",),
        ),
        Transition("pause", (PUBLISHED,), PAUSED, _ours("pause"), mark("Pause")),
        Transition("resume", (PAUSED,), PUBLISHED, _ours("resume"), mark("Resume")),
        Transition("end", (PUBLISHED, PAUSED), ENDED, _ours("end"), mark("End the offer"), by_system=True),
        Transition("withdraw", (DRAFT, SUBMITTED, RETURNED), WITHDRAWN, _ours("withdraw"), mark("Withdraw")),
    ),
)

GRANTS = (
    _grant("make", ORGANIZATION_ROLES, OurOrganization("id") & State(("in_good_standing",))),
    _grant("see", Role, State(PUBLIC_STATES)),
    _grant("see", ORGANIZATION_ROLES, _OURS),
    *_review("see", State((SUBMITTED, RETURNED, WITHDRAWN))),
    _grant("see_internal", ORGANIZATION_ROLES, _OURS),
    _grant("see_internal", (Role.AUDITOR,), _REGISTERED_WITH_US),
    *_review("see_internal", State((SUBMITTED, RETURNED, WITHDRAWN, *PUBLIC_STATES))),
    *_review("erase", State((ENDED, WITHDRAWN)) & _NOT_TYPED_BY_ME),
    *(grant for transition in OFFER.transitions for grant in transition.who),
)
"""`offers.offer.make` is asked of the organization, as the offer does not exist yet."""

_PROMISE = frozenset({"event", "number", "organization", "field", "capacity", "unit", "state"})
_SAID = frozenset({"title", "text", "subfield", "beneficiaries", "areas", "registration"})
FACTS = {NAME + event: _PROMISE for event in ("adjust_capacity", "pause", "resume", "end")}
FACTS[NAME + "publish"] = _PROMISE | _SAID
"""What the leaf of an act attests: what was promised by whom, and whether it stands."""
