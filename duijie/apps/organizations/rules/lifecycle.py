"""How an organization comes to stand in good standing and loses it, and who decides.

A registered organization is reviewed by the civil-affairs office that registered it (登记管理机关), by nobody else. A
filed community organization has no credit code: the township vouches for it before county civil affairs records it.
"""

from collections.abc import Iterable

from duijie.apps.organizations.rules.vocabulary import (
    ENDED,
    FILED,
    IN_GOOD_STANDING,
    KINDS,
    PUBLIC_STATES,
    RETURNED,
    SUBMITTED,
    SUSPENDED,
)
from duijie.kernel.access.actors import OFFICIALS, Role
from duijie.kernel.access.conditions import At, Condition, Grant, Inside, Is, Mine, NotMine, OurOrganization, State
from duijie.kernel.access.conditions import grant as make_grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

NAME = "organizations.organization."
SEE, SEE_INTERNAL, SUBMIT = NAME + "see", NAME + "see_internal", NAME + "submit"
WITHDRAW_COMMENDATION = "organizations.commendation.withdraw"

NATION = "/"
REGISTRARS = (Role.CIVIL_AFFAIRS, Role.MINISTRY)
"""Civil affairs offices; the ministry registers the national organizations."""
TYPISTS = (Role.VILLAGE, Role.TOWNSHIP, Role.CIVIL_AFFAIRS)
OUR_PEOPLE = (Role.ORGANIZATION_MANAGER, Role.ORGANIZATION_STAFF)

_OURS = OurOrganization("id")
_SHOWN_THE_CODE = Mine("holder_id")
_MY_REGISTER = At("registrar_path")
_MY_TOWNSHIP = Inside("division_path") & Is("kind", FILED)
_NOT_TYPED_BY_ME = NotMine("typed_by_id")
_VOUCHED_OR_REGISTERED = State(tuple(kind for kind in KINDS if kind != FILED), "kind") | Is("is_vouched", value=True)


def _grant(event: str, roles: Iterable[Role], when: Condition | None = None) -> Grant:
    return make_grant(NAME + event, roles, when)


_VOUCH = (_grant("vouch", (Role.TOWNSHIP,), _MY_TOWNSHIP & Is("is_vouched", value=False) & _NOT_TYPED_BY_ME),)
_APPROVE = (
    _grant("approve", REGISTRARS, _MY_REGISTER & _VOUCHED_OR_REGISTERED & _NOT_TYPED_BY_ME & NotMine("vouched_by_id")),
)
_RETURN = (
    _grant("return_for_completion", REGISTRARS, _MY_REGISTER & _NOT_TYPED_BY_ME),
    _grant("return_for_completion", (Role.TOWNSHIP,), _MY_TOWNSHIP & _NOT_TYPED_BY_ME),
)
_COMPLETE = (
    _grant("complete", (Role.HOLDER,), _SHOWN_THE_CODE),
    _grant("complete", (Role.ORGANIZATION_MANAGER,), _OURS),
    _grant("complete", TYPISTS, Mine("typed_by_id")),
)
_UPDATE_PROFILE = (_grant("update_profile", (Role.ORGANIZATION_MANAGER,), _OURS),)
_RECORD_STANDING = (_grant("record_standing", REGISTRARS, _MY_REGISTER),)
_SUSPEND = (_grant("suspend", REGISTRARS, _MY_REGISTER),)
_RESTORE = (_grant("restore", REGISTRARS, _MY_REGISTER),)
_COMMEND = (_grant("commend", (Role.CIVIL_AFFAIRS,)),)
"""Any office of civil affairs, in its own name: an organization may have helped far from where it is at home."""
_END = (_grant("end", REGISTRARS, _MY_REGISTER),)

ORGANIZATION = Lifecycle(
    name="organization",
    initial=SUBMITTED,
    states={
        SUBMITTED: mark("Waiting for review"),
        RETURNED: mark("To be completed"),
        IN_GOOD_STANDING: mark("In good standing"),
        SUSPENDED: mark("Suspended"),
        ENDED: mark("No longer registered"),
    },
    final=frozenset({ENDED}),
    transitions=(
        Transition("vouch", (SUBMITTED,), SAME, _VOUCH, mark("Vouch for it")),
        Transition("approve", (SUBMITTED,), IN_GOOD_STANDING, _APPROVE, mark("Confirm good standing")),
        Transition(
            "return_for_completion", (SUBMITTED,), RETURNED, _RETURN, mark("Return for completion"), ("reason",)
        ),
        Transition("complete", (RETURNED,), SUBMITTED, _COMPLETE, mark("Complete and send again")),
        Transition("update_profile", (IN_GOOD_STANDING, SUSPENDED), SAME, _UPDATE_PROFILE, mark("Change the profile")),
        Transition(
            "record_standing",
            (IN_GOOD_STANDING, SUSPENDED),
            SAME,
            _RECORD_STANDING,
            mark("Record inspection, grade and qualifications"),
        ),
        Transition(
            "commend",
            (IN_GOOD_STANDING,),
            SAME,
            _COMMEND,
            mark("Commend"),
            ("title", "document", "year", "awarded_on", "office"),
        ),
        Transition("suspend", (IN_GOOD_STANDING,), SUSPENDED, _SUSPEND, mark("Suspend"), ("reason",)),
        Transition("restore", (SUSPENDED,), IN_GOOD_STANDING, _RESTORE, mark("Restore good standing"), ("reason",)),
        Transition(
            "end",
            (SUBMITTED, RETURNED, IN_GOOD_STANDING, SUSPENDED),
            ENDED,
            _END,
            mark("Record that it is no longer registered"),
            ("reason",),
        ),
    ),
)
STANDING_EVENTS = ("approve", "suspend", "restore", "end")
"""The acts that make the public history of an organization's standing."""

GRANTS = (
    _grant("submit", (*TYPISTS, Role.VISITOR, Role.VILLAGER)),
    _grant("see", Role, State(PUBLIC_STATES)),
    _grant("see", OUR_PEOPLE, _OURS),
    _grant("see", (Role.HOLDER,), _SHOWN_THE_CODE),
    _grant("see", OFFICIALS, Inside("division_path")),
    _grant("see", REGISTRARS, Inside("registrar_path")),
    _grant("see", TYPISTS, Mine("typed_by_id")),
    _grant("see_internal", OUR_PEOPLE, _OURS),
    _grant("see_internal", (*REGISTRARS, Role.AUDITOR), Inside("registrar_path")),
    _grant("see_internal", (Role.TOWNSHIP,), _MY_TOWNSHIP),
    _grant("see_internal", TYPISTS, Mine("typed_by_id")),
    _grant("erase", REGISTRARS, _MY_REGISTER & State((ENDED,)) & _NOT_TYPED_BY_ME),
    make_grant(WITHDRAW_COMMENDATION, (Role.CIVIL_AFFAIRS,), At("office_path") & Is("withdrawn_at", value=None)),
    *(grant for transition in ORGANIZATION.transitions for grant in transition.who),
)


FACTS = {
    NAME + event: frozenset({"event", "number", "kind", "registration_level", "state"}) for event in STANDING_EVENTS
}
"""What the leaf of an act attests: an organization's standing, nothing else."""
