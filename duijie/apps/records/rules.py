"""What a leaf is made of, and which facts may stand in one. Plain Python.

A leaf is RFC 8785 JSON of kind, time to the hour, division to the county, pseudonym of the subject, role of the actor,
and one root over the sorted digests of its fields, each `SHA-256(JCS([salt, field, value]))` with a salt of its own.
Whoever is shown some fields with their salts, and the bare digests of the others, can make the root again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from duijie.ledger.disclosing.commitments import field_digest, root_of
from duijie.ledger.formats.leaves import leaf_bytes

Fact = str | int | bool | None
PSEUDONYM_BYTES: Final = 16
ERASURE: Final = "records.leaf.erase"
OPENING: Final = "ledger.log.open"
_COUNTY_DIGITS: Final = 6

_DELIVERY = frozenset({"need", "quantity", "unit"})
_CHANGED = frozenset({"state", "quantity", "unit"})
_MET = frozenset({"state", "met", "unit"})
_STANDING = frozenset({"event", "number", "kind", "registration_level", "state"})
_COMMENDED = frozenset({"number", "document", "year", "level"})
_LISTED = frozenset({"list", "county", "level", "valid_from", "valid_to"})
_PROMISE = frozenset({"event", "number", "organization", "field", "capacity", "unit", "state"})
_SAID = frozenset({"number", "title", "text", "field", "subfield", "beneficiaries"})
_ASKED = frozenset({"form", "track", "quantity", "unit", "total_fen", "policy_cover", "aid", "wanted_by", "urgency"})
_READING = frozenset({"quarter", "as_of", "verified", "taken", "agreed", "confirmed", "met_shares"})

# Public acts and what their leaves attest: codes, public numbers, quantities, amounts in fen, dates, and of needs and
# offers the words that their public pages show; no names of people, no phones, nothing of a household. An act that is
# not here has no leaf: what is internal (refusals, returns, intentions) stays out of it. A field not here is refused.
FACTS: Final[dict[str, frozenset[str]]] = {
    "exchange.pledge.decide": frozenset({"pledge", "need", "accepted", "reason", "quantity", "unit"}),
    "exchange.pledge.send": frozenset({"pledge", "need", "origin", "quantity", "unit", "organization"}),
    "figures.reading.publish": _READING,
    "matches.match.commit": _DELIVERY,
    "matches.round.release": frozenset({"number", "digest", "recommendations"}),
    "needs.need.close": _MET,
    "needs.need.expire": frozenset({"state"}),
    "needs.need.extend": _CHANGED | {"wanted_by"},
    "needs.need.publish": _SAID | _ASKED | {"place"},
    "needs.need.reflect": _MET,
    "needs.need.revise": _CHANGED,
    "needs.need.verify": _CHANGED,
    "needs.need.withdraw": frozenset({"state"}),
    "offers.offer.adjust_capacity": _PROMISE,
    "offers.offer.end": _PROMISE,
    "offers.offer.pause": _PROMISE,
    "offers.offer.publish": _PROMISE | _SAID | {"areas", "registration"},
    "offers.offer.resume": _PROMISE,
    "organizations.organization.approve": _STANDING,
    "organizations.organization.commend": _COMMENDED,
    "organizations.organization.end": _STANDING,
    "organizations.organization.restore": _STANDING,
    "organizations.organization.suspend": _STANDING,
    "organizations.organization.withdraw_commendation": _COMMENDED,
    "projects.project.close": frozenset({"need"}),
    "projects.project.confirm": _DELIVERY | {"by", "people", "tenths"},
    "projects.project.open": _DELIVERY,
    "projects.project.record_hours": frozenset({"need", "day", "people", "tenths"}),
    "projects.project.record_money": frozenset({"need", "kind", "amount_fen"}),
    "projects.project.report_delivery": _DELIVERY,
    "projects.project.sign_giving": frozenset({"need", "amount_fen"}),
    "projects.project.sign_receiving": frozenset({"need", "amount_fen"}),
    "projects.project.start": frozenset({"need"}),
    "regions.listing.add": _LISTED,
    "regions.listing.confirm": _LISTED,
    "regions.listing.withdraw": _LISTED,
    ERASURE: frozenset({"leaves"}),
}
# Acts whose facts everybody is given with their salts, so that another platform can take them over. None of a project:
# its entries share a pseudonym with those that givers and receivers make (PAIRS), and would show whose do not agree.
PUBLISHED: Final = frozenset(
    {
        "exchange.pledge.decide",
        "figures.reading.publish",
        "matches.match.commit",
        "matches.round.release",
        "needs.need.close",
        "needs.need.expire",
        "needs.need.extend",
        "needs.need.publish",
        "needs.need.reflect",
        "needs.need.revise",
        "needs.need.verify",
        "needs.need.withdraw",
        "offers.offer.adjust_capacity",
        "offers.offer.end",
        "offers.offer.pause",
        "offers.offer.publish",
        "offers.offer.resume",
        "organizations.organization.approve",
        "organizations.organization.end",
        "organizations.organization.restore",
        "organizations.organization.suspend",
        "regions.listing.add",
        "regions.listing.confirm",
        "regions.listing.withdraw",
        ERASURE,
    }
)
# rows of households: whatever the table above says, nothing of theirs goes on a leaf
HOUSEHOLD_SUBJECTS: Final = frozenset({"request", "applicant", "household", "account"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, one of each side, that agree when the facts in `compared` do.

    `given_where` and `received_where` say which leaves of the kind count.
    """

    name: str
    given: str
    received: str
    compared: tuple[str, ...]
    given_where: tuple[tuple[str, str], ...] = ()
    received_where: tuple[tuple[str, str], ...] = ()


_MONEY = "projects.project.record_money"
PAIRS: Final = (
    Pair("agreement", "projects.project.sign_giving", "projects.project.sign_receiving", ("need", "amount_fen")),
    Pair("delivery", "projects.project.report_delivery", "projects.project.confirm", ("need", "quantity", "unit")),
    Pair("money", _MONEY, _MONEY, ("need", "amount_fen"), (("kind", "paid"),), (("kind", "arrived"),)),
)
"""What the giver and the receiver each state with a leaf of their own."""


class FactsRefused(ValueError):
    """An act offered facts that must not stand in a leaf; a mistake of whoever wrote the act, not of its user."""


def facts_of_leaf(kind: str, subject_kind: str, facts: Mapping[str, object]) -> dict[str, Fact] | None:
    """The facts that stand in the leaf of this act; None when such an act has no leaf.

    Raises:
        FactsRefused: the subject belongs to a household, a field is not listed, or a value is not plain.
    """
    if subject_kind in HOUSEHOLD_SUBJECTS:
        raise FactsRefused(f"{kind}: nothing of a {subject_kind} goes on a leaf")
    if kind not in FACTS:
        return None
    if unlisted := sorted(set(facts) - FACTS[kind]):
        raise FactsRefused(f"{kind}: {', '.join(unlisted)} must not stand in a leaf (records.rules.FACTS)")
    return {name: _plain(kind, name, value) for name, value in facts.items()}


def _plain(kind: str, name: str, value: object) -> Fact:
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, int) and abs(value) < 2**53:  # what JSON numbers hold exactly
        return value
    raise FactsRefused(f"{kind}: {name} is a {type(value).__name__}; give text, a whole number or yes/no")


def quantity_text(quantity: Decimal) -> str:
    """A quantity as facts write it, whichever way it was computed: 20.00 is 20, so that two sides' facts can agree."""
    return f"{quantity.normalize():f}"


def facts_root(facts: Mapping[str, Fact], salts: Mapping[str, bytes]) -> bytes:
    """The root of facts with their salts.

    Raises:
        KeyError: a fact has no salt.
    """
    return root_of(field_digest(salts[field], field, value) for field, value in facts.items())


@dataclass(frozen=True, slots=True)
class LeafBody:
    """What the log will hold of an act: nothing that names anybody."""

    kind: str
    hour: datetime
    division: str
    subject: str
    role: str
    root: bytes

    def as_bytes(self) -> bytes:
        """The leaf as it stands in the log."""
        return leaf_bytes(
            kind=self.kind,
            hour=self.hour.astimezone(UTC).strftime("%Y-%m-%dT%HZ"),
            division=self.division,
            subject=self.subject,
            role=self.role,
            root=self.root.hex(),
        )


def first_leaf(root: bytes, moment: datetime, division: str) -> bytes:
    """The leaf with which the log of a year begins: the root of the year before, or of a log without leaves."""
    nobody = "0" * 2 * PSEUDONYM_BYTES
    return LeafBody(OPENING, hour_of(moment), division, nobody, "system", root).as_bytes()


def origin_of(name: str, year: int) -> str:
    """What the log of a year is called: `<host>/<province code>/<year>`."""
    return f"{name}/{year}"


def key_name(origin: str) -> str:
    """What the file of its private key is called: `620000-2026`."""
    return origin.partition("/")[2].replace("/", "-")


def hour_of(moment: datetime) -> datetime:
    """The full hour in which something happened."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def county_of(division_path: str) -> str:
    """The code of the county in a path, or of the division above it where the path ends there; "" for the country."""
    codes = [code for code in division_path.split("/") if code and len(code) <= _COUNTY_DIGITS]
    return codes[-1] if codes else ""
