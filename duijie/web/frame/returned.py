"""A list that came back from WPS or Excel, on the page: rows by verdict, old beside new, what is accepted by a tick."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from duijie.kernel.errors import mark
from duijie.kernel.lists.messages import Message
from duijie.kernel.lists.verdicts import Judged, Review, Verdict
from duijie.web.frame.formats import datetime_local
from duijie.web.frame.histories import who_acted
from duijie.web.frame.parts import Link

SHOWN = 100
LABELS = {
    Verdict.CHANGED: mark("Changed"),
    Verdict.ADDED: mark("Added"),
    Verdict.CONFLICT: mark("Conflict"),
    Verdict.BROKEN: mark("To be corrected"),
    Verdict.UNCHANGED: mark("Unchanged"),
}


class RowsField(forms.MultipleChoiceField):
    """Keys of rows; which of them still stand is the service's to say, in words of its own."""

    def valid_value(self, value: object) -> bool:  # noqa: ARG002
        """Any key may come: the row may have moved on since the page was shown."""
        return True


@dataclass(frozen=True, slots=True)
class Line:
    """One particular of a row: what it was, what it is in the list."""

    label: str
    before: str
    after: str
    is_clash: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it; `key` is "" where it cannot be accepted."""

    number: int
    title: str
    href: str
    key: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    happens: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of list names its particulars, their values, its rows' pages and what accepting one does."""

    label_of: Callable[[str], str]
    shown_value: Callable[[str, Any], str]
    address: Callable[[Any], str]
    happens: Callable[[Judged], str]
    values_of: Callable[[Judged], Mapping[str, Any]]


def rows_context(review: Review, wording: Wording, given: QueryDict, posted: QueryDict) -> dict[str, Any]:
    """The rows of one verdict, a page of them, with tabs for the others."""
    shown = _chosen_tab(review, given.get("show", ""))
    rows, start = review.of(shown), _number(given.get("from"))
    return {
        "tabs": list(_tabs(review, shown)),
        "shown": shown.value,
        "rows": [_shown(row, wording) for row in rows[start : start + SHOWN]],
        "ticked": frozenset(posted.getlist("rows")),
        "before": f"?show={shown}&from={max(start - SHOWN, 0)}" if start else "",
        "after": f"?show={shown}&from={start + SHOWN}" if start + SHOWN < len(rows) else "",
        "total": len(review.rows),
        "plain": len(review.plain),
        "missing": review.missing,
    }


def _tabs(review: Review, shown: Verdict) -> Iterator[Link]:
    for verdict, label in LABELS.items():
        count = len(review.of(verdict))
        if count or verdict is shown:
            yield Link(f"{_(label)} {count}", f"?show={verdict}", current=verdict is shown)


def _chosen_tab(review: Review, asked: str) -> Verdict:
    if asked in LABELS:
        return Verdict(asked)
    return next((verdict for verdict in LABELS if review.of(verdict)), Verdict.UNCHANGED)


def _shown(row: Judged, wording: Wording) -> ShownRow:
    number = row.subject.number if row.subject else (row.row.mark.number if row.row.mark else "")
    title = row.subject.title if row.subject else row.row.texts.get("title", "")
    return ShownRow(
        number=row.row.number,
        title=f"{title} {number}".strip(),
        href=wording.address(row.subject) if row.subject else "",
        key=row.key if row.is_acceptable else "",
        lines=tuple(_lines(row, wording)),
        notes=tuple(_notes(row)),
        happens=wording.happens(row) if row.is_acceptable else "",
    )


def _lines(row: Judged, wording: Wording) -> Iterator[Line]:
    for each in row.differences:
        before, after = (wording.shown_value(each.name, value) for value in (each.before, each.after))
        yield Line(wording.label_of(each.name), before, after, each.name in row.clashes)
    if row.verdict is Verdict.ADDED and row.parsed:
        for name, value in wording.values_of(row).items():
            if name != "title" and value not in ("", None, ()):
                yield Line(wording.label_of(name), "", wording.shown_value(name, value))


def _notes(row: Judged) -> Iterator[str]:
    if row.meanwhile:
        given = {"who": who_acted(row.meanwhile), "when": datetime_local(row.meanwhile.at)}
        if row.clashes:
            yield _("%(who)s has changed the same cells here, on %(when)s. Accepting the row replaces that.") % given
        else:
            yield _("%(who)s has changed other cells of it here, on %(when)s; they stay.") % given
    elif row.clashes:
        yield _("The same cells have been changed here since you downloaded the list.")
    for message in row.messages:
        yield _beside(message)


def _beside(message: Message) -> str:
    where = " ".join(part for part in (message.column, message.header) if part)
    return (f"{where}: " if where else "") + _(message.code) % message.params


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < len("100000") else 0
