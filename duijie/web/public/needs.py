"""The demand library for everybody: search, filters, and one need from post to confirmation."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.matches.rules import EXPRESS_INTEREST
from duijie.apps.matches.selectors import offers_for, own_match
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import NEED
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
from duijie.apps.needs.selectors.needs import journey_of, public_need
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import PROJECT
from duijie.apps.projects.rules import PUBLIC_STATES as PUBLIC_PROJECTS
from duijie.apps.projects.selectors import projects_of_need, public_state
from duijie.kernel.access.actors import VISITOR
from duijie.kernel.access.checks import can
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.kernel.paging import page_of
from duijie.web.frame.formats import DOT, date_zh, is_chinese, money, phone_grouped, quantity
from duijie.web.frame.parts import Column, Fact, Link, Paging, State, Step, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.reasons import Side
from duijie.web.public.fits import own_view, shown
from duijie.web.public.libraries import NEEDS
from duijie.web.public.need_filters import NeedFilters
from duijie.web.public.origins import NEEDS as NEEDS_BY_ORIGIN
from duijie.web.public.origins import tabs_of
from duijie.web.public.projects import address as project_address
from duijie.web.public.searching import beside_rows, feed_address, searched
from duijie.web.public.structured import share_need
from duijie.web.public.timeline import timeline

FITS_SHOWN = 3


@open_to_all
def need_list(request: ActorRequest) -> HttpResponse:
    """The library, newest first."""
    form = NeedFilters(request.GET)
    found = searched(request, form, NEEDS)
    page = page_of(
        found.rows, moment="published_at", before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    context = {
        "title": _("Needs of villages, schools and counties"),
        **beside_rows(request, form, found, is_empty=not page.rows),
        "needs": [(need, _brief(need)) for need in page.rows],
        "lifecycle": NEED,
        "paging": Paging(page.previous, page.next, page.total, page.is_bound),
        "feed": feed_address(request, "public:needs-feed"),
        "is_of_organization": request.actor.organization_id is not None,
        "tabs": tabs_of(NEEDS_BY_ORIGIN, NEEDS.page),
    }
    return render(request, "public/needs.html", context)


def _brief(need: Need) -> str:
    """What a line of the list says: how much is asked, what is still open, what it costs, what it is about."""
    left = left_to_take(need.quantity, need.quantity_taken)
    parts = [quantity(need.quantity, need.unit)]
    if 0 < left < need.quantity:
        parts.append(_("%(left)s still open") % {"left": quantity(left, need.unit)})
    if need.total_fen:
        parts.append(money(need.total_fen))
    parts.append(_field(need))
    return DOT.join(parts)


@open_to_all
def need_page(request: ActorRequest, number: str) -> HttpResponse:
    """One need, followed from post to confirmation."""
    need = public_need(number)
    projects = projects_of_need(request.actor if request.actor.is_official else VISITOR, need).select_related("match")
    may_answer = request.actor.organization_id is not None and can(request.actor, EXPRESS_INTEREST, need)
    context = {
        "need": need,
        "lifecycle": NEED,
        "facts": need_facts(need),
        "steps": [
            Step(_(each.label), each.state, localtime(each.at) if each.at else None) for each in journey_of(need)
        ],
        "projects": _projects(projects),
        "fits": _fits(need),
        "entries": timeline(need, projects),
        "share": share_need(need),
        "may_answer": may_answer,
        "is_wish": need.track == Track.WISH,
        "match": own_match(request.actor, need),
        "own": own_view(request.actor, need) if may_answer else None,
    }
    return render(request, "public/need.html", context)


def need_facts(need: Need) -> list[Fact]:
    """What everybody may read of a need."""
    left = left_to_take(need.quantity, need.quantity_taken)
    found: list[tuple[str, Any]] = [
        (_("Asked"), quantity(need.quantity, need.unit)),
        (_("Still open"), quantity(left, need.unit) if left else _("Nothing; all of it is taken on")),
        (_("Arrived and confirmed"), quantity(need.quantity_met, need.unit) if need.quantity_met else ""),
        (_("Funds"), _funds(need)),
        (_("For whom"), "、".join(_(BENEFICIARIES[each]) for each in need.beneficiaries)),
        (_("How many benefit"), _benefit(need)),
        (_("Wanted by"), date_zh(need.wanted_by) if need.wanted_by else ""),
        (_("Not needed"), need.not_needed),
        (_("Place"), need.public_place),
        (_("Who asks"), _(MAKER_LABELS[Maker(need.maker)])),
        (_("Field"), _field(need)),
        (_("Form of help"), _(FORM_LABELS[Form(need.form)])),
        (_("Size"), _(TRACK_LABELS[Track(need.track)])),
        (_("What policy covers"), _cover(need)),
        (_("Office in charge"), _office(need)),
    ]
    return [Fact(question, answer) for question, answer in found if answer]


def _funds(need: Need) -> str:
    if need.total_fen is None:
        return ""
    if not need.secured_fen:
        return money(need.total_fen)
    amounts = {
        "total": money(need.total_fen),
        "secured": money(need.secured_fen),
        "gap": money(max(need.total_fen - need.secured_fen, 0)),
    }
    return _("%(total)s in all, %(secured)s secured, %(gap)s still lacking") % amounts


def _benefit(need: Need) -> str:
    parts = []
    if need.households:
        parts.append(_("%(count)s households") % {"count": need.households})
    if need.persons:
        parts.append(_("%(count)s people") % {"count": need.persons})
    return (", ", "，")[is_chinese()].join(parts)


def _office(need: Need) -> str:
    return " ".join(
        each for each in (need.contact_office, need.contact_phone and phone_grouped(need.contact_phone)) if each
    )


def _field(need: Need) -> str:
    field = _(FIELDS[need.field].label) if need.field in FIELDS else ""
    return f"{field}{DOT}{_(SUBFIELDS[need.subfield].label)}" if need.subfield in SUBFIELDS else field


def _cover(need: Need) -> str:
    if not need.policy_cover:
        return ""
    cover = _(POLICY_COVER_LABELS[PolicyCover(need.policy_cover)])
    return "；".join(each for each in (cover, need.policy_name, need.remaining_gap) if each)


def _projects(projects: Iterable[Project]) -> Table:
    rows = [
        [
            Link(each.number, project_address(each)) if each.state in PUBLIC_PROJECTS else each.number,
            Link(each.organization.name, reverse("public:organization", args=[each.organization.number])),
            quantity(each.quantity, each.unit),
            State(public_state(each), PROJECT),
            date_zh(each.confirmed_at) if each.confirmed_at else "",
        ]
        for each in projects
    ]
    columns = [
        Column(_("Project")),
        Column(_("Organization")),
        Column(_("Takes on"), numeric=True),
        Column(_("State")),
        Column(_("Confirmed on")),
    ]
    return Table(_("Who has taken it on"), columns, rows, show_caption=True)


def _fits(need: Need) -> list[Any]:
    """A few offers that speak of the same; nearness in the field alone would tell a reader nothing."""
    if not left_to_take(need.quantity, need.quantity_taken):
        return []
    return [each for each in shown(offers_for(need, limit=FITS_SHOWN), Side.NEED) if each.is_close]


def address(need: Need) -> str:
    """The public page of a need."""
    return reverse("public:need", args=[need.number])


urlpatterns = [
    path("needs/", need_list, name="needs"),
    path("needs/<str:number>/", need_page, name="need"),
]
