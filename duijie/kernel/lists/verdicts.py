"""A list that came back, laid beside what stands here now: each row with its verdict, and the whole."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, Faults, Refusal, RuleBroken, mark
from duijie.kernel.lists.messages import Message, Severity
from duijie.kernel.lists.returned import Difference, ReturnedRow

SEEN_OTHERWISE = mark("This row or what it stands for has changed since you looked at it. Look at it again.")


class Verdict(StrEnum):
    """What a row of a returned list is; every row is exactly one of these."""

    CONFLICT = "conflict"
    BROKEN = "broken"
    CHANGED = "changed"
    ADDED = "added"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: what it changes in its subject, by which acts, what keeps it out, and who was there meanwhile.

    `subject` is the row of the table that it went out for; `content` the texts of an added row. `clashes` are the
    particulars that both the clerk and somebody here have changed since the list went out.
    """

    row: ReturnedRow
    verdict: Verdict
    subject: Any = None
    parsed: Any = None
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
    def content(self) -> Mapping[str, str]:
        """What an added row says."""
        found: Mapping[str, str] = self.parsed.content if self.parsed and self.verdict is Verdict.ADDED else {}
        return found

    @property
    def key(self) -> str:
        """The row and what the clerk has seen of it: the same as long as accepting it means the same."""
        standing = self.subject and (self.subject.number, self.subject.state)
        seen = (self.verdict, standing, self.differences, self.acts)
        digest = hashlib.sha256(f"{seen}{self.content}".encode()).hexdigest()[:16]
        return f"{self.row.number}-{digest}"


@dataclass(frozen=True, slots=True)
class Review:
    """A whole returned list, row by row; `missing` rows of those that went out are not in it."""

    rows: tuple[Judged, ...]
    missing: int = 0
    skipped: tuple[int, ...] = ()

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

    def chosen(self, keys: Collection[str], everything: str) -> tuple[list[Judged], dict[str, list[Any]]]:
        """The rows to take over, and those that are not any more what the clerk has seen, with their sentence.

        Raises:
            Conflict: the list does not say any more what was seen.
            RuleBroken: no row was chosen (at `rows`).
        """
        if everything:
            if everything != self.digest:
                raise Conflict(mark("The list does not say any more what you have seen. Please look at it again."))
            return list(self.plain), {}
        acceptable = {row.key: row for row in self.rows if row.is_acceptable}
        if not keys:
            raise RuleBroken(mark("Choose at least one row."), field="rows")
        gone = {key.partition("-")[0]: [SEEN_OTHERWISE, {}] for key in keys if key not in acceptable}
        return [row for key, row in acceptable.items() if key in set(keys)], gone


def said(refusal: Refusal) -> list[Any]:
    """The first sentence of a refusal, to be kept."""
    each: Iterable[Refusal] = refusal.faults if isinstance(refusal, Faults) else (refusal,)
    first = next(iter(each), refusal)
    return [first.code, {name: str(value) for name, value in first.params.items()}]


def has_errors(messages: Iterable[Message]) -> bool:
    """Whether one of them keeps the row out."""
    return any(message.severity is Severity.ERROR for message in messages)
