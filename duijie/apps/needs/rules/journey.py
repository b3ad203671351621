"""The stations of a need as people follow it. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from duijie.kernel.errors import mark


@dataclass(frozen=True, slots=True)
class Station:
    """One station: its message id, `done`, `now`, `later` or `stopped`, and when it was reached."""

    label: str
    state: str
    at: datetime | None = None


class Travelling(Protocol):
    """The dates of a need's own journey."""

    @property
    def state(self) -> str:
        """Its state."""

    submitted_at: datetime | None
    published_at: datetime | None
    taken_at: datetime | None
    agreed_at: datetime | None
    delivered_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    quantity_taken: Decimal


_STATIONS = (
    ("submitted_at", mark("Sent for verification")),
    ("published_at", mark("Verified and in the library")),
    ("taken_at", mark("Taken by an organization")),
    ("agreed_at", mark("Agreement signed")),
    ("delivered_at", mark("Delivered")),
    ("confirmed_at", mark("Confirmed by the receiving side")),
    ("closed_at", mark("Closed")),
)
_PASSED = {
    "draft": 0,
    "submitted": 1,
    "returned": 1,
    "published": 2,
    "matching": 2,
    "signed": 4,
    "under_way": 4,
    "to_confirm": 5,
    "fulfilled": 6,
    "revisiting": 6,
    "closed": 7,
}
"""How many stations lie behind a need in each state; a date alone does not tell, for states move both ways."""
_WAITING = {
    "draft": mark("Draft"),
    "submitted": mark("Waiting for verification"),
    "returned": mark("To be completed"),
    "published": mark("Waiting for a match"),
    "matching": mark("Being matched"),
    "signed": mark("The work is about to begin"),
    "under_way": mark("Under way"),
    "to_confirm": mark("Waiting for confirmation"),
    "fulfilled": mark("Waiting to be closed"),
    "revisiting": mark("Being revisited"),
}
_TO_AGREE = mark("Agreement being drafted")
"""What the present station says: nobody may read "delivered" where something is only under way."""
_STOPPED = {
    "declined": mark("Not accepted"),
    "referred": mark("Referred"),
    "settled": mark("Settled by policy"),
    "withdrawn": mark("Withdrawn"),
    "expired": mark("Expired"),
}


def stations_of(need: Travelling) -> Sequence[Station]:
    """The stations of a need: those behind it with their dates, the one at which it waits, those to come."""
    dates = [getattr(need, name) for name, _ in _STATIONS]
    if need.state in _STOPPED:
        reached = [Station(label, "done", at) for (_, label), at in zip(_STATIONS[:-1], dates, strict=False) if at]
        return (*reached, Station(_STOPPED[need.state], "stopped", dates[-1]))
    is_taken = need.state == "matching" and need.quantity_taken > 0
    passed = max(_PASSED[need.state], 3 if is_taken else 0)
    present = _TO_AGREE if is_taken else _WAITING.get(need.state, "")
    return tuple(
        Station(label, "done", at)
        if place < passed
        else Station(present, "now")
        if place == passed
        else Station(label, "later")
        for place, ((_, label), at) in enumerate(zip(_STATIONS, dates, strict=True))
    )
