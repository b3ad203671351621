"""Rules of suggestions, orders and matches: plain Python, no clock, no I/O.

Taking a need has two steps: within 48 hours an organization says only 有意向 or 暂不承接; then it visits, decides, and
commits. 点单 is the other way: a villager or village picks from the menu, a local organization takes it.

确认承接 is the manager's. Whoever works for an organization may take an order (接单) or claim a small wish (认领): its
own offer, or the wish's small amount, bounds what that binds it to.
"""

from datetime import timedelta
from enum import StrEnum

from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import AnyOf, Below, Inside, Mine, OurOrganization, State, grant
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import Lifecycle, Transition

ANSWER_WITHIN = timedelta(hours=48)
DECIDE_WITHIN_WORKING_DAYS = 15

OFFICES = (Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE)
ORDERERS = (Role.VILLAGER, Role.VISITOR, Role.VILLAGE)


class PartyRole(StrEnum):
    """What an organization does in a match; the standard pair is an outside funder and a local implementer."""

    FUNDER = "funder"
    IMPLEMENTER = "implementer"
    BOTH = "both"


class DeclineReason(StrEnum):
    """Why an organization does not take it; 暂不承接 is free and never public."""

    CAPACITY = "capacity"
    DISTANCE = "distance"
    FIELD = "field"
    BUDGET = "budget"
    DATES = "dates"
    UNCLEAR = "unclear"
    OTHER = "other"


PARTY_ROLE_LABELS = {
    PartyRole.FUNDER: mark("We give funds or goods"),
    PartyRole.IMPLEMENTER: mark("We carry it out"),
    PartyRole.BOTH: mark("We give and carry it out"),
}
DECLINE_LABELS = {
    DeclineReason.CAPACITY: mark("No capacity at present"),
    DeclineReason.DISTANCE: mark("Too far from us"),
    DeclineReason.FIELD: mark("Not our field"),
    DeclineReason.BUDGET: mark("Beyond our budget"),
    DeclineReason.DATES: mark("The dates do not suit"),
    DeclineReason.UNCLEAR: mark("The need is not clear enough"),
    DeclineReason.OTHER: mark("Another reason"),
}

SUGGEST = "matches.suggestion.make"
SEE_SUGGESTION = "matches.suggestion.see"
SEE_MATCH = "matches.match.see"
SEE_ORDER = "matches.order.see"
EXPRESS_INTEREST = "matches.match.express_interest"
PLACE_ORDER = "matches.order.place"

_OURS = (Role.ORGANIZATION_STAFF, Role.ORGANIZATION_MANAGER)
SOMETHING_IS_OPEN = State(OPEN_STATES) & Below("quantity_taken", "quantity")
"""A need asked of several: what nobody has taken stays open while others already work on their parts."""
ON_THE_MENU = (
    State(("published",)) & State(("in_good_standing",), "organization__state") & Below("capacity_taken", "capacity")
)
_NEED_SIDE = (
    Role.VILLAGE,
    Role.TOWNSHIP,
    Role.COUNTY_OFFICE,
    Role.CIVIL_AFFAIRS,
    Role.PREFECTURE_OFFICE,
    Role.PROVINCE_OFFICE,
    Role.AUDITOR,
)

_ORGANIZATION = (grant("matches.match.own", _OURS, OurOrganization()),)
_MANAGER = (grant("matches.match.commit", (Role.ORGANIZATION_MANAGER,), OurOrganization()),)
_SUGGESTER = (grant("matches.suggestion.withdraw", OFFICES, Inside("need__division_path")),)
_OFFERER = (grant("matches.order.answer", _OURS, OurOrganization("offer__organization_id")),)
_ORDERER = (
    grant("matches.order.own", (Role.VILLAGER,), Mine("account_id")),
    grant("matches.order.own", (Role.VILLAGE,), AnyOf((Mine("typed_by_id"), Inside("division_path")))),
)

GRANTS = (
    grant(SUGGEST, OFFICES, Inside("division_path") & SOMETHING_IS_OPEN),
    grant(SEE_SUGGESTION, _OURS, OurOrganization()),
    grant(SEE_SUGGESTION, OFFICES, Inside("need__division_path")),
    grant(SEE_MATCH, _OURS, OurOrganization()),
    grant(SEE_MATCH, _NEED_SIDE, Inside("need__division_path")),
    grant(
        SEE_ORDER, _OURS, OurOrganization("offer__organization_id") & State(("open", "accepted", "declined", "lapsed"))
    ),
    grant(SEE_ORDER, (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE), Inside("division_path")),
    grant(SEE_ORDER, (Role.VILLAGER,), Mine("account_id")),
    grant(EXPRESS_INTEREST, _OURS, SOMETHING_IS_OPEN),
    grant(PLACE_ORDER, ORDERERS, ON_THE_MENU),
    *_ORGANIZATION,
    *_MANAGER,
    *_SUGGESTER,
    *_OFFERER,
    *_ORDERER,
)

SUGGESTION = Lifecycle(
    name="suggestion",
    initial="open",
    states={
        "open": mark("Waiting for an answer"),
        "taken": mark("Interest expressed"),
        "declined": mark("Not taken for now"),
        "lapsed": mark("No answer in time"),
        "withdrawn": mark("Withdrawn"),
    },
    final=frozenset({"taken", "lapsed", "withdrawn"}),
    transitions=(
        Transition("take", ("open",), "taken", _ORGANIZATION, mark("We are interested"), ("quantity",)),
        Transition("decline", ("open",), "declined", _ORGANIZATION, mark("Not for now"), ("decline_reason",)),
        Transition("reconsider", ("declined",), "open", _ORGANIZATION, mark("Take this answer back")),
        Transition("withdraw", ("open",), "withdrawn", _SUGGESTER, mark("Withdraw the recommendation")),
        Transition("lapse", ("open",), "lapsed", (), mark("Lapsed"), by_system=True),
    ),
)

ORDER = Lifecycle(
    name="order",
    initial="waiting",
    states={
        "waiting": mark("Waiting for verification"),
        "open": mark("Waiting for the organization"),
        "refused": mark("Not accepted"),
        "accepted": mark("Order taken"),
        "declined": mark("Not taken for now"),
        "lapsed": mark("No answer in time"),
        "withdrawn": mark("Withdrawn"),
    },
    final=frozenset({"accepted", "lapsed", "withdrawn"}),
    transitions=(
        Transition("open", ("waiting",), "open", (), mark("Passed on to the organization"), by_system=True),
        Transition("accept", ("open",), "accepted", _OFFERER, mark("Take the order")),
        Transition("decline", ("open",), "declined", _OFFERER, mark("Not for now"), ("decline_reason",)),
        Transition("reconsider", ("declined",), "open", _OFFERER, mark("Take this answer back")),
        Transition("refuse", ("waiting",), "refused", (), mark("Not accepted"), by_system=True),
        Transition("resume", ("refused",), "waiting", (), mark("Looked at again"), by_system=True),
        Transition(
            "withdraw",
            ("waiting", "open", "refused"),
            "withdrawn",
            _ORDERER,
            mark("Withdraw the order"),
            by_system=True,
        ),
        Transition("lapse", ("open",), "lapsed", (), mark("Lapsed"), by_system=True),
    ),
)

MATCH = Lifecycle(
    name="match",
    initial="interested",
    states={
        "interested": mark("Interested"),
        "committed": mark("Committed"),
        "declined": mark("Not taken for now"),
        "lapsed": mark("No decision in time"),
        "withdrawn": mark("Withdrawn"),
    },
    final=frozenset({"declined", "lapsed", "withdrawn"}),
    transitions=(
        Transition("commit", ("interested",), "committed", _MANAGER, mark("Commit"), ("quantity",), by_system=True),
        Transition("decline", ("interested",), "declined", _ORGANIZATION, mark("Not for now"), ("decline_reason",)),
        Transition("drop", ("committed",), "withdrawn", (), mark("Its project was cancelled"), by_system=True),
        Transition("lapse", ("interested",), "lapsed", (), mark("Lapsed"), by_system=True),
    ),
)
