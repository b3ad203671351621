"""What is carried by hand, on the page of a source: the file that goes out to it, and what its last file brought."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.carried import brought_of
from duijie.apps.exchange.selectors.pledges import unanswered_pledges
from duijie.apps.exchange.services.packing import give_file, sizes_kept
from duijie.apps.records.sequencing import logs
from duijie.kernel.clock import today
from duijie.kernel.errors import Refusal
from duijie.kernel.ids import new_id
from duijie.web.frame.formats import datetime_local, plain_number
from duijie.web.frame.forms import show_refusal
from duijie.web.frame.parts import Fact
from duijie.web.office.exchange.source_forms import OfSource


class GivenForm(forms.Form):
    """From where on: a partner who has nothing gets all, one who lost a file names what he has."""

    year = forms.TypedChoiceField(label=gettext_lazy("They have our record of"), coerce=int)
    since = forms.IntegerField(
        label=gettext_lazy("up to entry"),
        help_text=gettext_lazy(
            "What went out last is filled in. Their page of our province says “Read so far”; if it says less, "
            "type their number: a file has not arrived. 0 gives everything; what they have already does no harm."
        ),
        min_value=0,
    )

    def __init__(self, *args: Any, years: list[int], **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        self.fields["year"].choices = [(each, str(each)) for each in years]  # type: ignore[attr-defined]


class GiveFile(OfSource):
    """Write the file to carry and give it out at once; nothing of it stays here."""

    form_class = GivenForm
    template_name = "organization/act.html"

    def form_arguments(self) -> dict[str, Any]:
        """Where the last file ended."""
        years = [*sizes_kept()]
        year = self.source.given_year if self.source.given_year in years else next(iter(years), None)
        since = self.source.given_size if year == self.source.given_year else 0
        return {"years": years, "initial": {"year": year, "since": since}}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # noqa: ARG002
        """The file itself is the answer: who asks twice gets two, and both are written down."""
        self.prepare()
        form = self._form(data=request.POST)
        if form.is_valid():
            try:
                return self._file(**form.cleaned_data)
            except Refusal as refusal:
                show_refusal(form, refusal)
        return self._page(form, new_id(), status=422)

    def context(self) -> dict[str, Any]:
        """What is in it."""
        waiting = unanswered_pledges(self.source).count()
        last = _last_file(self.source)
        return {
            "title": _("File to carry to %(name)s") % {"name": self.source.name},
            "help_text": _(
                "A ZIP file with what our record has grown by, the public needs and offers behind it, and our "
                "organizations' pledges that wait for their answer. Nothing of a household is in it."
            ),
            "facts": [
                Fact(_("Our record"), _sizes()),
                Fact(_("Pledges that wait for their answer"), plain_number(waiting)),
                *([Fact(_("Last file given out"), last)] if last else []),
            ],
            "button": _("Export the exchange file"),
            "back": reverse("office:source", args=[self.source.pk]),
        }

    def _file(self, year: int, since: int) -> HttpResponseBase:
        with ExitStack() as stack:
            draft = stack.enter_context(NamedTemporaryFile(suffix=".zip"))
            give_file(actor=self.actor, source=self.source, year=year, first=since, file=Path(draft.name))
            stack.pop_all()  # the answer closes it, and then it is gone
        name = f"{logs.province()}0000-{self.source.province_code}-{today():%Y%m%d}.zip"
        headers = {"Cache-Control": "no-store"}
        return FileResponse(draft, as_attachment=True, filename=name, content_type="application/zip", headers=headers)


def carried_facts(source: Source) -> list[tuple[str, str]]:
    """What went out last and what waits for the next file; nothing where nothing was ever carried."""
    waiting = 0 if source.log_address else unanswered_pledges(source).count()
    return [
        (_("Last file given out"), _last_file(source)),
        (_("Pledges for the next file"), plain_number(waiting) if waiting else ""),
    ]


def carried_words(source: Source) -> tuple[str, list[tuple[str, str]]]:
    """What the last carried file brought, in a sentence, and each pledge that was refused with the reason."""
    if not source.brought:
        return "", []
    brought = brought_of(source.brought)
    said = _("%(records)s new entries, %(pledges)s pledges for us.") % {
        "records": plain_number(brought.records),
        "pledges": plain_number(brought.pledges),
    }
    if brought.for_others:
        said += _(" %(count)s pledges are for other provinces and were left alone.") % {"count": brought.for_others}
    return said, [(each.name, _(each.code) % each.params) for each in brought.refused]


def _last_file(source: Source) -> str:
    if source.given_at is None:
        return ""
    return _("%(when)s, up to entry %(count)s of %(year)s, %(bytes)s") % {
        "when": datetime_local(source.given_at),
        "count": plain_number(source.given_size),
        "year": source.given_year,
        "bytes": filesizeformat(source.given_bytes),
    }


def _sizes() -> str:
    entries = _("%(count)s entries of %(year)s")
    return _(", ").join(entries % {"count": plain_number(size), "year": year} for year, size in sizes_kept().items())
