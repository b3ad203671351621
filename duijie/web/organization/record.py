"""Our own record: what receiving sides have confirmed and which money was written down, as a page and as Excel."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.organizations.selectors import commendations_of, organization_of
from duijie.apps.projects.models import Confirmation, MoneyRecord, ServiceHours
from duijie.apps.projects.rules import (
    CONFIRMED_BY_LABELS,
    FACE_LABELS,
    MONEY_LABELS,
    TENTHS,
    ConfirmedBy,
    Face,
    MoneyKind,
)
from duijie.apps.projects.selectors import confirmed_hours, own_confirmations, own_hours, own_money
from duijie.kernel.files.sheets import SHEET_TYPE, workbook_of
from duijie.web.frame.formats import date_zh, money, quantity
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.public.commendations import commendations_table
from duijie.web.public.confirmed import record_facts
from duijie.web.public.service_hours import hours_table

SHOWN: Final = 50
MOST: Final = 20_000
_FEN = 100


@for_organizations
def record_page(request: ActorRequest) -> HttpResponse:
    """The newest confirmations and money records, with what the confirmations come to."""
    confirmed, served = list(own_confirmations(request.actor)[:MOST]), own_hours(request.actor)
    ours = organization_of(request.actor)
    context = {
        "title": _("Our record and receipts"),
        "facts": record_facts(confirmed, confirmed_hours(served)),
        "confirmed": _confirmed_table(confirmed[:SHOWN]) if confirmed else None,
        "money": _money_table(own_money(request.actor)[:SHOWN]),
        "hours": hours_table(served[:SHOWN]),
        "commendations": commendations_table(commendations_of(ours)) if ours else None,
        "organization": ours,
        "shown": SHOWN,
    }
    return render(request, "organization/record.html", context)


@for_organizations
def record_file(request: ActorRequest) -> HttpResponse:
    """All of it as Excel, a sheet each."""
    sheets: dict[str, Iterable[Sequence[object]]] = {
        _("Confirmed by the receiving side"): _confirmed_lines(own_confirmations(request.actor)[:MOST]),
        _("Money records one by one"): _money_lines(own_money(request.actor)[:MOST]),
        _("Hours of volunteer service"): _hours_lines(own_hours(request.actor)[:MOST]),
    }
    headers = {"Content-Disposition": 'attachment; filename="record.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(workbook_of(sheets), content_type=SHEET_TYPE, headers=headers)


def _confirmed_table(rows: Iterable[Confirmation]) -> Table:
    columns = [
        Column(_("Need")),
        Column(_("Confirmed on")),
        Column(_("Place")),
        Column(_("Quantity"), numeric=True),
        Column(_("How was it?")),
        Column(_("How it was confirmed")),
    ]
    lines = [
        [
            Link(each.project.need.title, _address(each.project.number)),
            date_zh(each.at),
            each.project.need.public_place,
            quantity(each.quantity, each.project.unit),
            _(FACE_LABELS[Face(each.face)]),
            _(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
        ]
        for each in rows
    ]
    return Table(_("Confirmed by the receiving side"), columns, lines, show_caption=True)


def _money_table(rows: Iterable[MoneyRecord]) -> Table:
    columns = [
        Column(_("Need")),
        Column(_("Day")),
        Column(_("Record")),
        Column(_("Amount"), numeric=True),
        Column(_("Voucher number")),
        Column(_("Number of the donation receipt")),
    ]
    lines = [
        [
            Link(each.project.need.title, _address(each.project.number)),
            date_zh(each.on),
            _(MONEY_LABELS[MoneyKind(each.kind)]),
            money(each.amount_fen),
            each.voucher,
            each.receipt,
        ]
        for each in rows
    ]
    return Table(_("Money records one by one"), columns, lines, show_caption=True)


def _confirmed_lines(rows: Iterable[Confirmation]) -> Iterable[Sequence[object]]:
    yield (
        _("Project"),
        _("Need"),
        _("Place"),
        _("Confirmed on"),
        _("Quantity"),
        _("Unit"),
        _("How was it?"),
        _("How it was confirmed"),
    )
    for each in rows:
        yield (
            each.project.number,
            each.project.need.title,
            each.project.need.public_place,
            localtime(each.at).date(),
            float(each.quantity),
            each.project.unit,
            _(FACE_LABELS[Face(each.face)]),
            _(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
        )


def _money_lines(rows: Iterable[MoneyRecord]) -> Iterable[Sequence[object]]:
    yield (
        _("Project"),
        _("Need"),
        _("Day"),
        _("Record"),
        _("Amount (yuan)"),
        _("Voucher number"),
        _("Number of the donation receipt"),
    )
    for each in rows:
        yield (
            each.project.number,
            each.project.need.title,
            each.on,
            _(MONEY_LABELS[MoneyKind(each.kind)]),
            each.amount_fen / _FEN,
            each.voucher,
            each.receipt,
        )


def _hours_lines(rows: Iterable[ServiceHours]) -> Iterable[Sequence[object]]:
    yield (
        _("Project"),
        _("Need"),
        _("Day"),
        _("How many people helped"),
        _("Hours"),
        _("What they did"),
        _("Confirmed on"),
    )
    for each in rows:
        confirmed = localtime(each.confirmation.at).date() if each.confirmation and each.is_confirmed else ""
        yield (
            each.project.number,
            each.project.need.title,
            each.served_on,
            each.people,
            each.tenths / TENTHS,
            each.text,
            confirmed,
        )


def _address(number: str) -> str:
    return reverse("organization:project", args=[number])


urlpatterns = [
    path("record/", record_page, name="record"),
    path("record/export/", record_file, name="record-export"),
]
