"""The lists of key and lifted counties, for the office that keeps them: unchecked rows say so and can be put right."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from duijie.apps.regions.models import KeyCounty, LiftedCounty
from duijie.apps.regions.rules import BASIS_LABELS, KEEP_LISTING, Basis, Level, ListLevel
from duijie.apps.regions.selectors import listings
from duijie.apps.regions.services import add_county_listing, confirm_county_listing, withdraw_county_listing
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, require
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import date_zh
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.places import PlaceField
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.frame.widgets import DateInput

AnyListing = KeyCounty | LiftedCounty
KINDS: dict[str, type[KeyCounty] | type[LiftedCounty]] = {"key": KeyCounty, "lifted": LiftedCounty}
KIND_LABELS = {"key": mark("Key counties"), "lifted": mark("Counties lifted out of hardship")}
READERS = (Role.PROVINCE_OFFICE, Role.MINISTRY, Role.PREFECTURE_OFFICE, Role.COUNTY_OFFICE, Role.AUDITOR)
KEEPERS = (Role.PROVINCE_OFFICE, Role.MINISTRY)
LISTED = 1000


class ConfirmForm(forms.Form):
    """By which document a row stands, and for how long."""

    document = forms.CharField(label=gettext_lazy("By which document?"), max_length=200)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput, required=False)
    valid_to = forms.DateField(label=gettext_lazy("Valid to"), widget=DateInput, required=False)
    note = TextField(label=gettext_lazy("A remark"), limit=300, rows=2, required=False)


class WithdrawForm(forms.Form):
    """Why a row does not stand."""

    reason = TextField(label=gettext_lazy("Why?"), limit=300, rows=3)


class AddForm(forms.Form):
    """A county that is missing on the list."""

    county = PlaceField(label=gettext_lazy("Which county?"), levels=(Level.COUNTY,))
    document = forms.CharField(label=gettext_lazy("By which document?"), max_length=200)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput, required=False)
    valid_to = forms.DateField(label=gettext_lazy("Valid to"), widget=DateInput, required=False)


@for_roles(*READERS)
def county_list(request: ActorRequest, kind: str) -> HttpResponse:
    """One list, with how far each row has been checked."""
    if kind not in KINDS:
        raise NotFound(mark("There is no such list."))
    rows: list[AnyListing] = list(_rows(request.actor, kind)[:LISTED])
    columns = [Column(_("County")), Column(_("Checked")), Column(_("Document")), Column(_("Valid")), Column("")]
    context = {
        "title": _(KIND_LABELS[kind]),
        "kind": kind,
        "tabs": [Link(_(label), _address(each), current=each == kind) for each, label in KIND_LABELS.items()],
        "table": Table(_(KIND_LABELS[kind]), columns, [_line(request, kind, each) for each in rows]),
        "unchecked": sum(not each.is_verified for each in rows if each.withdrawn_at is None),
        "may_keep": request.actor.role in KEEPERS,
    }
    return render(request, "office/listings.html", context)


def _line(request: ActorRequest, kind: str, row: AnyListing) -> list[object]:
    checked = _(BASIS_LABELS[Basis(row.basis)])
    if row.withdrawn_at:
        checked = _("Taken off the list")
    elif row.confirmed_at:
        checked = _("Confirmed by %(office)s") % {"office": row.confirmed_by_label}
    valid = f"{date_zh(row.valid_from)} – {date_zh(row.valid_to)}" if row.valid_from or row.valid_to else ""
    may = row.withdrawn_at is None and can(request.actor, KEEP_LISTING, row)
    link = Link(_("Confirm or change"), reverse("office:listing", args=[kind, row.pk])) if may else ""
    return [row.division.full_name, checked, row.document, valid, link]


class ListingPage(FormPage):
    """Confirm a row, or put it right."""

    form_class = ConfirmForm
    template_name = "office/listing.html"
    row: AnyListing

    def prepare(self) -> None:
        """The row must be the actor's to keep."""
        self.row = _row(self)

    def form_arguments(self) -> dict[str, Any]:
        """What the row says now."""
        names = ("document", "valid_from", "valid_to", "note")
        return {"initial": {name: getattr(self.row, name) for name in names}}

    def perform(self, form: Any) -> str:
        """Confirm it with what was given."""
        confirm_county_listing(self.actor, cast("Any", self.row), **form.cleaned_data)
        return _address(self.kwargs["kind"])

    def context(self) -> dict[str, Any]:
        """The row and how far it has been checked."""
        kind = self.kwargs["kind"]
        return {
            "title": self.row.division.full_name,
            "row": self.row,
            "basis": _(BASIS_LABELS[Basis(self.row.basis)]),
            "button": _("Confirm"),
            "back": _address(kind),
            "withdraw": reverse("office:listing-withdraw", args=[kind, self.row.pk]),
        }


class WithdrawPage(FormPage):
    """Take a row off the list."""

    form_class = WithdrawForm
    template_name = "frame/act.html"
    row: AnyListing

    def prepare(self) -> None:
        """The row must be the actor's to keep."""
        self.row = _row(self)

    def perform(self, form: Any) -> str:
        """Take it off, with the reason."""
        withdraw_county_listing(self.actor, cast("Any", self.row), **form.cleaned_data)
        return _address(self.kwargs["kind"])

    def context(self) -> dict[str, Any]:
        """Which row."""
        return {
            "title": _("Take off the list"),
            "button": _("Take off the list"),
            "back": _address(self.kwargs["kind"]),
        }


class AddPage(FormPage):
    """Put a county on the list."""

    form_class = AddForm
    template_name = "frame/act.html"

    def perform(self, form: Any) -> str:
        """Add it by its document."""
        given = dict(form.cleaned_data)
        county = given.pop("county")
        level = ListLevel.NATIONAL if self.actor.role is Role.MINISTRY else ListLevel.PROVINCE
        kind = KINDS[self.kwargs["kind"]]
        add_county_listing(self.actor, cast("Any", kind), division_code=county.code, level=level, **given)
        return _address(self.kwargs["kind"])

    def prepare(self) -> None:
        """There must be such a list."""
        if self.kwargs["kind"] not in KINDS:
            raise NotFound(mark("There is no such list."))

    def context(self) -> dict[str, Any]:
        """Where to go back."""
        return {"title": _("Add a county"), "button": _("Add"), "back": _address(self.kwargs["kind"])}


def _row(page: FormPage) -> AnyListing:
    kind, row_id = page.kwargs["kind"], cast("UUID", page.kwargs["row_id"])
    row: AnyListing | None = _rows(page.actor, kind).filter(pk=row_id).first() if kind in KINDS else None
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    require(page.actor, KEEP_LISTING, row)
    return row


def _rows(actor: Actor, kind: str) -> QuerySet[Any]:
    return listings(actor, KeyCounty) if kind == "key" else listings(actor, LiftedCounty)


def _address(kind: str) -> str:
    return reverse("office:listings", args=[kind])


urlpatterns = [
    path(
        "counties/",
        for_roles(*READERS)(RedirectView.as_view(pattern_name="office:listings")),
        {"kind": "key"},
        name="county-lists",
    ),
    path("counties/<str:kind>/", county_list, name="listings"),
    path("counties/<str:kind>/add/", for_roles(*KEEPERS)(AddPage.as_view()), name="listing-add"),
    path("counties/<str:kind>/<uuid:row_id>/", for_roles(*KEEPERS)(ListingPage.as_view()), name="listing"),
    path(
        "counties/<str:kind>/<uuid:row_id>/withdraw/",
        for_roles(*KEEPERS)(WithdrawPage.as_view()),
        name="listing-withdraw",
    ),
]
