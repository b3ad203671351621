"""What leaves a round for a desk: the list as Excel, the proof as a file, and the reasons of one row."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.matches.models import Round, RoundPair
from duijie.apps.matches.pricing import Worth, valued_by
from duijie.apps.matches.rounds.reading import fallen_pairs, pairs_of, round_by_number
from duijie.apps.matches.rules import SUGGESTION
from duijie.apps.matches.rules.rounds import ROUND_READERS, SKIPPED_LABELS, Skipped
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.sheets import SHEET_TYPE, workbook_of
from duijie.matching.reasons import Reason
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.frame.reasons import Side
from duijie.web.office.round_tables import miss_sentence, need_link, offer_link
from duijie.web.public.fits import points_table, running, telling
from duijie.web.public.rounds import proof_file

LIST_SHEET, LEFT_SHEET = "推荐清单", "未列入及原因"
LIST_HEAD = (
    "需求编号",
    "需求名称",
    "地点",
    "建议数量",
    "单位",
    "机构",
    "供给编号",
    "供给名称",
    "分值",
    "主要理由",
    "均衡调入",
    "情况",
)
LEFT_HEAD = ("需求编号", "需求名称", "地点", "未列入原因")
for_readers = for_roles(*ROUND_READERS)


@for_readers
def list_file(request: ActorRequest, number: str) -> HttpResponse:
    """推荐清单.xlsx: every row with its reasons, and a second sheet with the needs that were left out."""
    row = _computed(request, number)
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.xlsx"', "Cache-Control": "no-store"}
    with override("zh-hans"):
        found = workbook_of({LIST_SHEET: _recommended(row), LEFT_SHEET: _left_out(row)})
    return HttpResponse(found, content_type=SHEET_TYPE, headers=headers)


def _recommended(row: Round) -> Iterator[tuple[object, ...]]:
    fallen = fallen_pairs(row) if row.state == "prepared" else {}
    yield LIST_HEAD
    for pair in pairs_of(row).filter(is_recommended=True):
        yield _cells(pair, fallen.get(pair.pk) or pair.skipped)


def _left_out(row: Round) -> Iterator[tuple[object, ...]]:
    yield LEFT_HEAD
    for miss in row.misses.select_related("need").order_by("need_id"):
        yield miss.need.number, miss.need.title, miss.need.public_place, miss_sentence(miss)


def _cells(pair: RoundPair, skipped: str) -> tuple[object, ...]:
    need, offer = pair.need, pair.offer
    state = _(SKIPPED_LABELS[Skipped(skipped)]) if skipped else ""
    if pair.suggestion and not skipped:
        state = _(SUGGESTION.states[pair.suggestion.state])
    return (
        need.number,
        need.title,
        need.public_place,
        float(pair.quantity),
        need.unit,
        offer.organization.name,
        offer.number,
        offer.title,
        pair.utility,
        running(telling(reasons_of(pair), Side.NEED)),
        "" if pair.is_plain else "是",
        state,
    )


@for_readers
def proof(request: ActorRequest, number: str) -> HttpResponse:
    """The proof of a round that may not be released yet."""
    return proof_file(_computed(request, number))


@for_readers
def reasons(request: ActorRequest, number: str, need: str, offer: str) -> HttpResponse:
    """Why one row stands in the list: all terms with their points, as they were when it was computed."""
    row = _computed(request, number)
    pair = pairs_of(row).filter(need__number=need.upper(), offer__number=offer.upper()).first()
    if pair is None:
        raise NotFound(mark("There is nothing here that you may see."))
    found = reasons_of(pair)
    context = {
        "title": pair.need.title,
        "pair": pair,
        "need_link": need_link(pair),
        "offer_link": offer_link(pair),
        "words": running(telling(found, Side.NEED)),
        "points": points_table(found, Side.NEED, Worth(utility=pair.utility), valued_by(row)),
        "back": reverse("office:round", args=[row.number]),
    }
    return render(request, "office/round_reasons.html", context)


def reasons_of(pair: RoundPair) -> list[Reason]:
    """The reasons that were kept with a pair."""
    return [Reason(code, params, points) for code, params, points in pair.reasons]


def _computed(request: ActorRequest, number: str) -> Round:
    row = round_by_number(request.actor, number)
    if row is None or row.finished_at is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


urlpatterns = [
    path("rounds/<str:number>/list.xlsx", list_file, name="round-list"),
    path("rounds/<str:number>/proof.zip", proof, name="round-proof"),
    path("rounds/<str:number>/reasons/<str:need>/<str:offer>/", reasons, name="round-reasons"),
]
