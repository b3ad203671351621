"""Cases with their sources: what others have published, labelled as such, and what the engine suggests for each."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.rules import CaseKind
from duijie.apps.publications.selectors import case, cases, pairs_of, suggested_for
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.web.frame.formats import money
from duijie.web.frame.parts import Column, Fact, Link, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.reasons import Side, reason_sentence

REASONS_SHOWN = 3
KIND_LABELS = ((CaseKind.NEED.value, gettext_lazy("Needs")), (CaseKind.OFFER.value, gettext_lazy("Help given")))


class CaseFilters(forms.Form):
    """Narrow the list."""

    text = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=(("", gettext_lazy("All")), *KIND_LABELS)
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        required=False,
        choices=(("", gettext_lazy("All")), *((each.code, gettext_lazy(each.label)) for each in FIELDS.values())),
    )


@open_to_all
def case_list(request: ActorRequest) -> HttpResponse:
    """The cases, newest first."""
    form = CaseFilters(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = [
        [Link(each.title, _address(each)), _place(each), each.organization, each.year or ""]
        for each in cases(**{name: value for name, value in chosen.items() if value})[:200]
    ]
    columns = [Column(_("Case")), Column(_("Place")), Column(_("Organization")), Column(_("Year"), numeric=True)]
    context = {"title": _("Cases with their sources"), "form": form, "table": Table(_("Cases"), columns, rows)}
    return render(request, "public/cases.html", context)


@open_to_all
def case_page(request: ActorRequest, number: str) -> HttpResponse:
    """One case, its source, the other side as the source reports it, and what the engine suggests today."""
    row = case(number)
    side = Side.NEED if row.kind == CaseKind.NEED else Side.ORGANIZATION
    suggested = []
    for each in suggested_for(row):
        telling = sorted((reason for reason in each.reasons if reason.points), key=lambda reason: -reason.points)
        suggested.append((each.case, [reason_sentence(reason, side) for reason in telling[:REASONS_SHOWN]]))
    context = {"case": row, "facts": _facts(row), "pairs": list(pairs_of(row)), "suggested": suggested}
    return render(request, "public/case.html", context)


def _facts(row: CaseStudy) -> list[Fact]:
    found: list[tuple[str, Any]] = [
        (_("Place"), _place(row)),
        (_("Organization"), row.organization),
        (_("Field"), _field(row)),
        (_("For whom"), row.beneficiaries),
        (_("Amount"), row.amount_text or ("" if row.amount_fen is None else money(row.amount_fen))),
        (_("Year"), row.year),
    ]
    return [Fact(question, answer) for question, answer in found if answer]


def _field(row: CaseStudy) -> str:
    if row.subfield in SUBFIELDS:
        return _(SUBFIELDS[row.subfield].label)
    return _(FIELDS[row.field].label) if row.field in FIELDS else ""


def _place(row: CaseStudy) -> str:
    return f"{row.province}{row.county}"


def _address(row: CaseStudy) -> str:
    return reverse("public:case", args=[row.number])


urlpatterns = [
    path("cases/", case_list, name="cases"),
    path("cases/<str:number>/", case_page, name="case"),
]
