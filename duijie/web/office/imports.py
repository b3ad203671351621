"""Excel in: the empty form, the upload, which column is what, what is wrong where, and the clerk's confirmation."""

from typing import Any

from django.forms import ChoiceField, FileField, Form, RadioSelect
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.exporting import export_needs
from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.reading import ParsedList
from duijie.apps.needs.importing.skipping import Reason
from duijie.apps.needs.importing.vocabulary import columns
from duijie.apps.needs.models import ImportBatch
from duijie.apps.needs.rules.lists import RETURNERS
from duijie.apps.needs.rules.needs import IMPORTERS
from duijie.apps.needs.selectors.changes import compare
from duijie.apps.needs.selectors.imports import batch_by_number, batches_of, form_for, read_batch
from duijie.apps.needs.selectors.needs import OfficeFilters, office_needs
from duijie.apps.needs.services.imports import choose_columns, confirm_import, drop_import, prepare_import
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.kinds import LIMITS, FileKind
from duijie.kernel.files.sheets import SHEET_TYPE
from duijie.kernel.lists.messages import Message, Severity
from duijie.web.frame.formats import datetime_local
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import ActorRequest, for_officials, for_roles
from duijie.web.office.import_changes import ConfirmForm, change_table
from duijie.web.office.need_forms import NeedFilters

MESSAGES_SHOWN = 300
NOT_READ = "-"
STATES = {"uploaded": mark("Waiting for your confirmation"), "confirmed": mark("Read in")}
SKIPPED = {
    Reason.TOTAL: mark("totals"),
    Reason.EXAMPLE: mark("examples"),
    Reason.NOTE: mark("notes"),
    Reason.HEADER: mark("repeated headers"),
    Reason.NUMBERS: mark("numbers of columns"),
}
for_importers = for_roles(*IMPORTERS)
for_returners = for_roles(*RETURNERS)


class UploadForm(Form):
    """The file."""

    file = FileField(
        label=gettext_lazy("Need list"),
        help_text=gettext_lazy("An .xlsx, .xls or .et of at most 10 MB; your own layout will do."),
        allow_empty_file=True,
    )


class ColumnsForm(Form):
    """Which column is what, with its first values; amounts in one unit."""

    def __init__(self, *args: Any, parsed: ParsedList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [
            (NOT_READ, _("Do not read in")),
            *((each.name, each.label) for each in columns().values() if each.name != "ignored"),
        ]
        for column in parsed.mapping.columns:
            self.fields[f"column_{column.index}"] = ChoiceField(
                label=f"{column.letter} {column.header}",
                help_text="、".join(parsed.samples.get(column.index, ())),
                choices=names,
                initial=column.name if column.name not in {"", "ignored"} else NOT_READ,
            )
        self.fields["unit"] = ChoiceField(
            label=_("Amounts without a unit are in"),
            choices=[("yuan", _("yuan")), ("wan_yuan", _("ten thousand yuan"))],
            widget=RadioSelect,
            initial=_unit_of(parsed.mapping),
        )

    def names(self) -> dict[int, str]:
        """The chosen names by column."""
        chosen = self.cleaned_data.items()
        columns_of = {int(key.removeprefix("column_")): name for key, name in chosen if key.startswith("column_")}
        return {index: "" if name == NOT_READ else name for index, name in columns_of.items()}


class UploadPage(FormPage):
    """Upload a list; beside it the empty form and the lists uploaded before."""

    form_class = UploadForm
    template_name = "office/imports.html"

    def perform(self, form: UploadForm) -> str:
        """Keep the list until it is confirmed."""
        file = form.cleaned_data["file"]
        limit = LIMITS[FileKind.SHEET].size
        return address_of(prepare_import(actor=self.actor, data=file.read(limit + 1), name=file.name))

    def context(self) -> dict[str, Any]:
        """Earlier lists."""
        rows = [
            [
                Link(each.file_name, address_of(each)),
                _(STATES[each.state]),
                each.found,
                each.imported + each.updated,
                datetime_local(each.created_at),
            ]
            for each in batches_of(self.actor)[:50]
        ]
        found = [Column(_("Rows"), numeric=True), Column(_("Read in"), numeric=True), Column(_("Uploaded"))]
        table = Table(
            _("Lists uploaded before"), [Column(_("File")), Column(_("State")), *found], rows, show_caption=True
        )
        return {
            "title": _("Read in a need list"),
            "button": _("Upload and look at it"),
            "table": table,
            "may_import": self.actor.role in IMPORTERS,
        }


class BatchPage(FormPage):
    """One uploaded list: what will be read in, what keeps rows out, and the button that confirms."""

    form_class = ConfirmForm
    template_name = "office/import.html"
    batch: ImportBatch

    def prepare(self) -> None:
        """The list, read anew, for nothing of it is stored as needs yet."""
        self.batch = _new_list(self.actor, self.kwargs["number"])
        self.parsed = read_batch(self.batch) if self.batch.state == ImportBatch.State.UPLOADED else None
        self.comparison = compare(self.actor, self.batch, self.parsed) if self.parsed else None

    def form_arguments(self) -> dict[str, Any]:
        """What has changed since the rows were read in last."""
        return {"comparison": self.comparison}

    def perform(self, form: ConfirmForm) -> str:
        """Import, or throw away."""
        if "drop" in self.request.POST:
            drop_import(actor=self.actor, batch=self.batch)
            return reverse("office:imports")
        confirm_import(actor=self.actor, batch=self.batch, seen=form.agreed())
        return reverse("office:import", args=[self.batch.number])

    def context(self) -> dict[str, Any]:
        """What the list says."""
        context: dict[str, Any] = {"batch": self.batch, "title": self.batch.file_name, "parsed": self.parsed}
        if self.parsed is None or self.comparison is None:
            return context
        faults = [message for row in self.parsed.rows for message in row.messages]
        errors = [each for each in faults if each.severity is Severity.ERROR]
        warnings = [each for each in faults if each.severity is Severity.WARNING]
        return context | {
            "ready": len(self.comparison.new),
            "unchanged": self.comparison.unchanged,
            "changed": len(self.comparison.changes),
            "updatable": len(self.comparison.updatable),
            "changes": change_table(self.comparison),
            "faulty": len(self.parsed.faulty),
            "about": [_sentence(each) for each in self.parsed.messages],
            "errors": _message_table(_("Rows that stay out until they are corrected"), errors),
            "warnings": _message_table(_("Please look at these; they keep nothing out"), warnings),
            "skipped": _skipped(self.parsed),
            "more": max(len(errors) - MESSAGES_SHOWN, 0),
        }


class ColumnsPage(FormPage):
    """Say which column is what; remembered for the next list of this layout."""

    form_class = ColumnsForm
    template_name = "frame/form.html"
    batch: ImportBatch

    def prepare(self) -> None:
        """The list as it reads by its present columns."""
        self.batch = _new_list(self.actor, self.kwargs["number"])
        self.parsed = read_batch(self.batch)

    def form_arguments(self) -> dict[str, Any]:
        """Its columns."""
        return {"parsed": self.parsed}

    def perform(self, form: ColumnsForm) -> str:
        """Read it anew so."""
        choose_columns(actor=self.actor, batch=self.batch, names=form.names(), unit=form.cleaned_data["unit"])
        return reverse("office:import", args=[self.batch.number])

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Which column is what?"),
            "button": _("Read it so"),
            "help_text": _("Your office is not asked again for lists of this layout."),
            "back": reverse("office:import", args=[self.batch.number]),
        }


def address_of(batch: ImportBatch) -> str:
    """The page of a list: one that came back has a page of its own."""
    return reverse("office:import-review" if batch.is_returned else "office:import", args=[batch.number])


def _new_list(actor: Actor, number: str) -> ImportBatch:
    batch = batch_by_number(actor, number)
    if batch.is_returned:
        raise NotFound(mark("There is nothing here that you may see."))
    return batch


@for_importers
def form_file(request: ActorRequest) -> HttpResponse:
    """The empty form."""
    return _sheet(form_for(request.actor), "need-list.xlsx")


@for_officials
def export_file(request: ActorRequest) -> HttpResponse:
    """The list as it is filtered on the page before."""
    form = NeedFilters(request.GET)
    filters = OfficeFilters(**form.cleaned_data) if form.is_valid() else OfficeFilters()
    return _sheet(export_needs(request.actor, office_needs(request.actor, filters)), "needs.xlsx")


def _sheet(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=SHEET_TYPE, headers=headers)


def _sentence(message: Message) -> str:
    return _(message.code) % message.params


def _message_table(caption: str, messages: list[Message]) -> Table:
    rows = [
        [each.row or "", " ".join(part for part in (each.column, each.header) if part), _sentence(each)]
        for each in messages[:MESSAGES_SHOWN]
    ]
    return Table(caption, [Column(_("Row")), Column(_("Column")), Column(_("What is wrong"))], rows, show_caption=True)


def _skipped(parsed: ParsedList) -> list[str]:
    """One sentence for each reason: rows 12 and 30 are totals."""
    by_reason: dict[Reason, list[str]] = {}
    for number, reason in parsed.skipped.items():
        by_reason.setdefault(reason, []).append(str(number))
    return [
        _("Left out as %(reason)s: rows %(rows)s") % {"reason": _(SKIPPED[reason]), "rows": "、".join(rows[:20])}
        for reason, rows in by_reason.items()
    ]


def _unit_of(mapping: ColumnMapping) -> str:
    return next((column.unit for column in mapping.columns if column.unit), "yuan")


urlpatterns = [
    path("needs/export/", export_file, name="needs-export"),
    path("imports/", for_returners(UploadPage.as_view()), name="imports"),
    path("imports/form/", form_file, name="import-form"),
    path("imports/<str:number>/", for_importers(BatchPage.as_view()), name="import"),
    path("imports/<str:number>/columns/", for_importers(ColumnsPage.as_view()), name="import-columns"),
]
