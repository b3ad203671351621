"""A need (需求项目): what the library publishes. Its states, who may do what, and what is required when."""

from duijie.kernel.access.actors import OFFICIALS, Role
from duijie.kernel.access.conditions import AnyOf, At, Inside, Is, Mine, MyRole, NotMine, State, grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

MAKERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)
DECIDERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE)
"""The province decides only in the prefecture's place, for counties that belong to none."""
JOINT_OFFICES = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.LINE_DEPARTMENT, Role.CIVIL_AFFAIRS)
IMPORTERS = (Role.COUNTY_OFFICE, Role.TOWNSHIP)
HIGHEST = "prefecture"
PUBLIC_STATES = (
    "published",
    "matching",
    "signed",
    "under_way",
    "to_confirm",
    "fulfilled",
    "revisiting",
    "closed",
)
OPEN_STATES = ("published", "matching", "signed", "under_way", "to_confirm")
"""States in which a further organization may take what nobody has taken yet: others may already be at their parts."""
PROGRESS_STATES = ("published", "matching", "signed", "under_way", "to_confirm", "fulfilled")
"""States that follow from the need's matches and projects."""
_RUNNING = ("published", "matching", "signed", "under_way", "to_confirm")

SEE = "needs.need.see"
SEE_INTERNAL = "needs.need.see_internal"
MAKE = "needs.need.make"
IMPORT = "needs.need.import"
TURN = "needs.need.turn"
OWN = "needs.need.own"
MANAGE = "needs.need.manage"
STATE_COVER = "needs.need.opinion"
JOIN = "needs.need.join"
HANDLE_POLICY = "needs.need.refer"
REVISIT = "needs.need.revisit"
ERASE = "needs.need.erase"

MY_TURN = MyRole("awaiting_role") & At("awaiting_path") & NotMine("typed_by_id")
JOINT_TURN = MyRole("joint_role") & At("joint_path") & Is("is_joint_open", value=True) & NotMine("typed_by_id")
"""会同: whose agreement the step still waits for."""
ALONE = Is("is_joint_open", value=False)
_NOT_LAST = MY_TURN & ALONE & Is("is_last_step", value=False)
_LAST = MY_TURN & ALONE & Is("is_last_step", value=True)

_SEEING = (
    grant(SEE, tuple(Role), State(PUBLIC_STATES)),
    grant(SEE, tuple(OFFICIALS), Inside("division_path")),
    grant(SEE, MAKERS, Mine("typed_by_id")),
    grant(SEE_INTERNAL, tuple(OFFICIALS), Inside("division_path")),
    grant(SEE_INTERNAL, MAKERS, Mine("typed_by_id")),
    grant(MAKE, MAKERS, Inside("division_path")),
    grant(IMPORT, IMPORTERS, Inside("division_path")),
)

_ERASING = (
    grant(
        ERASE,
        (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE),
        Inside("division_path")
        & State(("closed", "settled", "withdrawn", "expired", "declined"))
        & NotMine("typed_by_id")
        & NotMine("verified_by_id"),
    ),
)
"""For the office that answers for the data of its county, and the level above; never for who typed or verified it."""
_STEP = (grant("needs.need.step", DECIDERS, _NOT_LAST),)
_DECIDE = (grant("needs.need.decide", DECIDERS, _LAST),)
_TURN = (grant(TURN, DECIDERS, MY_TURN),)
_JOIN = (grant(JOIN, JOINT_OFFICES, JOINT_TURN),)
_OWNER = (
    grant(OWN, MAKERS, Mine("typed_by_id")),
    grant(OWN, MAKERS, At("division_path")),
)
_REVIEWABLE = State((Role.TOWNSHIP.value, Role.COUNTY_OFFICE.value), "awaiting_role")
_MAY_ASK_REVIEW = (
    grant("needs.need.ask_review", MAKERS, AnyOf((Mine("typed_by_id"), At("division_path"))) & _REVIEWABLE),
)
_OFFICE = (
    grant(MANAGE, (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE), Inside("division_path")),
    grant(MANAGE, MAKERS, AnyOf((Mine("typed_by_id"), At("division_path")))),
)
_COVER = (
    grant(STATE_COVER, (Role.LINE_DEPARTMENT, Role.COUNTY_OFFICE), Inside("division_path")),
    grant(STATE_COVER, DECIDERS, MY_TURN),
)
_COUNTY = (grant(HANDLE_POLICY, (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE), Inside("division_path")),)
_REVISITORS = (
    grant(
        REVISIT,
        (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE),
        Inside("division_path") & NotMine("typed_by_id"),
    ),
)

GRANTS = (
    *_SEEING,
    *_STEP,
    *_DECIDE,
    *_TURN,
    *_JOIN,
    *_OWNER,
    *_MAY_ASK_REVIEW,
    *_OFFICE,
    *_COVER,
    *_COUNTY,
    *_REVISITORS,
    *_ERASING,
)

NEED = Lifecycle(
    name="need",
    initial="draft",
    states={
        "draft": mark("Draft"),
        "submitted": mark("Waiting for verification"),
        "returned": mark("To be completed"),
        "declined": mark("Not accepted"),
        "referred": mark("Referred"),
        "settled": mark("Settled by policy"),
        "published": mark("Waiting for a match"),
        "matching": mark("Being matched"),
        "signed": mark("Agreement signed"),
        "under_way": mark("Under way"),
        "to_confirm": mark("Waiting for confirmation"),
        "fulfilled": mark("Fulfilled"),
        "revisiting": mark("Being revisited"),
        "closed": mark("Closed"),
        "withdrawn": mark("Withdrawn"),
        "expired": mark("Expired"),
    },
    final=frozenset({"closed", "settled", "withdrawn"}),
    transitions=(
        Transition("edit", ("draft",), SAME, _OWNER, mark("Edit"), ("title", "text")),
        Transition("submit", ("draft",), "submitted", _OWNER, mark("Send for verification")),
        Transition(
            "state_cover", ("submitted", "returned"), SAME, _COVER, mark("State policy cover"), ("policy_cover",)
        ),
        Transition("agree", ("submitted",), SAME, _JOIN, mark("Agree jointly"), ("opinion",)),
        Transition("verify", ("submitted",), SAME, _STEP, mark("Verified, pass on"), ("opinion",)),
        Transition("publish", ("submitted",), "published", _DECIDE, mark("Publish in the library"), ("opinion",)),
        Transition("return", ("submitted",), "returned", (*_TURN, *_JOIN), mark("Return for completion"), ("reason",)),
        Transition("take_back", ("returned",), "submitted", _TURN, mark("Take the return back")),
        Transition("decline", ("submitted",), "declined", _TURN, mark("Do not accept"), ("reason",)),
        Transition("refer", ("submitted",), "referred", _COUNTY, mark("Refer to policy"), ("policy",)),
        Transition("complete", ("returned",), "submitted", _OWNER, mark("Complete and send again"), ("text",)),
        Transition("ask_review", ("declined",), "submitted", _MAY_ASK_REVIEW, mark("Ask for a review"), ("reason",)),
        Transition(
            "return_from_policy",
            ("referred",),
            "submitted",
            _COUNTY,
            mark("Still in difficulty after the policy"),
            ("remaining_gap",),
        ),
        Transition("settle_by_policy", ("referred",), "settled", _COUNTY, mark("Settled by policy")),
        Transition(
            "reflect",
            (*PROGRESS_STATES, "revisiting"),
            "",
            (),
            mark("Follows its projects"),
            targets=(*PROGRESS_STATES, "revisiting"),
            by_system=True,
        ),
        Transition("extend", ("published", "expired"), "published", _OFFICE, mark("Extend"), ("wanted_by",)),
        Transition(
            "revise",
            _RUNNING,
            "",
            _OFFICE,
            mark("Change quantity or say enough"),
            ("quantity", "reason"),
            targets=PROGRESS_STATES,
        ),
        Transition(
            "withdraw",
            ("draft", "submitted", "returned", "declined", "published", "expired"),
            "withdrawn",
            _OFFICE,
            mark("Withdraw"),
            ("reason",),
        ),
        Transition("expire", ("published",), "expired", (), mark("Expired"), by_system=True),
        Transition("revisit", ("fulfilled",), "revisiting", _REVISITORS, mark("Begin a revisit")),
        Transition("close", ("fulfilled", "revisiting"), "closed", _REVISITORS, mark("Close"), ("finding",)),
    ),
)
