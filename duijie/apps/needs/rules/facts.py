"""Which facts of an act on a need go on the ledger: what its public page shows everybody; nothing of a person."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from duijie.apps.records.rules import quantity_text


class Stated(Protocol):
    """What a need states that everybody may read."""

    number: str
    title: str
    text: str
    field: str
    subfield: str
    aid: str
    beneficiaries: list[str]
    wanted_by: date | None
    urgency: str
    public_place: str
    form: str
    track: str
    quantity: Decimal
    unit: str
    total_fen: int | None
    policy_cover: str
    state: str
    quantity_met: Decimal


def published(need: Stated) -> dict[str, object]:
    """What stands in the library from now on."""
    return {
        "number": need.number,
        "title": need.title,
        "text": need.text,
        "field": need.field,
        "subfield": need.subfield,
        "aid": need.aid,
        "beneficiaries": ",".join(need.beneficiaries),
        "wanted_by": _day(need.wanted_by),
        "urgency": need.urgency,
        "place": need.public_place,
        "form": need.form,
        "track": need.track,
        "quantity": quantity_text(need.quantity),
        "unit": need.unit,
        "total_fen": need.total_fen,
        "policy_cover": need.policy_cover,
    }


def changed(need: Stated) -> dict[str, object]:
    """A published need asks for another quantity now, or for nothing more."""
    return {"state": need.state, "quantity": quantity_text(need.quantity), "unit": need.unit}


def extended(need: Stated) -> dict[str, object]:
    """A published need stays open until another day, or without one."""
    return {**changed(need), "wanted_by": _day(need.wanted_by)}


def met(need: Stated) -> dict[str, object]:
    """How much the receiving side has confirmed."""
    return {"state": need.state, "met": quantity_text(need.quantity_met), "unit": need.unit}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
