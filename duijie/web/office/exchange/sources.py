"""Whose record is followed here: how each source stands, what was taken, and the evidence when one contradicts itself.

Only the offices that keep sources see how one stands; the public sees what was taken, never that somebody is late.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import (
    KEEP_SOURCE,
    KEEPERS,
    READERS,
    STATE_LABELS,
    STATE_MEANINGS,
    SourceState,
)
from duijie.apps.exchange.selectors.sources import Taken, evidence_of, source_of, sources_of, taken_of
from duijie.apps.records.sequencing import logs
from duijie.kernel.access.checks import can
from duijie.kernel.errors import mark
from duijie.web.frame.formats import datetime_local, plain_number
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office.exchange import given_files, source_forms
from duijie.web.public.verification import names

ENDED = mark("Not followed any more")


@for_roles(*READERS)
def source_list(request: ActorRequest) -> HttpResponse:
    """All sources with their states."""
    rows = [
        [
            Link(each.name, address_of(each)),
            State(label_of(each)),
            datetime_local(each.state_since),
            datetime_local(each.agreed_at) if each.agreed_at else "—",
            plain_number(each.held_size),
        ]
        for each in sources_of(request.actor)
    ]
    columns = [
        Column(_("From where")),
        Column(_("State")),
        Column(_("Since")),
        Column(_("Last agreed")),
        Column(_("Entries read"), numeric=True),
    ]
    context = {
        "title": _("Other provinces"),
        "table": Table(_("Other provinces"), columns, rows),
        "may_keep": request.actor.role in KEEPERS,
    }
    return render(request, "office/sources.html", context)


@for_roles(*READERS)
def source_page(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """One source: its state in words, what was taken from it, and the evidence if there is some."""
    source = source_of(request.actor, source_id)
    taken = taken_of(source)
    state = SourceState(source.state)
    brought, refused = given_files.carried_words(source)
    context = {
        "source": source,
        "state": label_of(source),
        "meaning": "" if source.ended_at else _(STATE_MEANINGS[state]),
        "is_wrong": state not in {SourceState.FOLLOWING, SourceState.WAITING} and not source.ended_at,
        "facts": _facts(source, taken),
        "kinds": _kinds(taken),
        "problems": taken.problems,
        "brought": brought,
        "refused": refused,
        "may_give": logs.is_on(),
        "evidence": evidence_of(source) if source.is_held_back else None,
        "may_keep": can(request.actor, KEEP_SOURCE, source) and not source.ended_at,
    }
    return render(request, "office/source.html", context)


def label_of(source: Source) -> str:
    """The message id of how a source stands."""
    return ENDED if source.ended_at else STATE_LABELS[SourceState(source.state)]


def address_of(source: Source) -> str:
    """The page of a source."""
    return reverse("office:source", args=[source.pk])


def _facts(source: Source, taken: Taken) -> list[Fact]:
    found: list[tuple[str, Any]] = [
        (_("Name of the record"), source.log_name),
        (_("Address of the record"), source.log_address or _("None: its files are carried here")),
        (_("Its site"), source.site_address),
        (_("Years whose keys are known"), _(", ").join(str(year) for year in taken.years)),
        (_("Read so far"), _entries(source)),
        (_("Needs in the library"), plain_number(taken.needs)),
        (_("Offers in the menu"), plain_number(taken.offers)),
        (_("Cosigned by"), _("%(count)s bodies") % {"count": source.witnesses}),
        (_("Last looked at"), datetime_local(source.looked_at) if source.looked_at else ""),
        (_("Last agreed"), datetime_local(source.agreed_at) if source.agreed_at else ""),
        *given_files.carried_facts(source),
    ]
    return [Fact(question, answer) for question, answer in found if answer]


def _entries(source: Source) -> str:
    if source.held_year is None:
        return ""
    count = plain_number(source.held_size)
    return _("%(count)s entries of %(year)s") % {"count": count, "year": source.held_year}


def _kinds(taken: Taken) -> Table:
    known = names.kinds()
    rows = [[known.get(kind, kind), plain_number(count), datetime_local(last)] for kind, count, last in taken.kinds]
    columns = [Column(_("What was recorded")), Column(_("Entries"), numeric=True), Column(_("Newest"))]
    return Table(_("What was taken"), columns, rows, show_caption=True)


_BASE = "exchange/sources/"
_keepers = for_roles(*KEEPERS)
urlpatterns = [
    path(_BASE, source_list, name="sources"),
    path(f"{_BASE}add/", _keepers(source_forms.AddSource.as_view()), name="source-add"),
    path(f"{_BASE}<uuid:source_id>/", source_page, name="source"),
    path(f"{_BASE}<uuid:source_id>/keys/", _keepers(source_forms.TrustKeys.as_view()), name="source-keys"),
    path(f"{_BASE}<uuid:source_id>/carry/", _keepers(source_forms.CarryFile.as_view()), name="source-carry"),
    path(f"{_BASE}<uuid:source_id>/give/", _keepers(given_files.GiveFile.as_view()), name="source-give"),
    path(f"{_BASE}<uuid:source_id>/end/", _keepers(source_forms.EndSource.as_view()), name="source-end"),
]
