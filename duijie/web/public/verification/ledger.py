"""The record for everybody (存证公示): how far it is, who cosigns it, its newest entries, what is not matched yet."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.records.models import Log, WitnessState
from duijie.apps.records.overview import current_log, head_of, newest_leaves, published_note, witnesses_of
from duijie.apps.records.selectors import body_of
from duijie.apps.records.sequencing import logs
from duijie.apps.records.unmatched import kept_totals
from duijie.kernel.clock import now
from duijie.kernel.errors import NotFound, mark
from duijie.ledger.formats.checkpoints import parse_checkpoint
from duijie.ledger.formats.encoding import encode_base64
from duijie.web.frame.formats import breaking, plain_number
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification import names
from duijie.web.public.verification.marks import entry_address
from duijie.web.public.verification.outside import anchors, contradictions, one_sided
from duijie.web.public.verification.telling import moment

NEWEST: Final = 10
LAST_MONTH: Final = 12
COSIGNS, SILENT = mark("Cosigns"), mark("Silent")


@open_to_all
def ledger(request: ActorRequest) -> HttpResponse:
    """How the record stands."""
    log = current_log()
    context: dict[str, object] = {"log": log}
    if log is not None:
        today, totals = localtime(now()), kept_totals()
        context |= {
            "facts": _standing(log),
            "newest": _newest(log),
            "witnesses": _witnesses(witnesses_of(log)),
            "anchors": anchors(log),
            "contradictions": contradictions(log),
            "one_sided": one_sided(totals),
            "counted": moment(totals[0].counted_at) if totals else "",
            "month": reverse("public:ledger-month", args=[today.year, today.month]),
        }
    return render(request, "public/ledger.html", context)


@open_to_all
def month_head(request: ActorRequest, year: int, month: int) -> HttpResponse:
    """The record at the end of a month, to print in a newspaper.

    Raises:
        NotFound: the record has nothing of that month.
    """
    log = next((each for each in logs.kept() if logs.year_of(each.origin) == year), None)
    head = head_of(log, year, month) if log and 1 <= month <= LAST_MONTH else None
    if head is None:
        raise NotFound(mark("The record has nothing of this month."))
    context = {"head": head, "year": year, "month": month, "until": moment(head.until), "size": plain_number(head.size)}
    return render(request, "public/ledger_month.html", context)


def _standing(log: Log) -> list[Fact]:
    note = published_note(log)
    found = [
        Fact(_("Name of the record"), log.origin),
        Fact(_("Entries shown"), plain_number(log.published_size)),
        Fact(_("Entries that wait"), plain_number(log.size - log.published_size)),
        Fact(_("State of"), moment(log.published_at) if log.published_at else "—"),
    ]
    if note is not None:
        root = encode_base64(parse_checkpoint(note.text).root)
        found.append(Fact(_("Check value of all entries"), breaking(root)))
        found.append(Fact(_("Signed by"), _(", ").join(dict.fromkeys(line.name for line in note.signatures))))
    return found


def _newest(log: Log) -> Table:
    known, seats = names.kinds(), names.roles()
    rows: list[list[object]] = [
        [
            Link(plain_number(each.index or 0), entry_address(log.origin, each.index or 0, body_of(each).as_bytes())),
            known.get(each.kind, each.kind),
            seats.get(each.role, each.role),
            each.division or _("The whole country"),
            moment(each.hour),
        ]
        for each in newest_leaves(log, NEWEST)
    ]
    columns = [
        Column(_("Entry"), numeric=True),
        Column(_("What was recorded")),
        Column(_("Who vouched for it")),
        Column(_("Code of the place")),
        Column(_("In the hour of")),
    ]
    return Table(_("Newest entries"), columns, rows)


def _witnesses(found: list[WitnessState]) -> Table:
    rows: list[list[object]] = [
        [
            each.name,
            State(SILENT if each.failing_since else COSIGNS),
            plain_number(each.size),
            moment(each.cosigned_at) if each.cosigned_at else "—",
        ]
        for each in found
    ]
    columns = [
        Column(_("Body")),
        Column(_("State")),
        Column(_("Entries cosigned"), numeric=True),
        Column(_("Last time")),
    ]
    return Table(_("Who cosigns"), columns, rows)


urlpatterns = [
    path("ledger/", ledger, name="ledger"),
    path("ledger/<int:year>/<int:month>/", month_head, name="ledger-month"),
]
