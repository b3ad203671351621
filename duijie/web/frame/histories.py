"""The audit trail as people read it: what was done, by which seat, when."""

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext

from duijie.apps.matches.rules import MATCH, ORDER, SUGGESTION
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.projects.rules import PROJECT
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
    "projects.project.open": mark("Project opened"),
}
LABELS: dict[str, str] = {
    **{f"{app}.{each.event}": each.label for app, lifecycle in _APP_OF.items() for each in lifecycle.transitions},
    **_BEGINNINGS,
}


def as_history(entries: Iterable[AuditEntry]) -> list[Entry]:
    """Entries as lines of a history; an act without words of its own is not shown."""
    return [
        Entry(at=localtime(each.at), what=gettext(LABELS[each.action]), who=each.actor_label or gettext("The platform"))
        for each in entries
        if each.action in LABELS
    ]
