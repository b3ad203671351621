"""What is known of a list that came back: each row with its verdict, and the whole."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from duijie.apps.needs.importing.comparing import Difference
from duijie.apps.needs.importing.messages import Message
from duijie.apps.needs.importing.returned import ReturnedList, ReturnedRow
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.models import Need
from duijie.kernel.audit.models import AuditEntry


class Verdict(StrEnum):
    """What a row of a returned list is; every row is exactly one of these."""

    CONFLICT = "conflict"
    BROKEN = "broken"
    CHANGED = "changed"
    ADDED = "added"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: what it changes in its need, by which acts, what keeps it out, and who was there meanwhile.

    `clashes` are the particulars that both the clerk and somebody here have changed since the list went out.
    """

    row: ReturnedRow
    verdict: Verdict
    need: Need | None = None
    parsed: ParsedRow | None = None
    differences: tuple[Difference, ...] = ()
    clashes: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    meanwhile: AuditEntry | None = None

    @property
    def is_acceptable(self) -> bool:
        """Whether the clerk may take it over."""
        return self.verdict in {Verdict.ADDED, Verdict.CHANGED, Verdict.CONFLICT}

    @property
    def key(self) -> str:
        """The row and what the clerk has seen of it: the same as long as accepting it means the same."""
        seen = (self.verdict, self.need and (self.need.number, self.need.state), self.differences, self.acts)
        content = self.parsed.content if self.parsed and self.verdict is Verdict.ADDED else ""
        digest = hashlib.sha256(f"{seen}{content}".encode()).hexdigest()[:16]
        return f"{self.row.number}-{digest}"


@dataclass(frozen=True, slots=True)
class Review:
    """A whole returned list, row by row."""

    listed: ReturnedList
    rows: tuple[Judged, ...]

    def of(self, verdict: Verdict) -> tuple[Judged, ...]:
        """The rows of one kind, in the order of the list."""
        return tuple(row for row in self.rows if row.verdict is verdict)

    @property
    def plain(self) -> tuple[Judged, ...]:
        """What may be accepted all at once; conflicts are looked at one by one."""
        return tuple(row for row in self.rows if row.verdict in {Verdict.ADDED, Verdict.CHANGED})

    @property
    def digest(self) -> str:
        """The same as long as accepting all at once means the same."""
        return hashlib.sha256(" ".join(row.key for row in self.plain).encode()).hexdigest()
