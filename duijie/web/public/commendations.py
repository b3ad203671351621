"""通报表扬 as everybody reads it: by which office, by which document, for which year, and whether it still stands."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from duijie.apps.organizations.models import Commendation
from duijie.apps.organizations.rules.vocabulary import LEVELS_OF_COMMENDATION
from duijie.web.frame.formats import date_zh
from duijie.web.frame.parts import Column, Table


def commendations_table(rows: Iterable[Commendation]) -> Table:
    """The commendations, newest first; one that was withdrawn says so."""
    lines = [[*_cells(each), _standing(each)] for each in rows]
    return Table(_("Commendations"), [*_columns(), Column(_("State"))], lines, show_caption=True)


def _columns() -> list[Column]:
    labels = (_("Commended as"), _("Level"), _("By which office"), _("Number of the document"), _("Year"), _("Day"))
    return [Column(label) for label in labels]


def _cells(row: Commendation) -> list[object]:
    level = _(LEVELS_OF_COMMENDATION[row.level])
    return [row.title, level, row.office_label, row.document, str(row.year), date_zh(row.awarded_on)]


def _standing(row: Commendation) -> str:
    if row.withdrawn_at is None:
        return _("Still stands")
    return _("Withdrawn on %(day)s") % {"day": date_zh(row.withdrawn_at)}
