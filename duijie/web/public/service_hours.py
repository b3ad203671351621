"""志愿服务时长 as pages show it: day by day for both sides, summed for everybody once it is confirmed."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project, ServiceHours
from duijie.apps.projects.selectors import HoursSum
from duijie.kernel.errors import mark
from duijie.web.frame.formats import date_zh, hours, plain_number
from duijie.web.frame.parts import Column, State, Table

CONFIRMED: Final = mark("Confirmed by the receiving side")
WAITING: Final = mark("Waiting for confirmation")


def hours_table(rows: Iterable[ServiceHours]) -> Table:
    """Hours of service day by day, and whether the receiving side has confirmed them."""
    lines = [
        [
            date_zh(each.served_on),
            plain_number(each.people),
            hours(each.tenths),
            each.text,
            State(CONFIRMED if each.is_confirmed else WAITING),
        ]
        for each in rows
    ]
    columns = [
        Column(_("Day")),
        Column(_("How many people helped")),
        Column(_("Hours"), numeric=True),
        Column(_("What they did")),
        Column(_("State")),
    ]
    return Table(_("Hours of volunteer service"), columns, lines, show_caption=True)


def recorded_hours(project: Project) -> str:
    """What an organization has recorded of hours, for whoever confirms them; "" where it has none."""
    rows = [(each.people, each.tenths) for each in project.hours.all()]
    if not rows:
        return ""
    people, tenths = (sum(column) for column in zip(*rows, strict=True))
    return _told(people, tenths)


def confirmed_words(found: HoursSum) -> str:
    """A sum of confirmed hours in words; "" where there are none."""
    return _told(found.turns, found.tenths) if found.tenths else ""


def _told(people: int, tenths: int) -> str:
    return _("%(hours)s (%(people)s turns of helping)") % {"hours": hours(tenths), "people": plain_number(people)}
