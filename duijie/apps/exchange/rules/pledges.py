"""有意向 across provinces: the message, who may send and decide one, and when it is sent again. Plain Python.

The notice, 八: sharing between places where conditions allow. A pledge is one line of RFC 8785 JSON, all of it texts,
inside a signed note (C2SP) of the sender's log. It says what is public about an organization and nothing about anybody.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final
from uuid import UUID

from duijie.kernel.access.actors import ORGANIZATION_ROLES, Role
from duijie.kernel.access.conditions import Grant, Inside, OurOrganization, grant
from duijie.kernel.errors import NotAllowed, RuleBroken, mark
from duijie.ledger.errors import FormatError, SignatureProblem
from duijie.ledger.formats.keys import VerifierKey
from duijie.ledger.formats.leaves import as_json
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.verifying.opening import signers

KIND: Final = "exchange.pledge"
SEND: Final = f"{KIND}.send"
DECIDE: Final = f"{KIND}.decide"
SEE_SENT: Final = f"{KIND}.see_sent"
SEE_RECEIVED: Final = f"{KIND}.see_received"
LEARN: Final = f"{KIND}.learn"
DECIDERS: Final = (Role.COUNTY_OFFICE, Role.PROVINCE_OFFICE)
READERS: Final = (*DECIDERS, Role.PREFECTURE_OFFICE, Role.AUDITOR)
_NEED = Inside("need__division_path")
GRANTS: Final[tuple[Grant, ...]] = (
    grant(SEND, (Role.ORGANIZATION_MANAGER,), OurOrganization()),
    grant(SEE_SENT, ORGANIZATION_ROLES, OurOrganization()),
    grant(SEE_RECEIVED, READERS, _NEED),
    grant(DECIDE, DECIDERS, _NEED),
)
LONGEST: Final = 4096
"""Bytes of one signed message."""
VALID_FOR: Final = timedelta(days=30)
"""So long after it was said a pledge is still taken: a network may be cut for weeks."""
GIVEN_UP_AFTER: Final = timedelta(days=28)
MOST_CARRIED: Final = 1000
"""Messages to one province in one carried file."""
CLOCKS_DIFFER: Final = timedelta(hours=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_TEXT_MOST = 200
_QUANTITY_MOST = Decimal(10) ** 9
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_UUID_VERSION = 7


class PledgeState(StrEnum):
    """How far a pledge is, on either side."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNDELIVERED = "undelivered"


SENT_LABELS: Final = {
    PledgeState.WAITING: mark("On its way"),
    PledgeState.DELIVERED: mark("Arrived, no answer yet"),
    PledgeState.ACCEPTED: mark("Welcome"),
    PledgeState.DECLINED: mark("Declined with thanks"),
    PledgeState.UNDELIVERED: mark("Could not be delivered"),
}
RECEIVED_LABELS: Final = {
    PledgeState.WAITING: mark("To be answered"),
    PledgeState.ACCEPTED: mark("Welcome"),
    PledgeState.DECLINED: mark("Declined with thanks"),
}
UNANSWERED: Final = (PledgeState.WAITING, PledgeState.DELIVERED)
OPEN_TO_DECISION: Final = (*UNANSWERED, PledgeState.UNDELIVERED)


class DeclineReason(StrEnum):
    """Why an office declines; a code, because the answer travels on a log that everybody reads."""

    TAKEN = "taken"
    CHANGED = "changed"
    UNSUITED = "unsuited"
    UNREACHED = "unreached"
    OTHER = "other"


REASON_LABELS: Final = {
    DeclineReason.TAKEN: mark("Others have taken it on meanwhile"),
    DeclineReason.CHANGED: mark("The need has changed meanwhile"),
    DeclineReason.UNSUITED: mark("The organization's work does not fit this need"),
    DeclineReason.UNREACHED: mark("The organization could not be reached"),
    DeclineReason.OTHER: mark("Another reason"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What a message says; every field is a text, as it stands in the JSON.

    `id` is a UUID of version 7, `sender` the sender's log of the year (`log.example/510000/2026`), `to` the origin's
    log without the year, `quantity` a decimal number in `unit`, `moment` UTC (`2026-11-22T07:30:00Z`), `province` the
    code of the organization's province, `phone` that of its office or "".
    """

    id: str
    kind: str = KIND
    sender: str
    to: str
    need: str
    quantity: str
    unit: str
    organization: str
    name: str
    credit_code: str
    registration_level: str
    province: str
    phone: str
    moment: str

    @property
    def text(self) -> str:
        """The signed text: one line."""
        return as_json(asdict(self)) + "\n"

    @property
    def sent_at(self) -> datetime:
        """The moment as a moment."""
        return datetime.strptime(self.moment, _MOMENT).replace(tzinfo=UTC)


def moment_text(moment: datetime) -> str:
    """A moment as a message writes it."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def log_of(sender: str) -> str:
    """The name of a log without its year."""
    return sender.rpartition("/")[0]


def open_pledge(data: bytes, *, here: str, key_of: Callable[[str], VerifierKey | None], at: datetime) -> Pledge:
    """Read a signed message and check that it is meant for us, fresh, and signed by somebody who is followed.

    `here` is the name of our log without the year; `key_of` gives the key of a log of a year, None of a stranger's.

    Raises:
        RuleBroken: it is no pledge, for somebody else, too old or from the future.
        NotAllowed: it comes from a stranger, or the signature is not the sender's.
    """
    try:
        note = parse_note(data)
        pledge = _read(note.text)
    except FormatError as problem:
        raise RuleBroken(mark("This is no pledge: %(sentence)s"), sentence=str(problem)) from problem
    if pledge.to != here:
        raise RuleBroken(mark("This pledge is for %(to)s; here is %(here)s."), to=pledge.to, here=here)
    _demand_signature(note, pledge.sender, key_of(pledge.sender))
    if pledge.sent_at > at + CLOCKS_DIFFER:
        raise RuleBroken(mark("This pledge is dated in the future; the clocks of the two platforms differ."))
    if pledge.sent_at < at - VALID_FOR:
        raise RuleBroken(mark("This pledge is older than %(days)s days."), days=VALID_FOR.days)
    return pledge


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries, from 1: a minute, then twice as long each time, six hours at most."""
    return min(_FIRST_PAUSE * (1 << min(tries - 1, 10)), _LONGEST_PAUSE)


def quantity_of(text: str) -> Decimal | None:
    """A quantity as a message writes it: above zero, at most two decimals; None when it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    is_one = found.is_finite() and 0 < found < _QUANTITY_MOST and found == round(found, 2)
    return found if is_one and f"{found.normalize():f}" == text else None


def uuid_of(value: object) -> UUID | None:
    """An id as a message writes it; None when it is none."""
    try:
        found = UUID(str(value))
    except ValueError:
        return None
    return found if str(found) == value and found.version == _UUID_VERSION else None


def _demand_signature(note: Note, sender: str, key: VerifierKey | None) -> None:
    if key is None:
        raise NotAllowed(mark("Nobody here follows %(sender)s, so its signature cannot be checked."), sender=sender)
    try:
        is_signed = key in signers(note, [key])
    except SignatureProblem:
        is_signed = False
    if not is_signed:
        raise NotAllowed(mark("This pledge is not signed by %(sender)s."), sender=sender)


def _read(text: str) -> Pledge:
    """The message in its one form: exactly these fields, all texts, in the bytes that RFC 8785 gives them."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FormatError("The text is no JSON.") from None
    if not isinstance(found, dict) or set(found) != set(Pledge.__dataclass_fields__):
        raise FormatError("It does not have just the fields of a pledge.")
    if wrong := [name for name, value in found.items() if not isinstance(value, str) or len(value) > _TEXT_MOST]:
        raise FormatError(f"{wrong[0]} is no text of at most {_TEXT_MOST} characters.")
    pledge = Pledge(**found)
    _demand_values(found)
    if pledge.text != text:
        raise FormatError("It is not written as RFC 8785 writes it.")
    return pledge


def _demand_values(found: Mapping[str, str]) -> None:
    if found["kind"] != KIND:
        raise FormatError(f"Its kind is not {KIND}.")
    if quantity_of(found["quantity"]) is None:
        raise FormatError("quantity is no number above zero with at most two decimals.")
    if uuid_of(found["id"]) is None:
        raise FormatError("id is no UUID of version 7.")
    try:
        moment = datetime.strptime(found["moment"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise FormatError("moment is no moment in UTC.") from None
    if moment_text(moment) != found["moment"]:
        raise FormatError("moment is not written with all its digits.")
