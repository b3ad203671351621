"""The work queue as rows of a page: narrowed, by clock or age, each with the address of its place beside the list."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duijie.apps.needs.selectors.queue import WHATS, Waiting, work_queue
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import now
from duijie.kernel.errors import mark
from duijie.web.frame.choices import choices_of
from duijie.web.frame.formats import datetime_local

TOGETHER = frozenset({"verify", "publish", "return", "bundle"})
"""Acts that may be done on several rows at once."""
ORDERS = {"age": mark("What has waited longest")}
PLACES = {"need": "office:work-need", "request": "office:work-request"}
_HOURS = 3600
_NUMBER = re.compile(r"[NR]-[0-9A-Z]{4,12}")


class QueueFilters(forms.Form):
    """Narrow what waits."""

    text = forms.CharField(label=gettext_lazy("Words, place or number"), required=False, max_length=60)
    what = forms.ChoiceField(
        label=gettext_lazy("What to do"), required=False, choices=choices_of(WHATS, empty=gettext_lazy("All"))
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Sorted by"),
        required=False,
        choices=choices_of(ORDERS, empty=gettext_lazy("What is due first")),
    )
    late = forms.BooleanField(label=gettext_lazy("Only what is overdue"), required=False)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do as the page shows it; `key` is "" where it is not done together with others."""

    key: str
    title: str
    number: str
    href: str
    what: str
    place: str
    age: str
    until: str
    is_overdue: bool
    is_current: bool


def narrowed(actor: Actor, given: Mapping[str, str]) -> tuple[list[Waiting], QueueFilters]:
    """What waits for the actor, as far as the address asks for it, and the form that says so."""
    form = QueueFilters(given)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    text = str(wanted.get("text", "")).strip()
    rows = [
        each
        for each in work_queue(actor)
        if (not wanted.get("what") or each.what == WHATS[wanted["what"]])
        and (not wanted.get("late") or each.is_overdue)
        and (not text or text in f"{each.title} {each.place}" or text.upper() == each.number)
    ]
    if wanted.get("order") == "age":
        rows.sort(key=lambda each: each.since)
    return rows, form


def query_of(given: QueryDict) -> str:
    """The part of an address that narrows the queue, so that it goes with every step."""
    kept = QueryDict(mutable=True)
    for name in QueueFilters.base_fields:
        if given.get(name):
            kept[name] = str(given[name])[:60]
    return kept.urlencode()


def done_in(given: QueryDict) -> str:
    """The number of the row that was just dealt with, as the address says; nothing else that an address may say."""
    done = given.get("done", "")
    return done if _NUMBER.fullmatch(done) else ""


def rows_of(waiting: Iterable[Waiting], query: str, *, current: str = "") -> list[WorkRow]:
    """The rows of a page."""
    moment = now()
    return [
        WorkRow(
            key=each.key if TOGETHER & set(each.acts) else "",
            title=each.title,
            number=each.number,
            href=address_of(each, query),
            what=_(each.what),
            place=each.place,
            age=age(each.since, moment),
            until=datetime_local(each.until) if each.until else "",
            is_overdue=each.is_overdue,
            is_current=each.key == current,
        )
        for each in waiting
    ]


def address_of(each: Waiting, query: str) -> str:
    """The place of a row beside the list."""
    return reverse(PLACES[each.kind], args=[each.number]) + (f"?{query}" if query else "")


def age(since: datetime, moment: datetime) -> str:
    """For how long it has waited: hours on the first day, days afterwards."""
    hours = max(int((moment - since).total_seconds() // _HOURS), 0)
    if hours < 24:  # noqa: PLR2004 - hours of a day
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}
