"""The demand library for everybody: search, filters, and one need from post to confirmation."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.rules import EXPRESS_INTEREST
from duijie.apps.matches.selectors import offers_for, own_match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import NEED, OPEN_STATES
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.needs.rules.vocabulary import (
    FORM_LABELS,
    MAKER_LABELS,
    POLICY_COVER_LABELS,
    TRACK_LABELS,
    Form,
    Maker,
    PolicyCover,
    Track,
)
from duijie.apps.needs.selectors.library import Filters, library
from duijie.apps.needs.selectors.needs import journey_of, public_history, public_need
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.selectors import projects_of_need
from duijie.apps.regions.searching import search
from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.access.checks import can
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.kernel.paging import page_of
from duijie.web.frame.formats import date_zh, money, quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Paging, State, Step, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.reasons import Side, reason_sentence

REASONS_SHOWN = 2
FITS_SHOWN = 3
_ANY = ("", gettext_lazy("All"))


class NeedFilters(forms.Form):
    """Narrow the library."""

    text = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=60)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Name or first letters, for example 通渭 or tw"),
        required=False,
        max_length=30,
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        required=False,
        choices=(_ANY, *((each.code, gettext_lazy(each.label)) for each in FIELDS.values())),
    )
    track = forms.ChoiceField(
        label=gettext_lazy("Size"),
        required=False,
        choices=(_ANY, *((key, gettext_lazy(label)) for key, label in TRACK_LABELS.items())),
    )
    is_open = forms.BooleanField(label=gettext_lazy("Only those that wait for a match"), required=False)


@open_to_all
def need_list(request: ActorRequest) -> HttpResponse:
    """The library, newest first."""
    form = NeedFilters(request.GET)
    chosen = dict(form.cleaned_data) if form.is_valid() else {}
    place = str(chosen.pop("place", ""))
    found = search(place, limit=1) if place else ()
    if found:
        chosen["place"] = found[0].path
    rows = library(Filters(**chosen)) if found or not place else library().none()
    page = page_of(
        rows, moment="published_at", before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    context = {
        "title": _("Needs of villages, schools and counties"),
        "form": form,
        "place": found[0].full_name if found else "",
        "needs": page.rows,
        "lifecycle": NEED,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
    }
    return render(request, "public/needs.html", context)


@open_to_all
def need_page(request: ActorRequest, number: str) -> HttpResponse:
    """One need, followed from post to confirmation."""
    need = public_need(number)
    context = {
        "need": need,
        "lifecycle": NEED,
        "facts": need_facts(need),
        "steps": [
            Step(_(each.label), each.state, localtime(each.at) if each.at else None) for each in journey_of(need)
        ],
        "projects": _projects(request.actor, need),
        "fits": _fits(need) if need.state in OPEN_STATES else [],
        "entries": as_history(public_history(need)),
        "may_answer": request.actor.organization_id is not None and can(request.actor, EXPRESS_INTEREST, need),
        "is_wish": need.track == Track.WISH,
        "match": own_match(request.actor, need),
    }
    return render(request, "public/need.html", context)


def need_facts(need: Need) -> list[Fact]:
    """What everybody may read of a need."""
    left = left_to_take(need.quantity, need.quantity_taken)
    found: list[tuple[str, Any]] = [
        (_("Place"), need.public_place),
        (_("Who asks"), _(MAKER_LABELS[Maker(need.maker)])),
        (_("Field"), _field(need)),
        (_("Kind of help"), _(FORM_LABELS[Form(need.form)])),
        (_("Size"), _(TRACK_LABELS[Track(need.track)])),
        (_("Asked"), quantity(need.quantity, need.unit)),
        (_("Still open"), quantity(left, need.unit)),
        (_("Confirmed"), quantity(need.quantity_met, need.unit) if need.quantity_met else ""),
        (_("Funds in all"), "" if need.total_fen is None else money(need.total_fen)),
        (_("Already secured"), money(need.secured_fen) if need.secured_fen else ""),
        (_("For whom"), "、".join(_(BENEFICIARIES[each]) for each in need.beneficiaries)),
        (_("Households"), need.households),
        (_("People"), need.persons),
        (_("Wanted by"), date_zh(need.wanted_by) if need.wanted_by else ""),
        (_("Not needed"), need.not_needed),
        (_("What policy covers"), _cover(need)),
        (_("Office in charge"), " ".join(each for each in (need.contact_office, need.contact_phone) if each)),
    ]
    return [Fact(question, answer) for question, answer in found if answer]


def _field(need: Need) -> str:
    field = _(FIELDS[need.field].label) if need.field in FIELDS else ""
    return f"{field} · {_(SUBFIELDS[need.subfield].label)}" if need.subfield in SUBFIELDS else field


def _cover(need: Need) -> str:
    if not need.policy_cover:
        return ""
    cover = _(POLICY_COVER_LABELS[PolicyCover(need.policy_cover)])
    return "；".join(each for each in (cover, need.policy_name, need.remaining_gap) if each)


def _projects(actor: Actor, need: Need) -> Table:
    rows = [
        [
            each.organization.name,
            quantity(each.quantity, each.unit),
            State(each.state, PROJECT),
            date_zh(each.confirmed_at),
        ]
        for each in projects_of_need(actor if actor.is_official else VISITOR, need)
    ]
    columns = [
        Column(_("Organization")),
        Column(_("Takes"), numeric=True),
        Column(_("State")),
        Column(_("Confirmed on")),
    ]
    return Table(_("Who has taken it on"), columns, rows, show_caption=True)


def _fits(need: Need) -> list[tuple[Any, list[str]]]:
    fits = []
    for fit in offers_for(need, limit=FITS_SHOWN):
        telling = sorted((each for each in fit.reasons if each.points), key=lambda each: -each.points)
        fits.append((fit.offer, [reason_sentence(each, Side.NEED) for each in telling[:REASONS_SHOWN]]))
    return fits


def address(need: Need) -> str:
    """The public page of a need."""
    return reverse("public:need", args=[need.number])


urlpatterns = [
    path("needs/", need_list, name="needs"),
    path("needs/<str:number>/", need_page, name="need"),
]
