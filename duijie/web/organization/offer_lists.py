"""Our offers as Excel there and back: download, edit in WPS or Excel, send back, accept row by row what has changed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.offers.lists.columns import CHOICES
from duijie.apps.offers.lists.exporting import export_offers
from duijie.apps.offers.lists.judging import review_of
from duijie.apps.offers.rules.lifecycle import OFFER
from duijie.apps.offers.selectors import offers_of
from duijie.apps.offers.services.lists import accept_rows
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_name
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import drop, kept_by, open_original
from duijie.kernel.files.sheets import SHEET_TYPE
from duijie.kernel.lists.verdicts import Judged, Review, Verdict
from duijie.web.frame.formats import NOTHING, date_zh, money, plain_number
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.frame.returned import RowsField, Wording, rows_context
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.organization.offer_forms import OfferForm
from duijie.web.organization.ours import our_organization

POLICY: Final = "offer-list"
"""No rule hands such a file out again: it is only read."""


@for_organizations
def offer_file(request: ActorRequest) -> HttpResponse:
    """Our offers in every state as Excel, with a hidden mark in each row."""
    headers = {"Content-Disposition": 'attachment; filename="offers.xlsx"', "Cache-Control": "no-store"}
    data = export_offers(offers_of(our_organization(request.actor)))
    return HttpResponse(data, content_type=SHEET_TYPE, headers=headers)


class ListForm(forms.Form):
    """The edited list."""

    file = KeptFilesField(
        label=gettext_lazy("The list that you have edited"),
        help_text=gettext_lazy(
            "As you downloaded it here, edited in WPS or Excel. Nothing is changed before you accept it."
        ),
        kind=FileKind.SHEET,
        policy=POLICY,
        most=1,
    )


class SendBackPage(FormPage):
    """Send an edited list back."""

    form_class = ListForm

    def perform(self, form: ListForm) -> str:
        """Read it once, and show what it changes."""
        file: StoredFile = form.cleaned_data["file"][0]
        _review(self.actor, file)
        return reverse("organization:offers-review", args=[file.pk])

    def context(self) -> dict[str, Any]:
        """What happens next."""
        return {
            "title": _("Send our offers back as Excel"),
            "help_text": _("You see row by row what is new and what has changed, and accept what you like."),
            "button": _("Upload and look at it"),
            "back": reverse("organization:offers"),
        }


class AcceptForm(forms.Form):
    """Which rows are taken over."""

    rows = RowsField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = review.digest


class ReviewPage(FormPage):
    """A returned list, laid beside our offers anew at every look: what was accepted is unchanged from then on."""

    form_class = AcceptForm
    template_name = "organization/returned.html"
    file: StoredFile
    review: Review

    def prepare(self) -> None:
        """The list, if this person has sent it."""
        found = kept_by(self.actor, [self.kwargs["file_id"]])
        if not found or found[0].policy != POLICY:
            raise NotFound(mark("There is nothing here that you may see."))
        self.file, self.review = found[0], _review(self.actor, found[0])

    def form_arguments(self) -> dict[str, Any]:
        """What is seen."""
        return {"review": self.review}

    def perform(self, form: AcceptForm) -> str:
        """Take rows over, or put the list away: its file goes."""
        if "finish" in self.request.POST:
            drop(self.file)
            return reverse("organization:offers")
        given = form.cleaned_data
        what: dict[str, Any] = {"everything": given["seen"]} if "all" in self.request.POST else {"keys": given["rows"]}
        accept_rows(actor=self.actor, organization=our_organization(self.actor), review=self.review, **what)
        return f"{reverse('organization:offers-review', args=[self.file.pk])}?done=1"

    def context(self) -> dict[str, Any]:
        """The rows of one verdict."""
        return {
            "title": self.file.name,
            "is_done": "done" in self.request.GET,
            **rows_context(self.review, _WORDING, self.request.GET, self.request.POST),
        }


def _review(actor: Actor, file: StoredFile) -> Review:
    with open_original(file) as data:
        return review_of(actor, our_organization(actor), data.read())


def _label_of(name: str) -> str:
    return str(OfferForm.base_fields[name].label)


def _shown_value(name: str, value: Any) -> str:
    """A particular as people read it."""
    if value in (None, "", (), []):
        return NOTHING
    reader = _READERS.get(name)
    return reader(value) if reader else str(value)


def _words_of(name: str) -> Callable[[Any], str]:
    """How the codes of a column are read."""
    return lambda value: "、".join(_(CHOICES[name][code]) for code in (value if isinstance(value, tuple) else (value,)))


_READERS: Final[Mapping[str, Callable[[Any], str]]] = {
    **{name: _words_of(name) for name in CHOICES},
    "areas": lambda paths: "、".join(full_name(code_of_path(each)) for each in paths),
    "key_counties_only": lambda is_so: _("Yes") if is_so else _("No"),
    "available_from": date_zh,
    "available_to": date_zh,
    "budget_fen": money,
    "capacity": plain_number,
}


def _what_happens(row: Judged) -> str:
    if row.verdict is Verdict.ADDED:
        return _("Kept as a draft; you send it for review on its page")
    return _(", ").join(_(OFFER.transition(event).label) for event in row.acts)


def _values_of(row: Judged) -> Mapping[str, Any]:
    return {name: getattr(row.parsed.offer, name) for name in row.content}


_WORDING = Wording(
    label_of=_label_of,
    shown_value=_shown_value,
    address=lambda offer: reverse("organization:offer", args=[offer.number]),
    happens=_what_happens,
    values_of=_values_of,
)


urlpatterns = [
    path("offers/export/", offer_file, name="offers-export"),
    path("offers/returned/", for_organizations(SendBackPage.as_view()), name="offers-return"),
    path("offers/returned/<uuid:file_id>/", for_organizations(ReviewPage.as_view()), name="offers-review"),
]
