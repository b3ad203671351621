"""The overview as a report in Word, for the file and the next meeting: the same figures, each with its definition."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.figures.rules import OVERSEERS
from duijie.apps.figures.selectors.cohorts import counts_below, reading
from duijie.apps.figures.selectors.coverage import coverage
from duijie.apps.figures.selectors.waiting import waiting_by_step
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.files.recognition import DOCX
from duijie.kernel.papers.content import Paper, Section
from duijie.kernel.papers.word import as_word
from duijie.web.frame.formats import NOTHING, date_zh
from duijie.web.frame.parts import Figure, Link, Table
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office import overview_parts as parts
from duijie.web.office.overview_choice import View, viewed
from duijie.web.public import figure_parts


@for_roles(*OVERSEERS)
def report(request: ActorRequest) -> HttpResponse:
    """The report of the overview that was looked at; papers of an office are written in Chinese."""
    with override("zh-hans"):
        view = viewed(request)
        paper = report_of(request.actor, view)
    name = content_disposition_header(as_attachment=True, filename=f"{paper.title} {view.choice.as_of:%Y%m%d}.docx")
    return HttpResponse(as_word(paper), content_type=DOCX, headers={"Content-Disposition": name})


def report_of(actor: Actor, view: View) -> Paper:
    """What the overview of a place shows, as numbered parts."""
    choice = view.choice
    title = _("%(place)s: social organizations in rural revitalization") % {"place": view.place}
    return Paper(title, figure_parts.quarter_name(choice.quarter), list(_sections(actor, view)))


def _sections(actor: Actor, view: View) -> Iterator[Section]:
    choice = view.choice
    found = reading(choice.quarter, scope=choice.scope, as_of=choice.as_of)
    basis = _(
        "As of %(day)s. Computed from the records of needs, agreements and confirmations; nobody can type a figure in."
    )
    yield Section(_("Results"), [basis % {"day": date_zh(choice.as_of)}], _figures(figure_parts.cards(found, choice)))
    for table in (figure_parts.amounts(found), *figure_parts.strata(found), figure_parts.gone(found)):
        yield _section(table)
    waits = _("By step, today, whatever the quarter. Only the offices above see it; no place or office is ranked.")
    yield _section(parts.load_table(waiting_by_step(actor, scope=choice.scope), choice), waits)
    counties = coverage(choice.scope, today())
    yield Section(_("Key counties"), table=_figures(parts.coverage_cards(counties, choice)))
    places = parts.place_links(choice, counts_below(choice.quarter, choice.scope))
    if places:
        head = (_("Place"), _("Verified needs"))
        yield Section(_("Places in it"), table=[head, *((str(link.label), count) for link, count in places)])


def _figures(cards: list[Figure]) -> list[tuple[str, ...]]:
    head = (_("Rate"), _("Value"), _("Part / whole"), _("How it is counted"))
    return [head, *((str(each.label), str(each.value), str(each.unit), str(each.definition)) for each in cards)]


def _section(table: Table, *paragraphs: str) -> Section:
    head = [str(column.label) for column in table.columns]
    return Section(str(table.caption), paragraphs, [head, *([_words(cell) for cell in row] for row in table.rows)])


def _words(cell: object) -> str:
    return str(cell.label) if isinstance(cell, Link) else str(cell) or NOTHING


urlpatterns = [path("overview/report.docx", report, name="overview-report")]
