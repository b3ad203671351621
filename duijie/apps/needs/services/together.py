"""Several things done with one word: each by its own act in its own transaction; what one refuses stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.services.decisions import publish_need, return_need, verify_need
from duijie.apps.needs.services.taking_back import take_back_return
from duijie.apps.needs.services.verification import return_request
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import Faults, Refusal

Row = Need | Request


@dataclass(frozen=True, slots=True)
class Together:
    """What became of each row: done, or refused with the sentence (a message id and its parameters)."""

    done: tuple[Row, ...]
    refused: tuple[tuple[Row, Refusal], ...]


def decide_each(*, actor: Actor, needs: Sequence[Need], opinion: str) -> Together:
    """Verify or publish needs, each as its step asks."""
    return _each(
        needs,
        lambda need: (publish_need if need.is_last_step else verify_need)(actor=actor, need=need, opinion=opinion),
    )


def return_each(*, actor: Actor, rows: Sequence[Row], reason: str) -> Together:
    """Return needs and requests to be completed."""
    return _each(
        rows,
        lambda row: (
            return_need(actor=actor, need=row, reason=reason)
            if isinstance(row, Need)
            else return_request(actor=actor, request=row, reason=reason)
        ),
    )


def take_back_each(*, actor: Actor, rows: Sequence[Row]) -> Together:
    """Undo returns, as far as nobody has completed anything."""
    return _each(rows, lambda row: take_back_return(actor=actor, row=row))


def _each(rows: Sequence[Row], act: Callable[..., object]) -> Together:
    done: list[Row] = []
    refused: list[tuple[Row, Refusal]] = []
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
            done.append(row)
        except Refusal as refusal:
            refused.append((row, refusal.faults[0] if isinstance(refusal, Faults) else refusal))
    return Together(tuple(done), tuple(refused))
