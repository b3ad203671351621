"""A list that came back from WPS or Excel: what it adds and changes, accepted row by row or all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.models import ImportBatch
from duijie.apps.needs.rules.lists import RETURNERS
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.selectors.imports import batch_by_number
from duijie.apps.needs.selectors.returned import review_of
from duijie.apps.needs.services.imports import drop_import
from duijie.apps.needs.services.returned import accept_rows, finish_list
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.lists.messages import Message
from duijie.kernel.lists.verdicts import Judged, Review, Verdict
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import datetime_local
from duijie.web.frame.forms import FormPage
from duijie.web.frame.histories import who_acted
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import for_roles
from duijie.web.office.import_changes import label_of, shown_value

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


class AcceptForm(forms.Form):
    """Which rows are taken over, and why quantities in the library change."""

    rows = RowsField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = TextField(label=gettext_lazy("Why do quantities in the library change?"), limit=300, rows=2)

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if review:
            self.fields["seen"].initial = review.digest
        self.fields["reason"].required = False
        if review is None or not any("revise" in row.acts for row in review.rows):
            del self.fields["reason"]


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


class ReviewPage(FormPage):
    """One returned list: tabs by verdict, the rows with old and new, and the buttons."""

    form_class = AcceptForm
    template_name = "office/returned.html"
    batch: ImportBatch
    review: Review | None

    def prepare(self) -> None:
        """The list, laid beside the needs anew at every look."""
        self.batch = batch_by_number(self.actor, self.kwargs["number"])
        if not self.batch.is_returned:
            raise NotFound(mark("There is nothing here that you may see."))
        waits = self.batch.state == ImportBatch.State.UPLOADED
        self.review = review_of(self.actor, self.batch) if waits else None

    def form_arguments(self) -> dict[str, Any]:
        """What the clerk sees."""
        return {"review": self.review}

    def perform(self, form: AcceptForm) -> str:
        """Take rows over, put the list away, or throw it away."""
        if "drop" in self.request.POST:
            drop_import(actor=self.actor, batch=self.batch)
            return reverse("office:imports")
        here = reverse("office:import-review", args=[self.batch.number])
        if "finish" in self.request.POST:
            finish_list(actor=self.actor, batch=self.batch)
            return here
        given = form.cleaned_data
        what: dict[str, Any] = {"everything": given["seen"]} if "all" in self.request.POST else {"keys": given["rows"]}
        accept_rows(actor=self.actor, batch=self.batch, reason=given.get("reason", ""), **what)
        return here

    def context(self) -> dict[str, Any]:
        """The rows of one verdict, a page of them."""
        context: dict[str, Any] = {"batch": self.batch, "title": self.batch.file_name, "review": self.review}
        if self.review is None:
            return context
        shown = _chosen_tab(self.review, self.request.GET.get("show", ""))
        rows = self.review.of(shown)
        start = _number(self.request.GET.get("from"))
        return context | {
            "tabs": list(self._tabs(shown)),
            "shown": shown.value,
            "rows": [_shown(row) for row in rows[start : start + SHOWN]],
            "ticked": frozenset(self.request.POST.getlist("rows")),
            "before": f"?show={shown}&from={max(start - SHOWN, 0)}" if start else "",
            "after": f"?show={shown}&from={start + SHOWN}" if start + SHOWN < len(rows) else "",
            "total": len(self.review.rows),
            "plain": len(self.review.plain),
            "missing": self.review.missing,
            "skipped": "、".join(str(number) for number in self.review.skipped),
            "refused": [
                _("Row %(number)s") % {"number": row} + f": {_(code) % params}"
                for row, (code, params) in self.batch.refused.items()
            ],
        }

    def _tabs(self, shown: Verdict) -> Iterator[Link]:
        for verdict, label in LABELS.items():
            count = len(self.review.of(verdict)) if self.review else 0
            if count or verdict is shown:
                yield Link(f"{_(label)} {count}", f"?show={verdict}", current=verdict is shown)


def _chosen_tab(review: Review, asked: str) -> Verdict:
    if asked in LABELS:
        return Verdict(asked)
    return next((verdict for verdict in LABELS if review.of(verdict)), Verdict.UNCHANGED)


def _shown(row: Judged) -> ShownRow:
    number = row.subject.number if row.subject else (row.row.mark.number if row.row.mark else "")
    title = row.subject.title if row.subject else row.row.texts.get("title", "")
    return ShownRow(
        number=row.row.number,
        title=f"{title} {number}".strip(),
        href=reverse("office:need", args=[number]) if row.subject else "",
        key=row.key if row.is_acceptable else "",
        lines=tuple(_lines(row)),
        notes=tuple(_notes(row)),
        happens=_what_happens(row),
    )


def _lines(row: Judged) -> Iterator[Line]:
    for each in row.differences:
        before, after = (shown_value(each.name, value) for value in (each.before, each.after))
        yield Line(label_of(each.name), before, after, each.name in row.clashes)
    if row.verdict is Verdict.ADDED and row.parsed:
        for name, value in row.parsed.values.items():
            if name != "title" and value not in ("", None, ()):
                yield Line(label_of(name), "", shown_value(name, value))


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


def _what_happens(row: Judged) -> str:
    if row.verdict is Verdict.ADDED:
        return _("Entered and sent for verification")
    return _(", ").join(_(NEED.transition(event).label) for event in row.acts) if row.is_acceptable else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < len("100000") else 0


urlpatterns = [
    path("imports/<str:number>/review/", for_roles(*RETURNERS)(ReviewPage.as_view()), name="import-review"),
]
