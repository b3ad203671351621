"""A project for everybody: what became of a need, station by station; no household, no reported problem, no person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.needs.rules.vocabulary import TRACK_LABELS, Track
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, MONEY_LABELS, PROJECT, ConfirmedBy
from duijie.apps.projects.selectors import (
    confirmed_hours,
    money_sums,
    public_project,
    public_state,
    standing_confirmations,
)
from duijie.web.frame.formats import date_zh, money, quantity
from duijie.web.frame.parts import Column, Fact, Link, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.project_journey import steps_of
from duijie.web.public.service_hours import confirmed_words
from duijie.web.public.structured import share_project


@open_to_all
def project_page(request: ActorRequest, number: str) -> HttpResponse:
    """One project: who gives what to which place, how far it is, the money by its records, who confirmed."""
    project = public_project(number)
    state = public_state(project)
    context = {
        "project": project,
        "state": state,
        "lifecycle": PROJECT,
        "share": share_project(project),
        "facts": facts_of(project),
        "steps": steps_of(project, state),
        "money": money_table(project),
        "confirmations": confirmations_table(project),
    }
    return render(request, "public/project.html", context)


def facts_of(project: Project) -> list[Fact]:
    """What everybody may read; the receiver of a household's wish is its town."""
    need, organization = project.need, project.organization
    dates = f"{date_zh(project.starts_on)} – {date_zh(project.ends_on)}" if project.starts_on else ""
    found = [
        Fact(_("Need"), Link(need.title, reverse("public:need", args=[need.number]))),
        Fact(_("Organization"), Link(organization.name, reverse("public:organization", args=[organization.number]))),
        Fact(_("Place"), need.public_place),
        Fact(_("Size"), _(TRACK_LABELS[Track(project.track)])),
        Fact(_("Quantity"), quantity(project.quantity, project.unit)),
        Fact(_("Dates"), dates),
        Fact(_("Confirmed hours of volunteer service"), confirmed_words(confirmed_hours(project.hours.all()))),
    ]
    return [fact for fact in found if fact.answer]


def money_table(project: Project) -> Table:
    """The sums of the four records; a kind that nobody has recorded is left out."""
    rows = [[_(MONEY_LABELS[each.kind]), money(each.amount_fen)] for each in money_sums(project) if each.amount_fen]
    columns = [Column(_("Record")), Column(_("Amount"), numeric=True)]
    return Table(_("Money, by its four records"), columns, rows, show_caption=True)


def confirmations_table(project: Project) -> Table:
    """Which way the receiving side confirmed, how much and when; never who."""
    rows = [
        [_(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]), quantity(each.quantity, project.unit), date_zh(each.at)]
        for each in standing_confirmations(project)
    ]
    columns = [Column(_("How it was confirmed")), Column(_("Quantity"), numeric=True), Column(_("Confirmed on"))]
    return Table(_("Who confirmed"), columns, rows, show_caption=True)


def address(project: Project) -> str:
    """The public page of a project."""
    return reverse("public:project", args=[project.number])


urlpatterns = [path("projects/<str:number>/", project_page, name="project")]
