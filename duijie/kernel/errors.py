"""Errors that a person can act on: a plain-English message id, its parameters and the field it belongs to."""

from collections.abc import Iterable


def mark(message: str) -> str:
    """Return the message id unchanged; the extraction of message ids looks for this call."""
    return message


class Refusal(Exception):
    """An act was refused; `code` is a message id with `%(name)s` parameters, `field` the field it stands beside."""

    status = 400

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


class RuleBroken(Refusal):
    """What was given breaks a rule; the person can mend it."""

    status = 422


class TooOften(RuleBroken):
    """The same was tried too often; only time mends it."""

    status = 429


class NotAllowed(Refusal):
    """The actor may not do this."""

    status = 403

    def __init__(self, code: str = mark("You may not do this."), *, field: str | None = None, **params: object) -> None:
        super().__init__(code, field=field, **params)


class NotFound(Refusal):
    """There is no such row, or the actor may not know that there is."""

    status = 404


class Conflict(Refusal):
    """Somebody else was faster, or the row has moved on."""

    status = 409


class Faults(Refusal):
    """Several broken rules at once, each with its own field."""

    status = 422

    def __init__(self, faults: Iterable[RuleBroken]) -> None:
        super().__init__(mark("Some entries need another look."))
        self.faults = tuple(faults)


def refuse_if(faults: Iterable[RuleBroken]) -> None:
    """Raise all faults together, or return when there is none."""
    found = tuple(faults)
    if found:
        raise Faults(found)
