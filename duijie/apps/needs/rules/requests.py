"""A household's request (诉求): internal, never public. Its states, who may do what, and what is required when."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from duijie.apps.needs.rules.particulars import LARGEST_QUANTITY, TEXT_MOST, text_faults
from duijie.apps.needs.rules.vocabulary import Consent
from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import At, Inside, Is, Mine, MyRole, NotMine, State, grant
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

VERIFIERS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)
TYPISTS = (Role.VILLAGE, Role.TOWNSHIP)
"""Those who may type for a household: what a county types could only be verified above it, far from the house."""
HIGHEST = "county"
"""Above this level nobody reads a household's request."""
MY_TURN = MyRole("awaiting_role") & At("awaiting_path") & NotMine("typed_by_id")

PHOTOS_MOST: Final = 4
"""Photos of one request."""
PHOTO_POLICY: Final = "request"
"""The rule by which a request's photos are handed out: to those who may know who asked."""

VOICE_POLICY: Final = "request_voice"
"""The rule by which a recording is handed out: as a photo, and only until it is written down."""
SPOKEN: Final = mark("Spoken, to be written down")
ON_PAPER: Final = mark("On the photo of a sheet, to be written down")
"""What stands for the words, and for the name, until a cadre has heard or read them."""
WRITTEN = Is("is_unwritten", value=False)

REPORT_DAYS: Final = 5
"""Working days within which a reported problem is answered."""

JOINT_OFFICES = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.LINE_DEPARTMENT)
JOINT_TURN = MyRole("joint_role") & At("joint_path") & Is("is_joint_open", value=True) & NotMine("typed_by_id")
"""会同: whose agreement verification still waits for; only offices that may read requests anyway."""

SEE = "needs.request.see"
SEE_APPLICANT = "needs.request.see_applicant"
SUBMIT = "needs.request.submit"
DECIDE = "needs.request.decide"
JOIN = "needs.request.join"
HANDLE = "needs.request.handle"
WRITE_DOWN = "needs.request.write_down"
ANSWER_REPORT = "needs.request.answer_report"

_SEEING = (
    grant(SUBMIT, (Role.VISITOR, Role.VILLAGER)),
    grant(SUBMIT, TYPISTS, Inside("division_path")),
    grant(SEE, (Role.VILLAGER,), Mine("account_id")),
    grant(SEE, (Role.HOLDER,), Mine("holder_id")),
    grant(SEE, (*VERIFIERS, Role.LINE_DEPARTMENT), Inside("division_path")),
    grant(SEE, (Role.AUDITOR,), Inside("division_path")),
    grant(SEE_APPLICANT, (Role.VILLAGER,), Mine("account_id")),
    grant(SEE_APPLICANT, (Role.VILLAGE, Role.TOWNSHIP), Inside("division_path")),
)

_BY_TURN = (grant(DECIDE, VERIFIERS, MY_TURN),)
_VERIFY = (grant("needs.request.verify", VERIFIERS, MY_TURN & WRITTEN & Is("is_joint_open", value=False)),)
_DECLINE = (grant("needs.request.decline", VERIFIERS, MY_TURN & WRITTEN),)
_REFER = (grant("needs.request.refer", TYPISTS, Inside("division_path") & WRITTEN),)
_WRITE_DOWN = (grant(WRITE_DOWN, TYPISTS, Inside("division_path") & Is("is_unwritten", value=True)),)
"""Who has not been heard is neither believed, refused nor sent elsewhere."""
_JOIN = (grant(JOIN, JOINT_OFFICES, JOINT_TURN),)
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
_VILLAGE_OR_TOWNSHIP = (grant(HANDLE, (Role.VILLAGE, Role.TOWNSHIP), Inside("division_path")),)
_ABOVE = (grant("needs.request.review", (Role.TOWNSHIP, Role.COUNTY_OFFICE), Inside("division_path")),)
_ANSWERERS = (
    grant(
        ANSWER_REPORT,
        (Role.TOWNSHIP, Role.COUNTY_OFFICE),
        Inside("division_path") & Is("has_open_report", value=True) & NotMine("typed_by_id"),
    ),
)
"""Not the village: what is reported may be about it."""
GRANTS = (
    *_SEEING,
    *_BY_TURN,
    *_VERIFY,
    *_DECLINE,
    *_REFER,
    *_WRITE_DOWN,
    *_JOIN,
    *_OWNER,
    *_MAY_ASK_REVIEW,
    *_VILLAGE_OR_TOWNSHIP,
    *_ABOVE,
    *_ANSWERERS,
)

_ANY_BUT_WITHDRAWN = ("submitted", "returned", "verified", "bundled", "referred", "declined", "fulfilled")

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
    final=frozenset({"withdrawn"}),
    transitions=(
        Transition("agree", ("submitted",), SAME, _JOIN, mark("Agree jointly"), ("opinion",)),
        Transition(
            "write_down",
            ("submitted", "returned"),
            SAME,
            _WRITE_DOWN,
            mark("Write down what was sent"),
            ("text", "name"),
        ),
        Transition("verify", ("submitted",), "verified", _VERIFY, mark("Verified: it is so"), ("verified_how",)),
        Transition(
            "return", ("submitted",), "returned", (*_BY_TURN, *_JOIN), mark("Return for completion"), ("reason",)
        ),
        Transition("take_back", ("returned",), "submitted", _BY_TURN, mark("Take the return back")),
        Transition("decline", ("submitted",), "declined", _DECLINE, mark("Do not accept"), ("reason",)),
        Transition("bundle", ("verified",), "bundled", _VILLAGE_OR_TOWNSHIP, mark("Make a need of it"), by_system=True),
        Transition("refer", ("submitted", "verified"), "referred", _REFER, mark("Refer to policy"), ("policy",)),
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
        Transition("ask_review", ("declined",), "submitted", _MAY_ASK_REVIEW, mark("Ask for a review"), ("reason",)),
        Transition("unbundle", ("bundled",), "verified", _ABOVE, mark("Take out of the need"), by_system=True),
        Transition("fulfil", ("bundled",), "fulfilled", (), mark("Fulfilled"), by_system=True),
        Transition("reopen", ("fulfilled",), "bundled", (), mark("Not fulfilled after all"), by_system=True),
        Transition(
            "report",
            _ANY_BUT_WITHDRAWN,
            SAME,
            _OWNER,
            mark("Report a problem"),
            ("text",),
        ),
        Transition(
            "answer_report",
            _ANY_BUT_WITHDRAWN,
            SAME,
            _ANSWERERS,
            mark("Answer the report"),
            ("text",),
        ),
        Transition(
            "withdraw", ("submitted", "returned", "verified", "declined"), "withdrawn", _OWNER, mark("Withdraw")
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a household says."""

    text: str
    name: str
    phone: str = ""
    house: str = ""
    unit: str = ""


_MOST: Final = {"text": TEXT_MOST, "name": 60, "phone": 30, "house": 120, "unit": 10}


def submission_faults(
    asked: Asked, *, role: Role | None, consent: str, quantity: Decimal | None = None
) -> Iterator[RuleBroken]:
    """What is wrong with a request; a cadre must name the consent he was given, a villager speaks for himself."""
    for name in ("text", "name"):
        if not getattr(asked, name):
            yield RuleBroken(mark("Please fill this in."), field=name)
    for name, most in _MOST.items():
        if len(getattr(asked, name)) > most:
            yield RuleBroken(mark("At most %(most)s characters, please."), field=name, most=most)
    if quantity is not None and not 0 < quantity <= LARGEST_QUANTITY:
        yield RuleBroken(mark("Please give a number above zero."), field="quantity")
    if consent not in frozenset(Consent):
        yield RuleBroken(mark("Please choose one of the list."), field="consent")
    elif role in TYPISTS and consent == Consent.SELF:
        yield RuleBroken(mark("Say how the person agreed that you type this for him."), field="consent")
    elif role is not None and role not in TYPISTS and consent != Consent.SELF:
        yield RuleBroken(mark("Only a cadre types for somebody else."), field="consent")
    yield from text_faults(text=asked.text)
