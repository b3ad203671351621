"""The audit trail as people read it: what was done, by which seat, when."""

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext

from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION
from duijie.apps.matches.rules.rounds import ROUND
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.projects.rules import PROJECT
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import Lifecycle
from duijie.web.frame.parts import Entry

_APP_OF: dict[str, Lifecycle] = {
    "organizations.organization": ORGANIZATION,
    "offers.offer": OFFER,
    "needs.request": REQUEST,
    "needs.need": NEED,
    "matches.suggestion": SUGGESTION,
    "matches.order": ORDER,
    "matches.match": MATCH,
    "matches.round": ROUND,
    "projects.project": PROJECT,
}
_BEGINNINGS = {
    "needs.request.submit": mark("Request sent"),
    "needs.need.make": mark("Need drafted"),
    "needs.need.import": mark("Read from a need list"),
    "offers.offer.make": mark("Offer drafted"),
    "organizations.organization.submit": mark("Registration sent"),
    "matches.match.express_interest": mark("Interest expressed"),
    "matches.suggestion.make": mark("Recommended by an office"),
    "matches.order.place": mark("Order placed"),
    "matches.round.prepare": mark("Round opened"),
    "projects.project.open": mark("Project opened"),
    "exchange.pledge.receive": mark("Came from another province"),
}
_NAMELESS: dict[str, str] = {
    Role.SYSTEM: mark("The platform"),
    Role.HOLDER: mark("The receiving person, by code"),
    Role.VISITOR: mark("Somebody without an account"),
}
_ERASED = mark("What stood behind it was erased")
_ENDINGS = {
    "exchange.pledge.decide": mark("Answered"),
    **{f"{app}.erase": _ERASED for app in _APP_OF},
    "organizations.organization.withdraw_commendation": mark("A commendation was withdrawn"),
}
LABELS: dict[str, str] = {
    **{f"{app}.{each.event}": each.label for app, lifecycle in _APP_OF.items() for each in lifecycle.transitions},
    **_BEGINNINGS,
    **_ENDINGS,
}


_ENDS_WITH = "reflect"
"""The event by which a need follows its projects; told as the state that it reached."""


def as_history(entries: Iterable[AuditEntry]) -> list[Entry]:
    """Entries as lines of a history; an act without words of its own, or one that changed no state, is not shown."""
    lines = []
    state = ""
    for each in entries:
        what = _what(each, state)
        state = each.state_after
        if what:
            lines.append(Entry(at=localtime(each.at), what=gettext(what), who=who_acted(each)))
    return lines


def _what(entry: AuditEntry, before: str) -> str:
    app, _dot, event = entry.action.rpartition(".")
    if event != _ENDS_WITH:
        return LABELS.get(entry.action, "")
    return _APP_OF[app].states.get(entry.state_after, "") if entry.state_after != before and app in _APP_OF else ""


def who_acted(entry: AuditEntry) -> str:
    """The seat that acted, or what stands for it where nobody signs: the platform, a code's holder, a visitor."""
    if entry.actor_role in _NAMELESS:
        return gettext(_NAMELESS[entry.actor_role])
    return entry.actor_label or gettext(_NAMELESS[Role.SYSTEM])
