"""An organization's confirmed record: only what receiving sides have confirmed and not taken back, need by need."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Confirmation
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, PUBLIC_STATES, ConfirmedBy
from duijie.apps.projects.selectors import HoursSum, confirmed_record
from duijie.web.frame.formats import date_zh, plain_number, quantity
from duijie.web.frame.parts import Column, Fact, Link, Table
from duijie.web.public.projects import address
from duijie.web.public.service_hours import confirmed_words

SHOWN = 20


def record_of(organization: Organization) -> list[Confirmation]:
    """The newest confirmations, at most 100."""
    return [each for each in confirmed_record(organization) if each.project.state in PUBLIC_STATES]


def record_facts(record: Sequence[Confirmation], served: HoursSum) -> list[Fact]:
    """What they come to: needs, counties, each unit summed with itself only, and confirmed hours of service."""
    sums: dict[str, Decimal] = {}
    for each in record:
        sums[each.project.unit] = sums.get(each.project.unit, Decimal(0)) + each.quantity
    facts = [
        Fact(_("Needs"), plain_number(len({each.project.need_id for each in record}))),
        Fact(_("Counties reached"), plain_number(len({each.project.need.county_path for each in record}))),
        Fact(_("Arrived and confirmed"), "、".join(quantity(total, unit) for unit, total in sorted(sums.items()))),
        Fact(_("Confirmed hours of volunteer service"), confirmed_words(served)),
    ]
    return [each for each in facts if each.answer]


def record_table(record: Sequence[Confirmation]) -> Table:
    """The newest of them, each with its project and the way in which it was confirmed; never who confirmed."""
    rows = [
        [
            Link(each.project.need.title, address(each.project)),
            each.project.need.public_place,
            quantity(each.quantity, each.project.unit),
            _(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
            date_zh(each.at),
        ]
        for each in record[:SHOWN]
    ]
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Quantity"), numeric=True),
        Column(_("How it was confirmed")),
        Column(_("Confirmed on")),
    ]
    return Table(_("Confirmed by the receiving side"), columns, rows)
