"""Rules of projects: states, who confirms, the four money records. Plain Python, no clock, no I/O.

What the delivering side reports becomes real only when the receiving side confirms it: by the code that only it was
given, by its own account, or through a person at the next level who neither typed nor delivered.
"""

from enum import StrEnum

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import AnyOf, At, Inside, Is, Mine, NotMine, OurOrganization, State, grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition


class MoneyKind(StrEnum):
    """The four records, each by payer or payee; money never passes through the platform."""

    AGREED = "agreed"
    PAID = "paid"
    ARRIVED = "arrived"
    USED = "used"


class ConfirmedBy(StrEnum):
    """By which of the three ways the receiving side confirmed."""

    CODE = "code"
    ACCOUNT = "account"
    NEXT_LEVEL = "next_level"


class Face(StrEnum):
    """Feedback in one tap."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class PartyKind(StrEnum):
    """The parties of a project; platform and civil affairs never sign."""

    FUNDER = "funder"
    IMPLEMENTER = "implementer"
    RECEIVER = "receiver"
    BENEFICIARIES = "beneficiaries"
    PARTNER = "partner"
    SUPERVISOR = "supervisor"


class EvidenceKind(StrEnum):
    """What a piece of evidence shows."""

    PROGRESS = "progress"
    DELIVERY = "delivery"
    PROBLEM = "problem"


MONEY_LABELS = {
    MoneyKind.AGREED: mark("Agreed"),
    MoneyKind.PAID: mark("Paid by the giver"),
    MoneyKind.ARRIVED: mark("Arrived at the receiver"),
    MoneyKind.USED: mark("Used"),
}
CONFIRMED_BY_LABELS = {
    ConfirmedBy.CODE: mark("By the receiving person, with his code"),
    ConfirmedBy.ACCOUNT: mark("By the receiving side, signed in"),
    ConfirmedBy.NEXT_LEVEL: mark("By the next level, which neither typed nor delivered"),
}
FACE_LABELS = {Face.GOOD: mark("Good"), Face.FAIR: mark("Fair"), Face.POOR: mark("Poor")}
PARTY_LABELS = {
    PartyKind.FUNDER: mark("Funder"),
    PartyKind.IMPLEMENTER: mark("Implementer"),
    PartyKind.RECEIVER: mark("Receiver"),
    PartyKind.BENEFICIARIES: mark("Representative of the beneficiaries"),
    PartyKind.PARTNER: mark("Technical or volunteer partner"),
    PartyKind.SUPERVISOR: mark("Supervisor"),
}
GIVER_RECORDS = frozenset({MoneyKind.AGREED, MoneyKind.PAID})
RECEIVER_RECORDS = frozenset({MoneyKind.ARRIVED, MoneyKind.USED})
TENTHS, TENTHS_A_DAY = 10, 240
"""志愿服务时长 is counted in tenths of an hour, and a day has 24 hours for each of those who helped."""

SEE = "projects.project.see"
SEE_PUBLIC = "projects.project.see_public"
ERASE = "projects.project.erase"
PUBLIC_STATES = ("signed", "under_way", "to_confirm", "disputed", "confirmed", "closed")

_OURS = (Role.ORGANIZATION_STAFF, Role.ORGANIZATION_MANAGER)
_HOSTS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)
_ABOVE = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE)
_CONFIRMING = (*_ABOVE, Role.PROVINCE_OFFICE)
"""The province stands in the prefecture's place for counties that belong to none."""

_DELIVERER = (grant("projects.project.deliver", _OURS, OurOrganization()),)
_MANAGER = (
    grant(
        "projects.project.sign_giving",
        (Role.ORGANIZATION_MANAGER,),
        OurOrganization() & Is("signed_giving_at", value=None),
    ),
)
_RECEIVER = (
    grant(
        "projects.project.sign_receiving",
        _HOSTS,
        At("receiver_path") & NotMine("drafted_by_id") & Is("signed_receiving_at", value=None),
    ),
)
"""Each side signs a text once; who changes it afterwards takes both signatures away."""
_EITHER = (
    grant("projects.project.draft", _OURS, OurOrganization()),
    grant("projects.project.draft", _HOSTS, At("receiver_path")),
)
_MONEY = (
    grant("projects.project.money", _OURS, OurOrganization()),
    grant("projects.project.money", _HOSTS, At("receiver_path")),
)
_NEITHER_TYPED_NOR_DELIVERED = (
    NotMine("need__typed_by_id") & NotMine("delivered_by_id") & NotMine("need__verified_by_id")
)
_CONFIRMERS = (
    grant("projects.project.confirm", (Role.HOLDER,), Mine("holder_id")),
    grant("projects.project.confirm", (Role.VILLAGER,), Mine("receiver_account_id")),
    grant(
        "projects.project.confirm",
        _HOSTS,
        At("receiver_path") & Is("receiver_is_household", value=False) & _NEITHER_TYPED_NOR_DELIVERED,
    ),
    grant("projects.project.confirm", _CONFIRMING, At("confirming_path") & _NEITHER_TYPED_NOR_DELIVERED),
)
_OFFICE = (grant("projects.project.settle", _ABOVE, Inside() & NotMine("delivered_by_id")),)
_CANCEL = (
    grant("projects.project.cancel", (Role.ORGANIZATION_MANAGER,), OurOrganization()),
    grant("projects.project.cancel", (Role.COUNTY_OFFICE,), Inside()),
)
_SLIP = (
    grant(
        "projects.project.slip",
        _HOSTS,
        AnyOf((At("receiver_path"), At("confirming_path"))) & NotMine("need__typed_by_id") & NotMine("delivered_by_id"),
    ),
)

_ERASE = (
    grant(
        ERASE,
        (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE),
        Inside() & State(("closed", "cancelled")) & NotMine("need__typed_by_id") & NotMine("drafted_by_id"),
    ),
)

GRANTS = (
    grant(SEE, _OURS, OurOrganization()),
    grant(SEE, (*_HOSTS, Role.CIVIL_AFFAIRS, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.AUDITOR), Inside()),
    grant(SEE, (Role.HOLDER,), Mine("holder_id")),
    grant(SEE, (Role.VILLAGER,), Mine("receiver_account_id")),
    grant(SEE_PUBLIC, tuple(Role), State(PUBLIC_STATES)),
    *_DELIVERER,
    *_MANAGER,
    *_RECEIVER,
    *_EITHER,
    *_MONEY,
    *_CONFIRMERS,
    *_OFFICE,
    *_CANCEL,
    *_SLIP,
    *_ERASE,
)

PROJECT = Lifecycle(
    name="project",
    initial="drafting",
    states={
        "drafting": mark("Agreement being drafted"),
        "signed": mark("Agreement signed"),
        "under_way": mark("Under way"),
        "to_confirm": mark("Waiting for confirmation"),
        "disputed": mark("A problem was reported"),
        "confirmed": mark("Fulfilled"),
        "closed": mark("Closed"),
        "cancelled": mark("Cancelled"),
    },
    final=frozenset({"closed", "cancelled"}),
    transitions=(
        Transition(
            "draft", ("drafting",), SAME, _EITHER, mark("Edit the agreement"), ("purpose", "starts_on", "ends_on")
        ),
        Transition(
            "sign_giving",
            ("drafting",),
            "",
            _MANAGER,
            mark("Sign for the organization"),
            targets=("drafting", "signed"),
        ),
        Transition(
            "sign_receiving",
            ("drafting",),
            "",
            _RECEIVER,
            mark("Sign for the receiver"),
            ("signatory",),
            targets=("drafting", "signed"),
        ),
        Transition("start", ("signed",), "under_way", _DELIVERER, mark("Begin the work")),
        Transition("report_progress", ("under_way",), SAME, _DELIVERER, mark("Report progress"), ("text",)),
        Transition(
            "record_money",
            ("drafting", "signed", "under_way", "to_confirm", "disputed", "confirmed"),
            SAME,
            _MONEY,
            mark("Record money"),
            ("kind", "amount"),
        ),
        Transition(
            "record_hours",
            ("under_way", "to_confirm"),
            SAME,
            _DELIVERER,
            mark("Record hours of service"),
            ("served_on", "people", "hours", "text"),
        ),
        Transition(
            "report_delivery",
            ("under_way",),
            "to_confirm",
            _DELIVERER,
            mark("Report delivery"),
            ("text", "delivered_quantity", "photos"),
        ),
        Transition(
            "issue_slip",
            ("under_way", "to_confirm"),
            SAME,
            _SLIP,
            mark("Print a sealed slip with the confirmation code"),
        ),
        Transition("confirm", ("to_confirm",), "confirmed", _CONFIRMERS, mark("Confirm receipt"), ("face",)),
        Transition(
            "report_problem",
            ("to_confirm", "confirmed"),
            "disputed",
            _CONFIRMERS,
            mark("There is a problem"),
            ("text",),
        ),
        Transition(
            "settle",
            ("disputed",),
            "",
            _OFFICE,
            mark("Settle the problem"),
            ("text", "outcome"),
            targets=("under_way", "to_confirm", "cancelled"),
        ),
        Transition("close", ("confirmed",), "closed", _OFFICE, mark("Close"), ("text",)),
        Transition(
            "cancel", ("drafting", "signed", "under_way"), "cancelled", _CANCEL, mark("Cancel the project"), ("reason",)
        ),
    ),
)

STAGE_OF_STATE = {
    "drafting": "committed",
    "signed": "signed",
    "under_way": "under_way",
    "to_confirm": "to_confirm",
    "disputed": "disputed",
    "confirmed": "confirmed",
    "closed": "confirmed",
    "cancelled": "withdrawn",
}
"""What each project's state means for its part of the need (`needs.rules.progress`)."""
