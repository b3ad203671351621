"""A household's request (诉求): internal, never public. Its states, who may do what, and what is required when."""

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import At, Inside, Mine, MyRole, NotMine, State, grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

VERIFIERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)
TYPISTS = (Role.VILLAGE, Role.TOWNSHIP)
"""Those who may type for a household: what a county types could only be verified above it, far from the house."""
HIGHEST = "county"
"""Above this level nobody reads a household's request."""
MY_TURN = MyRole("awaiting_role") & At("awaiting_path") & NotMine("typed_by_id")

SEE = "needs.request.see"
SEE_APPLICANT = "needs.request.see_applicant"
SUBMIT = "needs.request.submit"

GRANTS = (
    grant(SUBMIT, (Role.VISITOR, Role.VILLAGER)),
    grant(SUBMIT, TYPISTS, Inside("division_path")),
    grant(SEE, (Role.VILLAGER,), Mine("account_id")),
    grant(SEE, (Role.HOLDER,), Mine("holder_id")),
    grant(SEE, (*VERIFIERS, Role.LINE_DEPARTMENT), Inside("division_path")),
    grant(SEE, (Role.AUDITOR,), Inside("division_path")),
    grant(SEE_APPLICANT, (Role.VILLAGER,), Mine("account_id")),
    grant(SEE_APPLICANT, (Role.VILLAGE, Role.TOWNSHIP), Inside("division_path")),
)

_BY_TURN = (grant("needs.request.decide", VERIFIERS, MY_TURN),)
_OWNER = (
    grant("needs.request.own", (Role.VILLAGER,), Mine("account_id")),
    grant("needs.request.own", (Role.HOLDER,), Mine("holder_id")),
    grant("needs.request.own", TYPISTS, Mine("typed_by_id")),
)
_ANSWERED_BELOW = State((Role.VILLAGE.value, Role.TOWNSHIP.value), "awaiting_role")
_MAY_ASK_REVIEW = (
    grant("needs.request.ask_review", (Role.VILLAGER,), Mine("account_id") & _ANSWERED_BELOW),
    grant("needs.request.ask_review", (Role.HOLDER,), Mine("holder_id") & _ANSWERED_BELOW),
    grant("needs.request.ask_review", TYPISTS, Mine("typed_by_id") & _ANSWERED_BELOW),
)
_VILLAGE_OR_TOWNSHIP = (grant("needs.request.handle", (Role.VILLAGE, Role.TOWNSHIP), Inside("division_path")),)
_ABOVE = (grant("needs.request.review", (Role.TOWNSHIP, Role.COUNTY_OFFICE), Inside("division_path")),)

REQUEST = Lifecycle(
    name="request",
    initial="submitted",
    states={
        "submitted": mark("Waiting for verification"),
        "returned": mark("To be completed"),
        "verified": mark("Verified, waiting to be bundled"),
        "bundled": mark("Part of a need"),
        "referred": mark("Referred"),
        "declined": mark("Not accepted"),
        "withdrawn": mark("Withdrawn"),
        "fulfilled": mark("Fulfilled"),
    },
    final=frozenset({"withdrawn", "fulfilled"}),
    transitions=(
        Transition("verify", ("submitted",), "verified", _BY_TURN, mark("Verified: it is so"), ("verified_how",)),
        Transition("return", ("submitted",), "returned", _BY_TURN, mark("Return for completion"), ("reason",)),
        Transition("decline", ("submitted",), "declined", _BY_TURN, mark("Do not accept"), ("reason",)),
        Transition(
            "refer", ("submitted", "verified"), "referred", _VILLAGE_OR_TOWNSHIP, mark("Refer to policy"), ("policy",)
        ),
        Transition("complete", ("returned",), "submitted", _OWNER, mark("Complete and send again"), ("text",)),
        Transition(
            "return_from_policy",
            ("referred",),
            "verified",
            _VILLAGE_OR_TOWNSHIP,
            mark("Still in difficulty after the policy"),
            ("remaining_gap",),
        ),
        Transition("settle_by_policy", ("referred",), "fulfilled", _VILLAGE_OR_TOWNSHIP, mark("Settled by policy")),
        Transition(
            "ask_review", ("declined",), "submitted", _MAY_ASK_REVIEW, mark("Ask for a review"), ("reason",)
        ),
        Transition("bundle", ("verified",), "bundled", _VILLAGE_OR_TOWNSHIP, mark("Make a need of it"), by_system=True),
        Transition("unbundle", ("bundled",), "verified", _ABOVE, mark("Take out of the need"), by_system=True),
        Transition("fulfil", ("bundled",), "fulfilled", (), mark("Fulfilled"), by_system=True),
        Transition(
            "report",
            tuple("submitted returned verified bundled referred declined fulfilled".split()),
            SAME,
            _OWNER,
            mark("Report a problem"),
            ("text",),
        ),
        Transition(
            "withdraw", ("submitted", "returned", "verified", "declined"), "withdrawn", _OWNER, mark("Withdraw")
        ),
    ),
)
