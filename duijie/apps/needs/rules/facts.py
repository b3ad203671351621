"""Which facts of an act on a need go on the ledger: numbers, classes, amounts; nothing of a person, no free text."""

from decimal import Decimal
from typing import Protocol

from duijie.apps.records.rules import quantity_text


class Stated(Protocol):
    """What a need states that everybody may read."""

    field: str
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
        "field": need.field,
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


def met(need: Stated) -> dict[str, object]:
    """How much the receiving side has confirmed."""
    return {"state": need.state, "met": quantity_text(need.quantity_met), "unit": need.unit}
