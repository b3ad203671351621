"""The open figures as counts, so that anybody can divide again."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, Rate, Ratio, quarter_from, reading_day
from duijie.apps.figures.selectors.cohorts import cohort_needs, quarters_with_needs, reading
from duijie.apps.figures.selectors.records import records_of
from duijie.apps.needs.rules.needs import PUBLIC_STATES
from duijie.apps.regions.selectors import get
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark

router = Router(tags=["figures"])


class RateOut(Schema):
    """A rate as part over whole, by count and by amount (fen), with its definition."""

    code: str
    label: str
    definition: str
    part: int
    whole: int
    amount_part_fen: int
    amount_whole_fen: int


class RecordOut(Schema):
    """One public need of the cohort, with all that the rates are computed from."""

    number: str
    verified_on: date | None
    taken_on: date | None
    agreed_on: date | None
    confirmed_on: date | None
    asked: str
    met: str
    amount_fen: int | None
    state: str


class FiguresOut(Schema):
    """A quarter's cohort as of a day; needs that are not public are counted in `verified` but not listed.

    `taken_back` are needs counted as fulfilled on that day of which a confirmation was taken back afterwards.
    """

    quarter: str
    as_of: date
    verified: int
    rates: list[RateOut]
    mean_met: float | None
    gone: dict[str, int]
    taken_back: int
    records: list[RecordOut]


class FiguresQuery(Schema):
    """Which cohort, read when."""

    quarter: str = Field("", max_length=10, description="such as 2026-4; empty: the newest")
    division: str = Field("", max_length=12, description="12-digit code; empty: the whole country")
    days: Literal["0", "90", "180", "365"] = Field("0", description="days after the quarter's end; 0: today")


@router.get("/figures", response=FiguresOut, summary="The rates of a quarter's cohort, with the records behind them")
def quarter_figures(
    request: HttpRequest,  # noqa: ARG001
    wanted: Query[FiguresQuery],
) -> dict[str, object]:
    """Counts, definitions, and one line for each public need."""
    scope = get(wanted.division).path if wanted.division else "/"
    chosen = quarter_from(wanted.quarter) if wanted.quarter else quarters_with_needs(scope)[0]
    if chosen is None:
        raise NotFound(mark("There is no such quarter."))
    days = int(wanted.days)
    as_of = min(reading_day(chosen, days), today()) if days else today()
    found = reading(chosen, scope=scope, as_of=as_of)
    public = cohort_needs(chosen, scope).filter(state__in=PUBLIC_STATES).order_by("verified_at", "id")
    met = found.figures.mean_met
    return {
        "quarter": chosen.code,
        "as_of": as_of,
        "verified": found.figures.verified,
        "rates": [_rate(rate, ratio, found.figures.by_amount[rate]) for rate, ratio in found.figures.by_count.items()],
        "mean_met": None if met is None else float(met),
        "gone": dict(found.figures.gone),
        "taken_back": found.taken_back,
        "records": [
            {
                **{name: getattr(each, name) for name in RecordOut.model_fields},
                "asked": str(each.asked),
                "met": str(each.met),
            }
            for each in records_of(public, as_of)
        ],
    }


def _rate(rate: Rate, by_count: Ratio, by_amount: Ratio) -> dict[str, object]:
    return {
        "code": rate.value,
        "label": RATE_LABELS[rate],
        "definition": DEFINITIONS[rate],
        "part": by_count.part,
        "whole": by_count.whole,
        "amount_part_fen": by_amount.part,
        "amount_whole_fen": by_amount.whole,
    }
