"""What the clerk is told about a list, beside its row and column. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from duijie.kernel.errors import Refusal


class Severity(StrEnum):
    """An error keeps a row (or the list) out; a warning asks the clerk to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: `code` is a message id with `params`; `row` is Excel's (0: the list), `column` its letters."""

    code: str
    severity: Severity = Severity.ERROR
    row: int = 0
    column: str = ""
    header: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def message_of(refusal: Refusal, *, row: int = 0, column: str = "", header: str = "") -> Message:
    """A refusal as an error beside its cell."""
    return Message(refusal.code, row=row, column=column, header=header, params=dict(refusal.params))
