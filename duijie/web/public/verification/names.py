"""What stands on a leaf, in words: acts, roles, fields and their values; scripts get the same tables."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from duijie.apps.accounts.rules import ROLE_LABELS
from duijie.apps.exchange.rules.pledges import REASON_LABELS
from duijie.apps.needs.rules.vocabulary import FORM_LABELS, POLICY_COVER_LABELS, TRACK_LABELS, URGENCY_LABELS
from duijie.apps.organizations.rules.vocabulary import LEVELS_OF_COMMENDATION
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, MONEY_LABELS
from duijie.apps.records.rules import ERASURE, FACTS
from duijie.kernel.access.actors import Role
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import mark
from duijie.kernel.fields import AID_LABELS, SUBFIELDS
from duijie.kernel.fields import FIELDS as FIELDS_OF_HELP
from duijie.web.frame.histories import LABELS

SUBJECTS: Final = {
    "need": mark("Need"),
    "offer": mark("Offer"),
    "organization": mark("Organization"),
    "match": mark("Match"),
    "round": mark("Round"),
    "project": mark("Project"),
}
OWN_KINDS: Final = {
    ERASURE: mark("The facts behind earlier entries were erased"),
    "ledger.log.open": mark("Beginning of the year's entries"),
    "exchange.pledge.decide": mark("A pledge from another province was answered"),
    "exchange.pledge.send": mark("A pledge was sent to another province"),
    "figures.reading.publish": mark("Figures of a period were published"),
    "regions.listing.add": mark("A county was put on a list"),
    "regions.listing.confirm": mark("A county on a list was confirmed"),
    "regions.listing.withdraw": mark("A county was taken off a list"),
}
FIELDS: Final = {
    "accepted": mark("Welcome"),
    "agreed": mark("Needs agreed on"),
    "aid": mark("Relief or self-development"),
    "amount_fen": mark("Amount"),
    "areas": mark("Where"),
    "as_of": mark("As of"),
    "beneficiaries": mark("For whom"),
    "by": mark("Confirmed by whom"),
    "capacity": mark("Capacity"),
    "confirmed": mark("Needs confirmed"),
    "county": mark("County"),
    "day": mark("Day"),
    "digest": mark("Digest of the input (SHA-256)"),
    "document": mark("Number of the document"),
    "event": mark("What was done"),
    "field": mark("Field"),
    "form": mark("Form of help"),
    "kind": mark("Kind"),
    "level": mark("Level"),
    "leaves": mark("How many entries"),
    "list": mark("Name of the list"),
    "met": mark("Quantity that was met"),
    "met_shares": mark("Shares that arrived, added up (one need = 10,000)"),
    "need": mark("Number of the need"),
    "number": mark("Number"),
    "organization": mark("Organization"),
    "origin": mark("To which record"),
    "people": mark("How many people helped"),
    "place": mark("Place"),
    "pledge": mark("Identifier of the pledge"),
    "policy_cover": mark("Policy cover"),
    "quantity": mark("Quantity"),
    "quarter": mark("Quarter"),
    "reason": mark("Reason"),
    "recommendations": mark("How many recommendations"),
    "registration": mark("Level of registration"),
    "registration_level": mark("Level of registration"),
    "state": mark("State"),
    "subfield": mark("Part of the field"),
    "taken": mark("Needs taken on"),
    "tenths": mark("Hours of service, all together"),
    "text": mark("What it says"),
    "title": mark("Heading"),
    "total_fen": mark("Amount needed"),
    "track": mark("Wish or project"),
    "unit": mark("Unit"),
    "urgency": mark("How urgent it is"),
    "valid_from": mark("Valid from"),
    "valid_to": mark("Valid until"),
    "verified": mark("Needs verified"),
    "wanted_by": mark("Wanted by"),
    "year": mark("Year"),
}
_SEATS: Final = {Role.SYSTEM: mark("The platform"), Role.HOLDER: mark("The receiving person, by code")}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "by": {str(code): label for code, label in CONFIRMED_BY_LABELS.items()},
    "kind": {str(code): label for code, label in MONEY_LABELS.items()},
    "form": FORM_LABELS,
    "level": LEVELS_OF_COMMENDATION,
    "track": TRACK_LABELS,
    "policy_cover": POLICY_COVER_LABELS,
    "aid": {str(code): label for code, label in AID_LABELS.items()},
    "beneficiaries": BENEFICIARIES,
    "field": {code: each.label for code, each in FIELDS_OF_HELP.items()},
    "subfield": {code: each.label for code, each in SUBFIELDS.items()},
    "reason": {str(code): label for code, label in REASON_LABELS.items()},
    "urgency": URGENCY_LABELS,
}


def kinds() -> dict[str, str]:
    """Every act that leaves a record, in words."""
    told = {kind: _(label) for kind, label in OWN_KINDS.items()}
    for kind in FACTS:
        subject = kind.split(".")[1]
        if kind not in told and subject in SUBJECTS:
            told[kind] = _("%(subject)s: %(act)s") % {"subject": _(SUBJECTS[subject]), "act": _(LABELS.get(kind, kind))}
    return told


def roles() -> dict[str, str]:
    """Every role that can vouch, in words."""
    return {str(role): _(label) for role, label in (ROLE_LABELS | _SEATS).items()}


def fields() -> dict[str, str]:
    """Every field, in words."""
    return {name: _(label) for name, label in FIELDS.items()}


def values() -> dict[str, dict[str, str]]:
    """The values that are codes, in words, by field."""
    return {name: {str(code): _(label) for code, label in labels.items()} for name, labels in _VALUES.items()}
