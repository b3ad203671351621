"""Histories for those who may read why: the organization's own people and the offices that decide on it."""

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.kernel.audit.models import AuditEntry
from duijie.web.frame.histories import LABELS
from duijie.web.frame.parts import Entry


def entries_with_reasons(entries: Iterable[AuditEntry]) -> list[Entry]:
    """Each act with the reason or note that was given."""
    return [
        Entry(
            at=localtime(each.at),
            what=_(LABELS[each.action]),
            who=each.actor_label or _("Applicant"),
            note=str(each.details.get("reason") or each.details.get("note") or ""),
        )
        for each in entries
        if each.action in LABELS
    ]
