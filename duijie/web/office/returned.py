"""A list that came back from WPS or Excel: what it adds and changes, accepted row by row or all at once."""

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
from duijie.kernel.lists.verdicts import Judged, Review, Verdict
from duijie.web.frame.fields import TextField
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import for_roles
from duijie.web.frame.returned import RowsField, Wording, rows_context
from duijie.web.office.import_changes import label_of, shown_value


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
        return context | {
            **rows_context(self.review, _WORDING, self.request.GET, self.request.POST),
            "skipped": "、".join(str(number) for number in self.review.skipped),
            "refused": [
                _("Row %(number)s") % {"number": row} + f": {_(code) % params}"
                for row, (code, params) in self.batch.refused.items()
            ],
        }


def _what_happens(row: Judged) -> str:
    if row.verdict is Verdict.ADDED:
        return _("Entered and sent for verification")
    return _(", ").join(_(NEED.transition(event).label) for event in row.acts)


_WORDING = Wording(
    label_of=label_of,
    shown_value=shown_value,
    address=lambda need: reverse("office:need", args=[need.number]),
    happens=_what_happens,
    values_of=lambda row: row.parsed.values,
)


urlpatterns = [
    path("imports/<str:number>/review/", for_roles(*RETURNERS)(ReviewPage.as_view()), name="import-review"),
]
