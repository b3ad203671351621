"""The proof of each released round (统筹匹配): weights, figures, bound and gap, and the file that proves them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.models import Round, RoundArrays
from duijie.apps.matches.pricing import valued_by
from duijie.apps.matches.rounds.proof import archive_of
from duijie.apps.matches.rounds.reading import released_round, released_rounds
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import breaking, date_zh, percentage, plain_number
from duijie.web.frame.parts import Column, Fact, Link, Table
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.fits import valued_by_words

LISTED = 100
GROUPS = {
    "all": mark("All needs"),
    "key": mark("Needs of key counties"),
    "other": mark("Needs of other counties"),
    "village": mark("Needs of villages"),
    "county": mark("Needs made by counties"),
    "hardship": mark("Needs of people in hardship"),
}

METHODS = {
    "fair auction": mark("Auction of places, fair between divisions"),
    "fair auction and exact flow": mark("Auction of places, fair between divisions, judged by the exact flow"),
}


@open_to_all
def rounds(request: ActorRequest) -> HttpResponse:
    """The released rounds, newest first."""
    rows = [
        [
            Link(each.number, reverse("public:round", args=[each.number])),
            each.division_name,
            date_zh(each.released_at),
            plain_number(each.needs),
            _gap(each),
        ]
        for each in released_rounds()[:LISTED]
    ]
    columns = [
        Column(_("Round")),
        Column(_("Division")),
        Column(_("Released on")),
        Column(_("Open needs"), numeric=True),
        Column(_("Below the best possible by at most"), numeric=True),
    ]
    context = {"title": _("Rounds of matching"), "table": Table(_("Rounds of matching"), columns, rows)}
    return render(request, "public/rounds.html", context)


@open_to_all
def round_page(request: ActorRequest, number: str) -> HttpResponse:
    """One released round: what it decided by, how near the best it is, and how to check that."""
    row = released_round(number)
    context = {
        "row": row,
        "title": _("Round of matching %(number)s") % {"number": row.number},
        "facts": [
            Fact(_("Division"), row.division_name),
            Fact(_("Frozen on"), date_zh(row.frozen_on)),
            Fact(_("Released on"), date_zh(row.released_at)),
            Fact(_("Weight of key counties"), plain_number(row.key_county_weight)),
            *proof_facts(row),
        ],
        "groups": group_table(row),
        "has_file": RoundArrays.objects.filter(round=row).exists(),
    }
    return render(request, "public/round.html", context)


@open_to_all
def round_file(request: ActorRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The proof of a released round."""
    return proof_file(released_round(number))


def proof_facts(row: Round) -> list[Fact]:
    """The certificate of a round in lines: what it was computed on, what came out, what no list can exceed."""
    if row.objective is None:
        return [Fact(_("Proof"), _("No offer fitted any need, so there was nothing to decide."))]
    return [
        Fact(_("Needs, offers, pairs"), "、".join(plain_number(each) for each in (row.needs, row.offers, row.edges))),
        Fact(_("Digest of the input (SHA-256)"), breaking(row.digest)),
        Fact(_("How pairs were valued"), _valued(row)),
        Fact(_("Method"), _(METHODS[row.method]) if row.method in METHODS else row.method),
        Fact(_("Objective reached"), _number(row.objective)),
        Fact(_("No list can exceed"), _number(row.bound)),
        Fact(_("Below the best possible by at most"), _gap(row)),
        Fact(_("Sum of points, and without equity"), f"{plain_number(row.total)} / {plain_number(row.plain_total)}"),
    ]


def _valued(row: Round) -> str:
    told = row.figures.get("model", {})
    return valued_by_words(valued_by(row), told.get("fault", ""))


def group_table(row: Round) -> Table:
    """Of each group of needs, how many have a recommendation, in this list and in the best one without equity."""
    fair, plain = row.figures["fair"], row.figures["plain"]
    rows: list[list[object]] = [
        [_(label), plain_number(fair[name][1]), _share(fair[name]), _share(plain[name])]
        for name, label in GROUPS.items()
    ]
    rows.append([_("Inequality between places (Gini, 0 is none)"), "", f"{fair['gini']:.3f}", f"{plain['gini']:.3f}"])
    columns = [
        Column(_("Group")),
        Column(_("Needs"), numeric=True),
        Column(_("With a recommendation"), numeric=True),
        Column(_("Without equity"), numeric=True),
    ]
    return Table(_("Equity"), columns, rows, show_caption=True)


def proof_file(row: Round) -> HttpResponse:
    """The proof as .zip; it names nobody.

    Raises:
        NotFound: nothing was decided, so there is nothing to prove.
    """
    arrays = RoundArrays.objects.filter(round=row).first()
    if arrays is None:
        raise NotFound(mark("There is nothing here that you may see."))
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.zip"'}
    return HttpResponse(archive_of(row, arrays), content_type="application/zip", headers=headers)


def _share(pair: tuple[int, int]) -> str:
    served, needs = pair
    return f"{plain_number(served)}（{percentage(served / needs)}）" if needs else ""


def _gap(row: Round) -> str:
    return "" if row.gap is None else f"{row.gap * 100:.3f}%"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4f}"


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<str:number>/", round_page, name="round"),
    path("rounds/<str:number>/round.zip", round_file, name="round-file"),
]
