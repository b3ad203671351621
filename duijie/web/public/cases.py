"""Cases with their sources: what others have published, labelled as such, and what the engine suggests for each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.rules import CaseKind
from duijie.apps.publications.selectors import case, pairs_of, suggested_for
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.matching.reasons import Reason, Term
from duijie.web.frame.formats import DOT, money
from duijie.web.frame.parts import Fact, Paging
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.reasons import Side
from duijie.web.public.fits import running, telling
from duijie.web.public.libraries import CASES
from duijie.web.public.searching import beside_rows, searched
from duijie.web.public.structured import share_case

SIZE = 30
MOST = 100_000
KNOWN = (Term.WORDS, Term.SUBFIELD, Term.FIELD)
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
    found = searched(request, form, CASES)
    total, start = found.rows.count(), _start(request)
    end = start + SIZE
    context = {
        "title": _("Cases with their sources"),
        **beside_rows(request, form, found, is_empty=not total),
        "cases": [(each, _brief(each)) for each in found.rows[start:end]],
        "paging": Paging(str(start) if start else "", str(end) if end < total else "", total),
    }
    return render(request, "public/cases.html", context)


def _start(request: ActorRequest) -> int:
    """Where the page begins: the cases are few and do not change between two pages, so a place in the list will do."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if after.isdecimal():
        return min(int(after[:6]), MOST)
    return max(min(int(before[:6]), MOST) - SIZE, 0) if before.isdecimal() else 0


def _brief(row: CaseStudy) -> str:
    kind = _("Need") if row.kind == CaseKind.NEED else _("Help given")
    return DOT.join(str(each) for each in (kind, _place(row), row.organization, row.year) if each)


@open_to_all
def case_page(request: ActorRequest, number: str) -> HttpResponse:
    """One case, its source, the other side as the source reports it, and what the engine suggests today."""
    row = case(number)
    side = Side.NEED if row.kind == CaseKind.NEED else Side.ORGANIZATION
    suggested = [(each.case, running(telling(_known(each.reasons), side))) for each in suggested_for(row)]
    context = {
        "share": share_case(row),
        "case": row,
        "facts": _facts(row),
        "pairs": list(pairs_of(row)),
        "suggested": suggested,
    }
    return render(request, "public/case.html", context)


def _known(reasons: Iterable[Reason]) -> list[Reason]:
    """Of a published case only words and field are known; nothing is said of its capacity, dates or home."""
    return [each for each in reasons if each.term in KNOWN]


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


urlpatterns = [
    path("cases/", case_list, name="cases"),
    path("cases/<str:number>/", case_page, name="case"),
]
